package dev.freshwatch.sink;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times in wire formats: UTC, RFC 3339. */
final class Utc {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Utc() {}

    /** A time of our own clock, always with milliseconds: {@code 2026-11-20T17:00:00.100Z}. */
    static String millis(Instant time) {
        return MILLIS.format(time);
    }

    /** A time reported by a platform, without a fraction if it has none: {@code 2026-11-20T16:13:00Z}. */
    static String shortest(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
