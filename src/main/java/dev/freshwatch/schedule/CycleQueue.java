package dev.freshwatch.schedule;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Timers that share a limit on running cycles: the waiting ones in order of their due time, and the number of running
 * ones. Times are nanoseconds of the monotonic clock. Not thread-safe; {@link CycleScheduler} does the locking.
 */
final class CycleQueue {

    private final int most;
    private final TreeSet<Cycle> waiting;
    private int underWay;

    /** @param most how many cycles may run at the same time */
    CycleQueue(int most) {
        this.most = most;
        // Compares differences, because the monotonic clock may start anywhere and overflow.
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

    /**
     * Takes the cycle that has been due longest and counts it as running; null if none is due or too many are running.
     */
    Cycle take(long now) {
        return untilNext(now) > 0 ? null : begin();
    }

    /** Takes the next cycle if it may start together with others that start now; null otherwise. */
    Cycle takeJoining(long now) {
        return untilNext(now) == Long.MAX_VALUE || !waiting.first().mayJoin(now) ? null : begin();
    }

    private Cycle begin() {
        underWay++;
        return waiting.pollFirst();
    }

    /**
     * Returns the time until a cycle is due; {@link Long#MAX_VALUE} if none is waiting, or if a running one must end
     * first.
     */
    long untilNext(long now) {
        return waiting.isEmpty() || underWay >= most
                ? Long.MAX_VALUE
                : waiting.first().due() - now;
    }

    /** Counts a cycle as ended. */
    void ended() {
        underWay--;
    }

    int size() {
        return waiting.size();
    }
}
