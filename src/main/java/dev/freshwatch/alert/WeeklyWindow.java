package dev.freshwatch.alert;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * A time of day on some days of the week, in local time of a time zone.
 *
 * <p>If a time of day occurs twice (clocks are set back), the window begins with the first and ends with the second
 * one. If it is skipped (clocks are set forward), the window moves later by as much as is skipped; a window that would
 * end up empty keeps its length.
 *
 * @param days days on which the window begins
 * @param from inclusive
 * @param to   exclusive; a time at or before {@code from} is on the next day
 */
public record WeeklyWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public WeeklyWindow {
        days = Set.copyOf(days);
    }

    /** Returns the end of the window that is open now; empty if none is open. */
    public Optional<Instant> openUntil(Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant latest = null;
        // A window that began yesterday may extend over midnight, and some zones have skipped a whole day.
        for (LocalDate day = today.minusDays(2); !day.isAfter(today); day = day.plusDays(1)) {
            if (!days.contains(day.getDayOfWeek())) {
                continue;
            }
            Instant begins = begin(day, zone);
            Instant ends = end(day, begins, zone);
            boolean open = !now.isBefore(begins) && now.isBefore(ends);
            latest = open && (latest == null || ends.isAfter(latest)) ? ends : latest;
        }
        return Optional.ofNullable(latest);
    }

    private Instant begin(LocalDate day, ZoneId zone) {
        return ZonedDateTime.of(day, from, zone).withEarlierOffsetAtOverlap().toInstant();
    }

    private Instant end(LocalDate day, Instant begins, ZoneId zone) {
        LocalDate last = to.isAfter(from) ? day : day.plusDays(1);
        Instant end =
                ZonedDateTime.of(last, to, zone).withLaterOffsetAtOverlap().toInstant();
        return end.isAfter(begins) ? end : begins.plus(length());
    }

    private Duration length() {
        Duration length = Duration.between(from, to);
        return length.isNegative() || length.isZero() ? length.plusDays(1) : length;
    }
}
