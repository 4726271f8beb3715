package dev.freshwatch.route;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * Pulses that share the room for their cycles: those that wait, the next one first, and how many are under way. Times
 * are nanoseconds of the monotonic clock. Not safe for use by many threads; {@link Pulses} sees to that.
 */
final class PulseQueue {

    private final int most;
    private final TreeSet<Pulse> waiting;
    private int underWay;

    /** @param most so many cycles are under way at the same time at most */
    PulseQueue(int most) {
        this.most = most;
        // Differences, because the monotonic clock may begin anywhere and go over its end.
        Comparator<Pulse> byTime = (one, other) -> Long.signum(one.due() - other.due());
        waiting = new TreeSet<>(byTime.thenComparing(Pulse::name));
    }

    void add(Pulse pulse) {
        waiting.add(pulse);
    }

    /** @return whether it was waiting */
    boolean remove(Pulse pulse) {
        return waiting.remove(pulse);
    }

    /** Takes the pulse that is due for longest and counts it as under way; null where none is due or there is no room. */
    Pulse take(long now) {
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
