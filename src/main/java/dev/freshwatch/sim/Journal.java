package dev.freshwatch.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a simulated platform was asked: counters, and the last {@value #RECENT} requests. Does not grow. Safe for use by
 * many threads.
 */
public final class Journal {

    private static final int RECENT = 1000;
    private static final int KEPT_VIOLATIONS = 200;

    /**
     * A request.
     *
     * @param command      as in its path
     * @param surface      {@code v1} or {@code v2}
     * @param deviceId     the device that it is about; 0 = none
     * @param status       that was answered; 0 = there was no answer
     * @param startedNanos {@link System#nanoTime} when it was read
     * @param endedNanos   when its answer was ready
     */
    public record Entry(
            String command, String surface, long deviceId, int status, long startedNanos, long endedNanos) {}

    private final Map<String, Long> perCommand = new TreeMap<>();
    private final Deque<Entry> recent = new ArrayDeque<>();
    private final Deque<String> violations = new ArrayDeque<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peakInFlight = new AtomicInteger();
    private long total;
    private long violationCount;

    /** Counts a request at its arrival. */
    synchronized void arrived(String command) {
        total++;
        // a client that makes up commands must not make the map grow
        perCommand.merge(perCommand.size() < 100 || perCommand.containsKey(command) ? command : "other", 1L, Long::sum);
        peakInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    synchronized void ended(Entry entry) {
        inFlight.decrementAndGet();
        recent.addLast(entry);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    synchronized void violation(String text) {
        violationCount++;
        violations.addLast(text);
        if (violations.size() > KEPT_VIOLATIONS) {
            violations.removeFirst();
        }
    }

    /** All requests, with those that were not answered. */
    public synchronized long total() {
        return total;
    }

    /** Requests of one command. */
    public synchronized long of(String command) {
        return perCommand.getOrDefault(command, 0L);
    }

    /** Requests by command. */
    public synchronized Map<String, Long> perCommand() {
        return new TreeMap<>(perCommand);
    }

    /** The last requests, oldest first. */
    public synchronized List<Entry> recent() {
        return new ArrayList<>(recent);
    }

    /** The last things that a client did against the contract, oldest first. */
    public synchronized List<String> violations() {
        return new ArrayList<>(violations);
    }

    public synchronized long violationCount() {
        return violationCount;
    }

    /** The most requests that were being answered at one time. */
    public int peakInFlight() {
        return peakInFlight.get();
    }

    /** Forgets counters and recent requests; violations stay. */
    public synchronized void reset() {
        total = 0;
        perCommand.clear();
        recent.clear();
        peakInFlight.set(inFlight.get());
    }
}
