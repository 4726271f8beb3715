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
 * The requests to a simulated platform: counters, and the last {@value #RECENT} requests. Memory is bounded.
 * Thread-safe.
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
     * @param apiVersion   {@code v1} or {@code v2}; for a MISP the name of the key, {@code -} = none
     * @param deviceId     the device that it is about; 0 = none
     * @param status       of the answer; 0 = there was no answer
     * @param startedNanos {@link System#nanoTime} when it was read
     * @param endedNanos   when its answer was ready
     */
    public record Entry(
            String command, String apiVersion, long deviceId, int status, long startedNanos, long endedNanos) {}

    /**
     * The requests from one clock call to the next. For a client that reads the clock at the start of each cycle, this
     * is a cycle.
     *
     * @param startedNanos {@link System#nanoTime} when the clock call was read
     * @param endedNanos   when the last answer so far was ready
     * @param requests     number of requests answered so far
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

    /** Counts a request on arrival. */
    public synchronized void arrived(String command) {
        total++;
        // A client that invents commands must not make the map grow.
        perCommand.merge(perCommand.size() < 100 || perCommand.containsKey(command) ? command : "other", 1L, Long::sum);
        peakInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    /** Stores a request whose answer is ready; to be called for every one that arrived. */
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

    /**
     * Sets a listener for requests, called when the answer is ready and before it is sent, on the sending thread; must
     * not throw.
     */
    public void listen(Consumer<? super Entry> to) {
        listener = to;
    }

    /** Records a violation of the contract by a client. */
    public synchronized void violation(String text) {
        violationCount++;
        violations.addLast(text);
        if (violations.size() > KEPT_VIOLATIONS) {
            violations.removeFirst();
        }
    }

    /** Returns the number of requests, including unanswered ones. */
    public synchronized long total() {
        return total;
    }

    /** Returns the number of requests of one command. */
    public synchronized long of(String command) {
        return perCommand.getOrDefault(command, 0L);
    }

    /** Returns the number of requests by command. */
    public synchronized Map<String, Long> perCommand() {
        return new TreeMap<>(perCommand);
    }

    /** Returns the last requests, oldest first. */
    public synchronized List<Entry> recent() {
        return new ArrayList<>(recent);
    }

    /** Returns the last rounds, oldest first; the last of them may not be complete. */
    public synchronized List<Round> rounds() {
        return new ArrayList<>(rounds);
    }

    /** Returns the last violations of the contract, oldest first. */
    public synchronized List<String> violations() {
        return new ArrayList<>(violations);
    }

    public synchronized long violationCount() {
        return violationCount;
    }

    /** Returns the highest number of requests in progress at the same time. */
    public int peakInFlight() {
        return peakInFlight.get();
    }

    /** Resets counters and recent requests, but not violations. */
    public synchronized void reset() {
        total = 0;
        perCommand.clear();
        recent.clear();
        rounds.clear();
        peakInFlight.set(inFlight.get());
    }
}
