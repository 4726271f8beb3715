package dev.freshwatch.schedule;

import java.util.function.Consumer;

/**
 * Which cycles wait for their time, services apart from platforms: the number of services that run at once is limited.
 * Times are nanoseconds of the monotonic clock. Not thread-safe; {@link CycleScheduler} does the locking.
 */
final class CycleQueues {

    private static final String SERVICE = "service/";

    private final CycleQueue services;
    /**
     * There are few platforms, each with at most one cycle, so they need no limit. Hanging services cannot delay them.
     */
    private final CycleQueue platforms = new CycleQueue(Integer.MAX_VALUE);

    /** @param most how many services may run at the same time */
    CycleQueues(int most) {
        services = new CycleQueue(most);
    }

    private CycleQueue of(Cycle cycle) {
        return cycle.timer().startsWith(SERVICE) ? services : platforms;
    }

    /** Lets it wait for its time, unless it has to wait for a running cycle first. */
    void add(Cycle cycle) {
        if (!cycle.waits()) {
            of(cycle).add(cycle);
        }
    }

    void remove(Cycle cycle) {
        of(cycle).remove(cycle);
    }

    /** Makes its next cycle due at this time, unless it is due earlier. */
    void advance(Cycle cycle, long time) {
        boolean waits = of(cycle).remove(cycle);
        cycle.advanceTo(time);
        if (waits) {
            of(cycle).add(cycle);
        }
    }

    /**
     * Takes all cycles that are due and may run, those of platforms first, and counts them as running. With services that are
     * due go those that are due shortly afterwards.
     */
    void takeDue(long now, Consumer<Cycle> start) {
        for (Cycle cycle = platforms.take(now); cycle != null; cycle = platforms.take(now)) {
            start.accept(cycle);
        }
        for (Cycle cycle = services.take(now); cycle != null; cycle = services.takeJoining(now)) {
            start.accept(cycle);
        }
    }

    /** Counts a cycle as ended. */
    void ended(Cycle cycle) {
        of(cycle).ended();
    }

    /** Returns the time until a cycle is due that may run; {@link Long#MAX_VALUE} if there is none. */
    long untilNext(long now) {
        return Math.min(platforms.untilNext(now), services.untilNext(now));
    }

    int size() {
        return platforms.size() + services.size();
    }
}
