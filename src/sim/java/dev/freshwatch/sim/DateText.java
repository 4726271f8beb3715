package dev.freshwatch.sim;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How an ESM writes all times except its own clock: local text without an offset (esm.md section 3). */
public enum DateText {
    MONTH_DAY_YEAR("MM/dd/uuuu HH:mm:ss"),
    YEAR_MONTH_DAY("uuuu/MM/dd HH:mm:ss"),
    DAY_MONTH_YEAR("dd/MM/uuuu HH:mm:ss"),
    /** UTC, whatever the zone. */
    GMT("MM/dd/uuuu HH:mm:ss'(GMT)'");

    private final DateTimeFormatter formatter;

    DateText(String pattern) {
        formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /**
     * Formats whole seconds, truncated; an empty text for null. In the hour that occurs twice, two instants have the
     * same text.
     */
    public String of(Instant time, ZoneId zone) {
        return time == null ? "" : formatter.format(time.atZone(this == GMT ? ZoneOffset.UTC : zone));
    }
}
