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
 * A time of the day on some days of the week, by the clock on the wall of some zone.
 *
 * <p>Where a time of the day comes twice (clocks are set back), the window begins with the first and ends with the second
 * of them. Where it is left out (clocks are set forward), it is later by as much as is left out; a window that would
 * have no time left between its ends keeps its length.
 *
 * @param days those on which it begins
 * @param from included
 * @param to   not included; at or before {@code from} it is one of the next day
 */
public record WeeklyWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public WeeklyWindow {
        days = Set.copyOf(days);
    }

    /** When the window that is open now ends; empty where none is open. */
    public Optional<Instant> openUntil(Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant latest = null;
        // One that began yesterday may reach over midnight, and a day can be left out in some zones.
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
