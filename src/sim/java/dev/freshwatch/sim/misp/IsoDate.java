package dev.freshwatch.sim.misp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times in the format {@code c} of PHP: {@code 2026-11-21T00:00:00+00:00}. */
final class IsoDate {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private IsoDate() {}

    static String of(Instant time) {
        return FORM.format(time.atOffset(ZoneOffset.UTC));
    }
}
