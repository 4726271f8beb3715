package dev.freshwatch.page;

import java.time.Instant;
import java.util.List;

/**
 * A platform with its checks.
 *
 * @param key    such as {@code esm/soc}
 * @param title  such as {@code ESM soc}
 * @param checks how many it has
 * @param pace   how often it is looked at, in words; empty = not the same for all, or not known
 * @param next   the next look; null = not known, or no watch is running
 * @param rows   bad ones first
 * @param more   how many are not among the rows, in words; null = none
 */
record PlatformTable(
        String key, String title, int checks, String pace, Instant next, List<CheckRow> rows, String more) {

    /** {@code 9 checks, a look every 10 min}. */
    String facts() {
        return checks + (checks == 1 ? " check" : " checks") + (pace.isEmpty() ? "" : ", a look every " + pace);
    }

    String href() {
        return PageLinks.platform(key);
    }
}
