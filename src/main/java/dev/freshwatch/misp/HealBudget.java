package dev.freshwatch.misp;

import dev.freshwatch.platform.PlatformClock;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The calls of this process within the last hour, by the monotonic clock. Stored calls are counted by the wall clock,
 * and if that is set forward, an hour seems to pass too soon.
 */
final class HealBudget {

    private final int maxPerHour;
    private final PlatformClock time;
    private final Deque<Long> calls = new ArrayDeque<>();

    HealBudget(int maxPerHour, PlatformClock time) {
        this.maxPerHour = maxPerHour;
        this.time = time;
    }

    synchronized boolean hasOne() {
        while (!calls.isEmpty() && time.since(calls.peekFirst()).compareTo(HealRules.HOUR) >= 0) {
            calls.removeFirst();
        }
        return calls.size() < maxPerHour;
    }

    synchronized void take() {
        calls.addLast(time.nanos());
    }
}
