package dev.freshwatch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;

/** Says in words which time a page shows, and formats times within it. */
final class RangeText {

    private static final DateTimeFormatter CLOCK = formatter("HH:mm");
    private static final DateTimeFormatter CLOCK_ZONE = formatter("HH:mm zzz");
    private static final DateTimeFormatter SHORT_DAY = formatter("EEE d MMM");
    private static final DateTimeFormatter DAY = formatter("EEE d MMM yyyy");
    private static final DateTimeFormatter LONG_DAY = formatter("EEEE d MMMM yyyy");
    private static final DateTimeFormatter MONTH = formatter("MMMM yyyy");
    private static final DateTimeFormatter YEAR = formatter("yyyy");

    private final ShownRange range;
    private final ZoneId zone;
    private final ZoneOffsetTransition change;

    RangeText(ShownRange range) {
        this.range = range;
        this.zone = range.zone();
        this.change = Optional.ofNullable(
                        zone.getRules().nextTransition(range.from().minusNanos(1)))
                .filter(next -> next.getInstant().isBefore(range.to()))
                .filter(next -> !isDaily())
                .orElse(null);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** {@code last day}, {@code Sunday 29 March 2026}, {@code week from Monday 23 March 2026}. */
    String title() {
        if (range.length() == null) {
            return period(range.from(), range.to());
        }
        ZonedDateTime from = range.from().atZone(zone);
        if (range.calendar()) {
            return switch (range.length()) {
                case HOUR -> LONG_DAY.format(from) + ", " + clock(range.from()) + " to " + clock(range.to());
                case DAY -> LONG_DAY.format(from);
                case WEEK -> "week from " + LONG_DAY.format(from);
                case MONTH -> MONTH.format(from);
                case YEAR -> YEAR.format(from);
            };
        }
        return switch (range.length()) {
            case HOUR -> "last hour";
            case DAY -> "last day";
            case WEEK -> "last 7 days";
            case MONTH -> "last 30 days";
            case YEAR -> "last year";
        };
    }

    /** Where the clocks change in this time, what they do, and how long that day is. */
    Optional<String> clockChange() {
        if (change == null) {
            return Optional.empty();
        }
        LocalDate day = change.getDateTimeBefore().toLocalDate();
        Duration length =
                Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone));
        String hours = length.toMinutesPart() == 0
                ? "" + length.toHours()
                : String.format(Locale.ROOT, "%.1f", length.toMinutes() / 60.0);
        return Optional.of("The clocks go from " + CLOCK.format(change.getDateTimeBefore()) + " to "
                + CLOCK.format(change.getDateTimeAfter()) + " on " + LONG_DAY.format(day) + ": that day has " + hours
                + " hours.");
    }

    /**
     * A time within the range, as short as it is clear: {@code 03:12}, {@code yesterday 03:12}, {@code Mon 23 Nov 03:12},
     * {@code Mon 23 Nov 2026}; with the zone where the clocks change on that day.
     */
    String moment(Instant time) {
        return isDaily() ? DAY.format(time.atZone(zone)) : day(time) + clock(time);
    }

    /** From one time to another one, as short as it is clear; where steps are days, the last one is included. */
    String period(Instant from, Instant to) {
        if (isDaily()) {
            String first = DAY.format(from.atZone(zone));
            String last = DAY.format(to.minusNanos(1).atZone(zone));
            return first.equals(last) ? first : first + " to " + last;
        }
        return moment(from) + " to " + (date(from).equals(date(to)) ? clock(to) : moment(to));
    }

    /** Whether a step is a whole day. */
    boolean isDaily() {
        return range.grid().isDaily();
    }

    private String clock(Instant time) {
        boolean twoZones =
                change != null && date(time).equals(change.getDateTimeBefore().toLocalDate());
        return (twoZones ? CLOCK_ZONE : CLOCK).format(time.atZone(zone));
    }

    /** Ends with a blank, unless it is empty. */
    private String day(Instant time) {
        if (date(range.from()).equals(date(range.to().minusNanos(1)))) {
            return range.length() == null ? SHORT_DAY.format(time.atZone(zone)) + " " : "";
        }
        LocalDate today = date(range.now());
        boolean endsNow =
                range.length() != null && !range.calendar() && range.length().compareTo(RangeLength.DAY) <= 0;
        if (endsNow && date(time).equals(today)) {
            return "";
        }
        if (endsNow && date(time).equals(today.minusDays(1))) {
            return "yesterday ";
        }
        return SHORT_DAY.format(time.atZone(zone)) + " ";
    }

    private LocalDate date(Instant time) {
        return LocalDate.ofInstant(time, zone);
    }
}
