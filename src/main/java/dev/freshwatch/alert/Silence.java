package dev.freshwatch.alert;

import java.time.Instant;

/**
 * A request for no notices about some checks for some time.
 *
 * @param glob   pattern for check ids
 * @param ends   the first instant that is not silenced
 * @param madeBy who asked for it
 * @param heal   false: there is no healing either while it is in force
 */
public record Silence(
        String id,
        String glob,
        Instant begins,
        Instant ends,
        String reason,
        String madeBy,
        Instant madeAt,
        boolean heal) {}
