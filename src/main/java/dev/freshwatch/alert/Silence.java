package dev.freshwatch.alert;

import java.time.Instant;

/**
 * Somebody wants no notices of some checks for a time.
 *
 * @param glob   on check ids
 * @param ends   the first instant that is not silent any more
 * @param madeBy who wanted it
 * @param heal   false: nothing is healed either, for as long as it holds
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
