package dev.freshwatch.page;

import dev.freshwatch.report.TimeText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Formats times for a page.
 *
 * @param now  when the page was made
 * @param zone the zone of the times that people read
 */
record PageTimes(Instant now, ZoneId zone) {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

    /** {@code 03:12:04}, {@code yesterday 03:12:04}, {@code 2026-11-18 03:12:04}. */
    String text(Instant time) {
        return day(time) + CLOCK.format(time.atZone(zone));
    }

    /** The same, to the minute: {@code 03:12}. */
    String minute(Instant time) {
        return day(time) + MINUTE.format(time.atZone(zone));
    }

    /** With date, zone and UTC: {@code 2026-11-20 18:00:00 CET (17:00:00 UTC)}. */
    String full(Instant time) {
        return TimeText.text(time, zone);
    }

    /** For the attribute {@code datetime}: UTC, to the second. */
    String utc(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The zone, as people know it: {@code Europe/Berlin}, or {@code UTC}. */
    String zoneName() {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    private String day(Instant time) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        LocalDate day = LocalDate.ofInstant(time, zone);
        if (day.equals(today)) {
            return "";
        }
        if (day.equals(today.minusDays(1))) {
            return "yesterday ";
        }
        return day.equals(today.plusDays(1)) ? "tomorrow " : DAY.format(day) + " ";
    }
}
