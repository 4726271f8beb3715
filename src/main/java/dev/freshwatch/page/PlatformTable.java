package dev.freshwatch.page;

import java.time.Instant;
import java.util.List;

/**
 * A platform with its checks.
 *
 * @param key    such as {@code esm/soc}
 * @param title  such as {@code ESM soc}
 * @param state  the word of the worst state of its checks
 * @param bad    how many are not ok
 * @param checks how many it has
 * @param pace   how often it is looked at, in words; empty = not the same for all, or not known
 * @param next   the next look; null = not known, or no watch is running
 * @param rows   bad ones first
 * @param more   how many are not among the rows, in words; null = none
 */
record PlatformTable(
        String key,
        String title,
        String state,
        int bad,
        int checks,
        String pace,
        Instant next,
        List<CheckRow> rows,
        String more) {

    /** {@code 9 checks, a look every 10 min}. */
    String facts() {
        return checks + (checks == 1 ? " check" : " checks") + (pace.isEmpty() ? "" : ", a look every " + pace);
    }

    /** {@code 2 of 9}, or how many there are if all are ok. */
    String summary() {
        return bad == 0 ? "" + checks : bad + " of " + checks;
    }

    String href() {
        return PageLinks.platform(key);
    }
}
