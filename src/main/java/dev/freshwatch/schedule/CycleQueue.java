package dev.freshwatch.schedule;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Timers that share the room for their cycles: those that wait, the next one first, and how many are under way. Times are
 * nanoseconds of the monotonic clock. Not safe for use by many threads; {@link CycleScheduler} sees to that.
 */
final class CycleQueue {

    private final int most;
    private final TreeSet<Cycle> waiting;
    private int underWay;

    /** @param most so many cycles are under way at the same time at most */
    CycleQueue(int most) {
        this.most = most;
        // Differences, because the monotonic clock may begin anywhere and go over its end.
        Comparator<Cycle> byTime = (one, other) -> Long.signum(one.due() - other.due());
        waiting = new TreeSet<>(byTime.thenComparing(Cycle::timer).thenComparingInt(System::identityHashCode));
    }

    void add(Cycle cycle) {
        waiting.add(cycle);
    }

    /** @return whether it was waiting */
    boolean remove(Cycle cycle) {
        return waiting.remove(cycle);
    }

    /** Takes the cycle that is due for longest and counts it as under way; null where none is due or there is no room. */
    Cycle take(long now) {
        if (untilNext(now) > 0) {
            return null;
        }
        underWay++;
        return waiting.pollFirst();
    }

    /** Until something is due; {@link Long#MAX_VALUE} where nothing waits, or a cycle has to end first. */
    long untilNext(long now) {
        return waiting.isEmpty() || underWay >= most
                ? Long.MAX_VALUE
                : waiting.first().due() - now;
    }

    /** A cycle has ended. */
    void ended() {
        underWay--;
    }

    int size() {
        return waiting.size();
    }
}
