package dev.freshwatch.page;

import gg.jte.Content;
import java.time.Instant;
import java.util.List;

/**
 * A check in the table of its platform.
 *
 * @param state the word of the state
 * @param id    of the check, where its name alone does not tell it apart; else null
 * @param value age of the newest record, or what the check says
 * @param says  whether the value is words, not an age
 * @param limit empty = none
 * @param strip the last day
 * @param next  the next look, where it is not that of the whole platform; else null
 * @param notes what else there is to know
 */
record CheckRow(
        String state,
        String name,
        String href,
        String id,
        String value,
        boolean says,
        String limit,
        Content strip,
        Instant looked,
        Instant next,
        List<Sentence> notes) {}
