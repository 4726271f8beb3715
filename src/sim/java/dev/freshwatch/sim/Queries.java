package dev.freshwatch.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The open queries of the simulated ESM, from submission to close. Thread-safe. */
public final class Queries {

    private static final int MOST_KEPT = 10_000;

    /** Above 2^53, so that a client that reads them as floating-point numbers asks for the wrong one. */
    private long lastId = (1L << 53) + 1;

    /**
     * A query that was not closed.
     *
     * @param deviceId      0 = about all devices
     * @param startedNanos  {@link System#nanoTime} when it was submitted
     * @param durationNanos time from then to completion
     */
    record Query(
            long id,
            long deviceId,
            List<String> fields,
            List<List<String>> rows,
            long startedNanos,
            long durationNanos) {

        long ranNanos() {
            return System.nanoTime() - startedNanos;
        }

        boolean complete() {
            return ranNanos() >= durationNanos;
        }

        int percent() {
            return complete() ? 100 : (int) (99.0 * ranNanos() / durationNanos);
        }
    }

    private final Map<Long, Query> open = new LinkedHashMap<>();
    private int peak;
    private int peakRunning;
    private long started;
    private long closed;
    private long refused;

    /** @throws SimRefusal if the cap is reached */
    synchronized Query start(long deviceId, List<String> fields, EventSearch.Found found, EsmBehaviour behaviour)
            throws SimRefusal {
        if (open.size() >= behaviour.queryCap) {
            refused++;
            throw behaviour.overCap;
        }
        lastId += 2;
        long duration = behaviour.queryDurationOf(deviceId).toNanos();
        Query query = new Query(lastId, deviceId, fields, found.rows(), System.nanoTime(), duration);
        open.put(query.id(), query);
        started++;
        peak = Math.max(peak, open.size());
        peakRunning = Math.max(peakRunning, (int)
                open.values().stream().filter(each -> !each.complete()).count());
        if (open.size() > MOST_KEPT) {
            open.remove(open.keySet().iterator().next());
        }
        return query;
    }

    /** @throws SimRefusal if it is unknown or closed */
    synchronized Query find(long id) throws SimRefusal {
        Query query = open.get(id);
        if (query == null) {
            throw SimRefusal.unknownQuery();
        }
        return query;
    }

    /** Returns the device that an open query is about; 0 = none, or no such query. */
    synchronized long deviceOf(long id) {
        return open.containsKey(id) ? open.get(id).deviceId() : 0;
    }

    synchronized void close(long id) throws SimRefusal {
        find(id);
        open.remove(id);
        closed++;
    }

    /** Drops all queries, like a restart of the ESM. */
    public synchronized void expire() {
        open.clear();
    }

    /** Returns the number of queries that were submitted and not closed. */
    public synchronized int open() {
        return open.size();
    }

    /** Returns the highest number of queries submitted and not closed at the same time. */
    public synchronized int peak() {
        return peak;
    }

    /** Returns the highest number of incomplete queries at the same time. */
    public synchronized int peakRunning() {
        return peakRunning;
    }

    public synchronized long started() {
        return started;
    }

    public synchronized long closed() {
        return closed;
    }

    /** Returns the number of queries refused because of the cap. */
    public synchronized long refused() {
        return refused;
    }

    /** Resets peaks and counters. */
    synchronized void resetCounters() {
        peak = open.size();
        peakRunning = 0;
        started = 0;
        closed = 0;
        refused = 0;
    }
}
