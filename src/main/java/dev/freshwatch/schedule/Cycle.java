package dev.freshwatch.schedule;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The cycles of one timer: when the next one is due, and whether one is running. All times are nanoseconds of the
 * monotonic clock. Not thread-safe; {@link CycleScheduler} does the locking.
 */
final class Cycle {

    /** A delay that is normal on a busy machine. */
    static final long PATIENCE = Duration.ofSeconds(3).toNanos();

    /** Of its period, so much earlier a cycle may start to start together with another one; and the most. */
    private static final int EARLY_PART = 100;

    private static final long MOST_EARLY = Duration.ofMillis(500).toNanos();

    /** When cycles are due: after the delay, and then once per period; a period of zero = only once. */
    record Pace(Duration delay, Duration period, boolean fixedRate) {}

    private final String timer;
    private final Runnable task;
    private final long period;
    private final boolean fixedRate;
    /** When the next cycle is due; while one is running, the one after it. */
    private long due;

    private boolean underWay;
    private boolean everStarted;
    private long startedAt;
    private long startedLate;
    /** When the next cycle would be due if it had not been advanced; null = those after it follow the advanced one. */
    private Long kept;
    /** Timers that this one replaces, while their cycles are still running: one, but for those of the same name. */
    private Set<Cycle> predecessors = Set.of();

    /**
     * @param timer name of the timer, such as {@code esm/soc}
     * @param now   start of the delay
     * @param task  runs one cycle from start to end
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

    /**
     * Whether it may start now together with others: what starts together finds the processor's caches warm, and costs a
     * fraction of what each costs alone. The next cycle stays due when it would have been.
     */
    boolean mayJoin(long now) {
        return fixedRate && due - now <= Math.min(MOST_EARLY, period / EARLY_PART);
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** Whether the running cycle of a timer must end first. */
    boolean waits() {
        return !predecessors.isEmpty();
    }

    /** Does not start before the running cycle of the other timer has ended. */
    void waitFor(Cycle other) {
        Set<Cycle> more = new HashSet<>(predecessors);
        more.add(other);
        predecessors = more;
    }

    /**
     * Replaces another timer of the same name: the next cycle is due when it would have been there, or, if the period
     * differs, a period after the last one; in any case not before a running cycle of the other timer has ended.
     */
    void succeed(Cycle other, long now) {
        if (period == other.period) {
            due = other.due;
            kept = other.kept;
        } else {
            if (other.everStarted) {
                long then = (other.kept == null ? other.due : other.kept) - other.period + period;
                due = then - now < 0 ? now : then;
            }
            if (other.kept != null) {
                keepingPace().advanceTo(other.due);
            }
        }
        everStarted = other.everStarted;
        startedLate = other.startedLate;
        predecessors = other.underWay ? Set.of(other) : other.predecessors;
    }

    /** Marks that the running cycle of this timer has ended, if it was waited for. */
    void predecessorEnded(Cycle ended) {
        if (predecessors.contains(ended)) {
            Set<Cycle> fewer = new HashSet<>(predecessors);
            fewer.remove(ended);
            predecessors = fewer;
        }
    }

    boolean isRepeated() {
        return period > 0;
    }

    /**
     * Marks the start of a cycle. At a fixed rate, the next one is due a period after this one was due, so that small
     * delays do not add up; if this one is late by a period or more, a period from now: missed cycles are not made up
     * for.
     */
    void start(long now) {
        underWay = true;
        everStarted = true;
        startedAt = now;
        startedLate = Math.max(0, now - due);
        due = fixedRate && startedLate < period ? due + period : now + period;
        if (kept != null && fixedRate && now - kept < period) {
            due = kept - now < period / 2 ? kept + period : kept;
        }
        kept = null;
    }

    /** Marks the end of a cycle. */
    void end() {
        underWay = false;
    }

    /**
     * The next cycle may be advanced without those after it: they are due when they would have been, but one that would follow in
     * less than half a period is left out. So timers that are advanced together do not beat together from then on.
     */
    Cycle keepingPace() {
        if (kept == null && isRepeated()) {
            kept = due;
        }
        return this;
    }

    /** Makes the next cycle due at this time, unless it is due earlier. */
    void advanceTo(long time) {
        if (time - due < 0) {
            due = time;
        }
    }

    /** Returns how late the latest cycle started, or how late the next one already is. */
    long lag(long now) {
        return waits() ? startedLate : Math.max(startedLate, now - due);
    }

    /**
     * Whether cycles run on time, with a tolerance of a period. A running cycle may take as long as its own limits
     * allow: a slow platform is not a fault of Freshwatch.
     *
     * @param longest how long a cycle may take by its own limits, in nanoseconds; zero = a period
     */
    boolean isOnTime(long now, long longest) {
        if (waits()) {
            return predecessors.stream().allMatch(other -> other.isOnTime(now, longest));
        }
        long grace = Math.max(period, PATIENCE);
        return underWay ? now - startedAt <= Math.max(longest, period) + grace : now - due <= grace;
    }
}
