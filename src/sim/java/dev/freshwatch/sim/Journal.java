package dev.freshwatch.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What a simulated platform was asked: counters, and the last {@value #RECENT} requests. Does not grow. Safe for use by
 * many threads.
 */
public final class Journal {

    private static final int RECENT = 1000;
    private static final int KEPT_VIOLATIONS = 200;
    private static final int KEPT_ROUNDS = 100;
    private static final String CLOCK = "essmgtGetESSTime";

    /**
     * A request.
     *
     * @param command      as in its path
     * @param apiVersion      {@code v1} or {@code v2}; of a MISP the name of the key, {@code -} = none
     * @param deviceId     the device that it is about; 0 = none
     * @param status       that was answered; 0 = there was no answer
     * @param startedNanos {@link System#nanoTime} when it was read
     * @param endedNanos   when its answer was ready
     */
    public record Entry(
            String command, String apiVersion, long deviceId, int status, long startedNanos, long endedNanos) {}

    /**
     * What was asked from one call for the clock up to the next one. For a client that reads the clock first in each of
     * its cycles this is a cycle.
     *
     * @param startedNanos {@link System#nanoTime} when the call for the clock was read
     * @param endedNanos   when the last answer so far was ready
     * @param requests     that were answered so far
     */
    public record Round(long startedNanos, long endedNanos, int requests) {}

    private final Map<String, Long> perCommand = new TreeMap<>();
    private final Deque<Entry> recent = new ArrayDeque<>();
    private final Deque<String> violations = new ArrayDeque<>();
    private final Deque<Round> rounds = new ArrayDeque<>();
    private volatile Consumer<? super Entry> listener = entry -> {};
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peakInFlight = new AtomicInteger();
    private long total;
    private long violationCount;

    /** Counts a request at its arrival. */
    public synchronized void arrived(String command) {
        total++;
        // a client that makes up commands must not make the map grow
        perCommand.merge(perCommand.size() < 100 || perCommand.containsKey(command) ? command : "other", 1L, Long::sum);
        peakInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    /** Keeps a request whose answer is ready; every one that arrived ends. */
    public void ended(Entry entry) {
        keep(entry);
        listener.accept(entry);
    }

    private synchronized void keep(Entry entry) {
        inFlight.decrementAndGet();
        recent.addLast(entry);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        if (entry.command().equals(CLOCK)) {
            rounds.addLast(new Round(entry.startedNanos(), entry.endedNanos(), 1));
            if (rounds.size() > KEPT_ROUNDS) {
                rounds.removeFirst();
            }
        } else if (!rounds.isEmpty()) {
            Round last = rounds.removeLast();
            rounds.addLast(new Round(
                    last.startedNanos(), Math.max(last.endedNanos(), entry.endedNanos()), last.requests() + 1));
        }
    }

    /** Is told of each request when its answer is ready, before it is sent, on the thread that sends it; must not throw. */
    public void listen(Consumer<? super Entry> to) {
        listener = to;
    }

    /** Remembers what a client did against the contract. */
    public synchronized void violation(String text) {
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

    /** The last rounds, oldest first; the last of them may still be going on. */
    public synchronized List<Round> rounds() {
        return new ArrayList<>(rounds);
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
        rounds.clear();
        peakInFlight.set(inFlight.get());
    }
}
