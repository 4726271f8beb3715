package dev.freshwatch.route;

import java.time.Duration;

/**
 * One pulse: when its next cycle is due, and whether one is under way. All times are nanoseconds of the monotonic clock.
 * Not safe for use by many threads; {@link Pulses} sees to that.
 */
final class Pulse {

    /** A busy machine delays a pulse by so much without any harm. */
    static final long PATIENCE = Duration.ofSeconds(3).toNanos();

    private final String name;
    private final long every;
    private final long longest;
    private final Runnable cycle;
    /** Of the next cycle; while one is under way: of the one behind it. */
    private long due;

    private boolean underWay;
    private long startedAt;
    private long startedLate;

    /**
     * @param name    what it looks at, such as {@code esm/soc}
     * @param every   from one start to the next
     * @param longest what a cycle may take by its own limits
     * @param cycle   one cycle, from its start to its end
     * @param first   when the first one is due
     */
    Pulse(String name, Duration every, Duration longest, Runnable cycle, long first) {
        this.name = name;
        this.every = every.toNanos();
        this.longest = longest.toNanos();
        this.cycle = cycle;
        this.due = first;
    }

    String name() {
        return name;
    }

    long due() {
        return due;
    }

    boolean isUnderWay() {
        return underWay;
    }

    Runnable cycle() {
        return cycle;
    }

    /**
     * A cycle starts. The pace goes on from when it was due, so that small delays do not add up; from now where it is
     * late by an interval or more: cycles that were missed are not made up for.
     */
    void start(long now) {
        underWay = true;
        startedAt = now;
        startedLate = Math.max(0, now - due);
        due = startedLate >= every ? now + every : due + every;
    }

    /** The cycle has ended. */
    void end() {
        underWay = false;
    }

    /** The next cycle is due at this time, where it would be later. */
    void advanceTo(long time) {
        if (time - due < 0) {
            due = time;
        }
    }

    /** How late the latest cycle started, or the next one is by now. */
    long lag(long now) {
        return Math.max(startedLate, now - due);
    }

    /**
     * Whether it keeps its pace, give or take an interval. A cycle under way is given the time that its own limits
     * allow: a platform that answers slowly is no fault of the watch.
     */
    boolean isOnTime(long now) {
        long grace = Math.max(every, PATIENCE);
        return underWay ? now - startedAt <= Math.max(longest, every) + grace : now - due <= grace;
    }
}
