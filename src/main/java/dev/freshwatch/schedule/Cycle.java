package dev.freshwatch.schedule;

import java.time.Duration;

/**
 * The cycles of one timer: when the next one is due, and whether one is under way. All times are nanoseconds of the
 * monotonic clock. Not safe for use by many threads; {@link CycleScheduler} sees to that.
 */
final class Cycle {

    /** A busy machine delays a cycle by so much without any harm. */
    static final long PATIENCE = Duration.ofSeconds(3).toNanos();

    /** When cycles come: after the delay, and from then on once in each period; a period of zero = only once. */
    record Pace(Duration delay, Duration period, boolean fixedRate) {}

    private final String timer;
    private final Runnable task;
    private final long period;
    private final boolean fixedRate;
    /** Of the next cycle; while one is under way: of the one behind it. */
    private long due;

    private boolean underWay;
    private boolean everStarted;
    private long startedAt;
    private long startedLate;
    /** Under way for the timer of the same name that this one took the place of; null = none. */
    private Cycle predecessor;

    /**
     * @param timer what it looks at, such as {@code esm/soc}
     * @param now   from when its delay counts
     * @param task  one cycle, from its start to its end
     */
    Cycle(String timer, Pace pace, long now, Runnable task) {
        this.timer = timer;
        this.task = task;
        period = pace.period().toNanos();
        fixedRate = pace.fixedRate();
        due = now + pace.delay().toNanos();
    }

    String timer() {
        return timer;
    }

    Runnable task() {
        return task;
    }

    long due() {
        return due;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Whether a cycle is under way of the timer that this one took the place of. */
    boolean waitsFor(Cycle other) {
        return predecessor == other;
    }

    boolean waits() {
        return predecessor != null;
    }

    /**
     * Takes the place of another timer of the same name: the next cycle comes when it would have come there, or with
     * another period a period after the last one, and never before one that is under way there has ended.
     */
    void succeed(Cycle other, long now) {
        if (period == other.period) {
            due = other.due;
        } else if (other.everStarted) {
            long then = other.due - other.period + period;
            due = then - now < 0 ? now : then;
        }
        everStarted = other.everStarted;
        startedLate = other.startedLate;
        predecessor = other.underWay ? other : other.predecessor;
    }

    /** What was under way before this one took its place has ended. */
    void predecessorEnded() {
        predecessor = null;
    }

    boolean isRepeated() {
        return period > 0;
    }

    /**
     * A cycle starts. At a fixed rate the pace goes on from when it was due, so that small delays do not add up; from now
     * where it is late by a period or more: cycles that were missed are not made up for.
     */
    void start(long now) {
        underWay = true;
        everStarted = true;
        startedAt = now;
        startedLate = Math.max(0, now - due);
        due = fixedRate && startedLate < period ? due + period : now + period;
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
        return predecessor != null ? startedLate : Math.max(startedLate, now - due);
    }

    /**
     * Whether it keeps its pace, give or take a period. A cycle under way is given the time that its own limits allow: a
     * platform that answers slowly is no fault of the watch.
     *
     * @param longest what a cycle may take by its own limits, in nanoseconds; zero = a period
     */
    boolean isOnTime(long now, long longest) {
        if (predecessor != null) {
            return predecessor.isOnTime(now, longest);
        }
        long grace = Math.max(period, PATIENCE);
        return underWay ? now - startedAt <= Math.max(longest, period) + grace : now - due <= grace;
    }
}
