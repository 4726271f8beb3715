package dev.freshwatch.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times as programs write them, beyond the standards: ISO 8601 with a comma, with any number of fraction digits,
 * followed by {@code UTC} or {@code [Europe/Berlin]}; the dates of RFC 1123 and RFC 5322. Ambiguous times (a zone of
 * three letters such as CST, a year of two digits) are rejected.
 */
final class WrittenTimes {

    private static final String OFFSET = "(?<offset>Z|(?:UTC|GMT|UT)?[+-]\\d{1,2}(?::?\\d{2}){0,2}|UTC|GMT|UT)?";

    private static final Pattern ISO = Pattern.compile(
            "(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})(?:T|\\s+)"
                    + "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,40}))?)?\\s*"
                    + OFFSET
                    + "\\s*(?:\\[(?<region>[A-Za-z0-9_+/-]{1,60})]|(?<bare>[A-Z][A-Za-z_]+/[A-Za-z_/+-]{1,60}))?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern RFC_1123 = Pattern.compile(
            "(?:[A-Z]{3,9},?\\s+)?(?<day>\\d{1,2})[ -](?<month>[A-Z]{3})[ -](?<year>\\d{4})\\s+"
                    + "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?\\s*"
                    + OFFSET,
            Pattern.CASE_INSENSITIVE);

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private WrittenTimes() {}

    /**
     * Returns null if the text is not such a time, or has no zone and none is given.
     *
     * @param zone for times without a zone of their own; null = none
     * @throws DateTimeException for a day or an hour that does not exist, and an unknown zone
     */
    static Instant iso(String text, ZoneId zone) {
        Matcher read = ISO.matcher(text);
        if (!read.matches()) {
            return null;
        }
        String fraction = read.group("fraction") == null ? "" : read.group("fraction");
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        String region = read.group("region") == null ? read.group("bare") : read.group("region");
        return at(read, number(read, "month"), nanos, region == null ? zone : ZoneId.of(region));
    }

    /** The same for RFC 1123. */
    static Instant rfc1123(String text, ZoneId zone) {
        Matcher read = RFC_1123.matcher(text);
        if (!read.matches()) {
            return null;
        }
        int month = MONTHS.indexOf(read.group("month").toLowerCase(Locale.ROOT)) + 1;
        return month == 0 ? null : at(read, month, 0, zone);
    }

    private static Instant at(Matcher read, int month, int nanos, ZoneId zone) {
        LocalDate day = LocalDate.of(number(read, "year"), month, number(read, "day"));
        int second = read.group("second") == null ? 0 : number(read, "second");
        LocalDateTime time = day.atTime(LocalTime.of(number(read, "hour"), number(read, "minute"), second, nanos));
        if (read.group("offset") != null) {
            return time.toInstant(offset(read.group("offset").toUpperCase(Locale.ROOT)));
        }
        return zone == null ? null : time.atZone(zone).toInstant();
    }

    private static ZoneOffset offset(String text) {
        String bare = text.replaceFirst("^(UTC|GMT|UT|Z)", "").replace(":", "");
        if (bare.isEmpty()) {
            return ZoneOffset.UTC;
        }
        String digits = bare.substring(1);
        // +5 and +530: ISO has two digits for hours, but some programs write one.
        return ZoneOffset.of(bare.charAt(0) + (digits.length() % 2 == 0 ? digits : "0" + digits));
    }

    private static int number(Matcher read, String group) {
        return Integer.parseInt(read.group(group));
    }
}
