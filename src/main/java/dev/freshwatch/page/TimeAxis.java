package dev.freshwatch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The axis of time of a plot, in percent of its width, with labels in the zone. */
record TimeAxis(Instant from, Instant to, ZoneId zone) {

    private static final DateTimeFormatter HOUR_MINUTE = formatter("HH:mm");
    private static final DateTimeFormatter HOUR = formatter("HH");
    private static final DateTimeFormatter DAY = formatter("EEE d");
    private static final DateTimeFormatter DATE = formatter("d MMM");
    private static final DateTimeFormatter MONTH = formatter("MMM");
    private static final DateTimeFormatter YEAR = formatter("yyyy");

    /**
     * A place on the axis that has a label.
     *
     * @param percent from the left
     * @param major   whether it is shown where there is little room, too
     */
    record Tick(Instant at, double percent, String label, boolean major) {}

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** Returns how far from the left a time is; times outside are at an edge. */
    double percent(Instant time) {
        double whole = Duration.between(from, to).toMillis();
        double part = Duration.between(from, time).toMillis();
        return Math.max(0, Math.min(100, 100 * part / whole));
    }

    /** Whether labels stand for what begins at their place, such as a day, and not for the place itself. */
    boolean labelsPeriods() {
        return length().compareTo(Duration.ofHours(60)) > 0;
    }

    private Duration length() {
        return Duration.between(from, to);
    }

    List<Tick> ticks() {
        Duration length = length();
        if (length.compareTo(Duration.ofMinutes(65)) <= 0) {
            return clockTicks(5, 15);
        }
        if (length.compareTo(Duration.ofHours(2)) <= 0) {
            return clockTicks(10, 30);
        }
        if (length.compareTo(Duration.ofHours(26)) <= 0) {
            return clockTicks(60, 6 * 60);
        }
        if (length.compareTo(Duration.ofHours(60)) <= 0) {
            return clockTicks(3 * 60, 12 * 60);
        }
        return calendarTicks();
    }

    /** Counts what really passes: an hour that the clocks leave out has no tick, one that they show twice has two. */
    private List<Tick> clockTicks(int everyMinutes, int majorMinutes) {
        List<Tick> ticks = new ArrayList<>();
        for (ZonedDateTime time = onTheWay(from.atZone(zone), everyMinutes);
                time.toInstant().isBefore(to);
                time = onTheWay(time.plusMinutes(1), everyMinutes)) {
            int minutes = minutes(time);
            boolean major = minutes % majorMinutes == 0;
            ticks.add(tick(time, clockLabel(time, everyMinutes, major), major));
        }
        return ticks;
    }

    private String clockLabel(ZonedDateTime time, int everyMinutes, boolean major) {
        if (minutes(time) == 0 && !time.toInstant().equals(from)) {
            return DAY.format(time);
        }
        return everyMinutes == 60 && !major ? HOUR.format(time) : HOUR_MINUTE.format(time);
    }

    /** Returns the first whole minute from this time on that is a multiple on the clock. */
    private static ZonedDateTime onTheWay(ZonedDateTime from, int everyMinutes) {
        ZonedDateTime time = from;
        if (from.getSecond() != 0 || from.getNano() != 0) {
            time = from.plusMinutes(1).withSecond(0).withNano(0);
        }
        while (minutes(time) % everyMinutes != 0) {
            time = time.plusMinutes(1);
        }
        return time;
    }

    private static int minutes(ZonedDateTime time) {
        return time.getHour() * 60 + time.getMinute();
    }

    private List<Tick> calendarTicks() {
        List<Tick> ticks = new ArrayList<>();
        long days = length().toDays();
        ZonedDateTime day = from.atZone(zone).toLocalDate().atStartOfDay(zone);
        int index = 0;
        for (; day.toInstant().isBefore(to); day = day.toLocalDate().plusDays(1).atStartOfDay(zone)) {
            String label = calendarLabel(day, days);
            if (label != null && !day.toInstant().isBefore(from)) {
                ticks.add(tick(day, label, index++ % 2 == 0));
            }
        }
        return ticks;
    }

    /** Returns null where a day has no label. */
    private static String calendarLabel(ZonedDateTime day, long days) {
        if (days <= 10) {
            return DAY.format(day);
        }
        if (days <= 35) {
            return day.getDayOfWeek().getValue() == 1 ? DATE.format(day) : null;
        }
        if (days <= 100) {
            return day.getDayOfMonth() == 1 || day.getDayOfMonth() == 15 ? DATE.format(day) : null;
        }
        boolean shown = day.getDayOfMonth() == 1 && (days <= 400 || day.getMonthValue() % 3 == 1);
        return shown ? (day.getMonthValue() == 1 ? YEAR : MONTH).format(day) : null;
    }

    private Tick tick(ZonedDateTime time, String label, boolean major) {
        return new Tick(time.toInstant(), percent(time.toInstant()), label, major);
    }
}
