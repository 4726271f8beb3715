package dev.freshwatch.page;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The lengths of time that the page of a check shows. */
enum RangeLength {
    HOUR(Duration.ofMinutes(1), Duration.ofHours(1)),
    DAY(Duration.ofMinutes(5), Duration.ofDays(1)),
    WEEK(Duration.ofMinutes(30), Duration.ofDays(7)),
    MONTH(Duration.ofHours(2), Duration.ofDays(30)),
    YEAR(Duration.ofDays(1), Duration.ofDays(365));

    private final Duration step;
    private final Duration rolling;

    RangeLength(Duration step, Duration rolling) {
        this.step = step;
        this.rolling = rolling;
    }

    static Optional<RangeLength> of(String word) {
        return Arrays.stream(values())
                .filter(length -> length.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From one edge to the next. */
    Duration step() {
        return step;
    }

    /** How far it goes back where it ends now. */
    Duration rolling() {
        return rolling;
    }

    /** Returns the first day of the calendar day, week (from Monday on), month or year that this day lies in. */
    LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case HOUR, DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case YEAR -> day.withDayOfYear(1);
        };
    }

    /** Returns the first day of the one that is so many after it, or before it. */
    LocalDate further(LocalDate firstDay, int count) {
        return switch (this) {
            case HOUR, DAY -> firstDay.plusDays(count);
            case WEEK -> firstDay.plusWeeks(count);
            case MONTH -> firstDay.plusMonths(count);
            case YEAR -> firstDay.plusYears(count);
        };
    }
}
