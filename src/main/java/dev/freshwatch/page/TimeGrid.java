package dev.freshwatch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts time into steps that begin anew at the start of each day in the zone, so that every midnight is an edge. The last
 * step of a day is cut short where a day of 23 or 25 hours is no multiple of it.
 *
 * @param step at most a day; a whole day = from midnight to midnight, however long that is
 */
record TimeGrid(ZoneId zone, Duration step) {

    private static final Duration DAY = Duration.ofDays(1);

    /** Returns the last edge that is not after this time. */
    Instant floor(Instant time) {
        Instant midnight = startOf(dayOf(time));
        return isDaily()
                ? midnight
                : midnight.plus(
                        step.multipliedBy(Duration.between(midnight, time).dividedBy(step)));
    }

    /** Returns the first edge that is not before this time. */
    Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? floor : next(floor);
    }

    /** Returns the edge after this one. */
    Instant next(Instant edge) {
        Instant midnight = startOf(dayOf(edge).plusDays(1));
        Instant next = isDaily() ? midnight : edge.plus(step);
        return next.isBefore(midnight) ? next : midnight;
    }

    /** Returns all edges from one edge to another one, both included. */
    List<Instant> edges(Instant from, Instant to) {
        List<Instant> edges = new ArrayList<>();
        for (Instant edge = from; edge.isBefore(to); edge = next(edge)) {
            edges.add(edge);
        }
        edges.add(to);
        return edges;
    }

    Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, zone);
    }

    /** Whether a step is a whole day. */
    boolean isDaily() {
        return step.equals(DAY);
    }
}
