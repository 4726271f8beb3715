package dev.freshwatch.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * A time range as resolved by the ESM (esm.md section 3).
 *
 * @param from inclusive
 * @param to   exclusive
 */
record TimeRange(Instant from, Instant to) {

    private static final Duration FUTURE = Duration.ofDays(3650);

    /** The digits are local time in spite of the Z. */
    private static final DateTimeFormatter CUSTOM_BOUND = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    /**
     * Resolves a range by its exact name.
     *
     * @param start, end {@code customStart} and {@code customEnd}; null = not given
     * @throws SimRefusal where there is no such range, or bounds are missing, malformed or out of place
     */
    static TimeRange named(String name, String start, String end, Instant now, ZoneId zone) throws SimRefusal {
        boolean custom = "CUSTOM".equals(name);
        if (!custom && (start != null || end != null)) {
            throw SimRefusal.invalidInput("customStart or customEnd with timeRange " + name);
        }
        if (custom) {
            TimeRange range = new TimeRange(bound(start, zone), bound(end, zone));
            if (range.to.isBefore(range.from)) {
                throw SimRefusal.invalidInput("a CUSTOM range ends before it starts");
            }
            return range;
        }
        Duration last = last(name);
        if (last != null) {
            return new TimeRange(now.minus(last), now);
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        String[] words = name == null ? new String[0] : name.split("_");
        if (words.length != 2 || !(words[0].equals("CURRENT") || words[0].equals("PREVIOUS"))) {
            throw SimRefusal.invalidInput("no time range '" + name + "'");
        }
        LocalDate first = first(words[1], today);
        LocalDate before = first(words[1], first.minusDays(1));
        return words[0].equals("CURRENT")
                ? new TimeRange(midnight(first, zone), now)
                : new TimeRange(midnight(before, zone), midnight(first, zone));
    }

    /**
     * Returns a range that ends now without its end: whether the ESM limits it there is not known (esm.md section 12).
     */
    TimeRange withFuture(Instant now) {
        return to.equals(now) ? new TimeRange(from, now.plus(FUTURE)) : this;
    }

    private static Duration last(String name) {
        return switch (name == null ? "" : name) {
            case "LAST_MINUTE" -> Duration.ofMinutes(1);
            case "LAST_10_MINUTES" -> Duration.ofMinutes(10);
            case "LAST_30_MINUTES" -> Duration.ofMinutes(30);
            case "LAST_HOUR" -> Duration.ofHours(1);
            case "LAST_24_HOURS" -> Duration.ofHours(24);
            case "LAST_2_DAYS" -> Duration.ofDays(2);
            case "LAST_3_DAYS" -> Duration.ofDays(3);
            default -> null;
        };
    }

    /** Returns the first day of the day, week, month, quarter or year of this date. */
    private static LocalDate first(String unit, LocalDate date) throws SimRefusal {
        return switch (unit) {
            case "DAY" -> date;
            case "WEEK" -> date.with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.SUNDAY));
            case "MONTH" -> date.withDayOfMonth(1);
            case "QUARTER" -> date.minus(date.get(IsoFields.DAY_OF_QUARTER) - 1L, ChronoUnit.DAYS);
            case "YEAR" -> date.withDayOfYear(1);
            default -> throw SimRefusal.invalidInput("no time range of unit '" + unit + "'");
        };
    }

    private static Instant midnight(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    private static Instant bound(String text, ZoneId zone) throws SimRefusal {
        try {
            return LocalDateTime.parse(text == null ? "" : text, CUSTOM_BOUND)
                    .atZone(zone)
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw SimRefusal.invalidInput("bad bound of a CUSTOM range: '" + text + "'");
        }
    }
}
