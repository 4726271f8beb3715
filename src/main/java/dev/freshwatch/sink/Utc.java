package dev.freshwatch.sink;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as they stand on the wire: UTC, RFC 3339. */
final class Utc {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Utc() {}

    /** A time of our own clock, always with three digits: {@code 2026-11-20T17:00:00.100Z}. */
    static String millis(Instant time) {
        return MILLIS.format(time);
    }

    /** A time that a platform told, without a fraction where it has none: {@code 2026-11-20T16:13:00Z}. */
    static String shortest(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
