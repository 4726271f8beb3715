package dev.freshwatch.esm;

import dev.freshwatch.config.EsmLoad;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * For which Receivers the row of last events has been compared with a query and found right. What the rows mean is not
 * documented, so a row is worth nothing before, and again from the first comparison on that it fails; then it must agree
 * several times in a row, since a wrong row may agree by chance. Thread-safe.
 *
 * <p>A row may lag by {@link #MAY_LAG}: it then seems older than it is, which costs a query and hides nothing. It must
 * not be newer than what a later query finds, except by {@link #MAY_LEAD} for rounding: such a row would hide that a
 * Receiver has fallen silent.
 */
final class RowProofs {

    static final Duration MAY_LAG = Duration.ofMinutes(1);
    static final Duration MAY_LEAD = Duration.ofSeconds(2);
    private static final Duration LAPSES = Duration.ofDays(1);
    private static final int MOST_STRIKES = 6;

    private final PlatformClock time;
    private final Map<Long, Row> records = new HashMap<>();
    private final Set<Long> suspects = new HashSet<>();

    /** How the row of one Receiver has compared so far. */
    private static final class Row {
        /** The device's name at the time: rows are found by name. */
        private String name = "";
        /** The orders of day and month in which row and query agreed. */
        private Set<String> patterns = Set.of();
        /** How often they agreed since they last did not. */
        private int agreed;

        private long agreedNanos;
        /** How often they did not, within a day. */
        private int strikes;

        private long struckNanos;
        /** The newest time that the row had since then; it never goes back by itself. */
        private Instant last = Instant.MIN;
    }

    private enum Outcome {
        AGREES,
        OLDER,
        NEWER,
        UNDECIDED
    }

    RowProofs(PlatformClock time) {
        this.time = time;
    }

    /**
     * Returns the time of a row that has been proven right.
     *
     * @param claims the time by order of day and month; empty = there is no readable row
     * @return null if it is not proven, if the proof has lapsed, if the order of day and month is open, or if the last
     *     query did not find the Receiver ok: then it takes another query to do so
     */
    synchronized Instant read(long receiver, String name, Map<String, Instant> claims) {
        Row row = records.get(receiver);
        if (row == null || suspects.contains(receiver) || !isProven(row)) {
            return null;
        }
        if (!row.name.equals(name) || since(row.agreedNanos) > LAPSES.toNanos()) {
            row.agreed = 0;
            return null;
        }
        Set<Instant> times = new HashSet<>();
        row.patterns.stream().filter(claims::containsKey).forEach(pattern -> times.add(claims.get(pattern)));
        if (times.size() != 1) {
            return null;
        }
        Instant newest = times.iterator().next();
        if (newest.plus(MAY_LAG).isBefore(row.last)) {
            row.agreed = 0;
            return null;
        }
        row.last = newest.isAfter(row.last) ? newest : row.last;
        return newest;
    }

    /** Returns which of these proofs are to be repeated in this cycle, the oldest first. */
    synchronized Set<Long> due(Collection<Long> receivers) {
        return receivers.stream()
                .filter(receiver -> age(receiver) >= EsmLoad.COMPARED_AGAIN_AFTER.toNanos())
                .sorted(Comparator.comparingLong(receiver -> -age(receiver)))
                .limit(EsmLoad.MOST_COMPARED)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Compares a row with what a query found afterwards.
     *
     * @param asked  the ESM's clock when the rows were requested
     * @param newest the newest event that the query found; null = none since {@code begin}
     * @param begin  start of the query's window
     * @return true if a row that had been proven is newer than what there is. Then the rows do not mean what they seemed
     *     to, and the proofs of all others are dropped, too
     */
    synchronized boolean compare(
            long receiver, String name, Map<String, Instant> claims, Instant asked, Instant newest, Instant begin) {
        Row row = records.computeIfAbsent(receiver, id -> new Row());
        if (!row.name.equals(name)) {
            row.name = name;
            row.agreed = 0;
        }
        Map<String, Outcome> outcomes = new HashMap<>();
        claims.forEach((pattern, claim) -> outcomes.put(pattern, outcome(claim, asked, newest, begin)));
        if (row.agreed > 0) {
            outcomes.keySet().retainAll(row.patterns);
        }
        Set<String> agreeing = outcomes.keySet().stream()
                .filter(pattern -> outcomes.get(pattern) == Outcome.AGREES)
                .collect(Collectors.toSet());
        if (!agreeing.isEmpty()) {
            row.patterns = agreeing;
            row.agreed++;
            row.agreedNanos = time.nanos();
            row.last = claims.get(agreeing.iterator().next());
            return false;
        }
        return !outcomes.containsValue(Outcome.UNDECIDED) && disagrees(row, outcomes);
    }

    /** @param outcomes empty = there is no row, which is no lie */
    private boolean disagrees(Row row, Map<String, Outcome> outcomes) {
        boolean hides = isProven(row) && outcomes.containsValue(Outcome.NEWER);
        if (!outcomes.isEmpty()) {
            row.strikes = Math.min(MOST_STRIKES, strikes(row) + 1);
            row.struckNanos = time.nanos();
        }
        row.agreed = 0;
        if (hides) {
            records.values().forEach(each -> each.agreed = 0);
        }
        return hides;
    }

    private boolean isProven(Row row) {
        return row.agreed > 2 * strikes(row);
    }

    private int strikes(Row row) {
        return since(row.struckNanos) > LAPSES.toNanos() ? 0 : row.strikes;
    }

    private long age(Long receiver) {
        Row row = records.get(receiver);
        return row == null ? 0 : since(row.agreedNanos);
    }

    private long since(long nanos) {
        return time.nanos() - nanos;
    }

    /** Notes whether a query found a Receiver ok. */
    synchronized void found(long receiver, boolean ok) {
        if (ok) {
            suspects.remove(receiver);
        } else {
            suspects.add(receiver);
        }
    }

    /** Whether the last query did not find a Receiver ok, or its row raised doubts since. */
    synchronized boolean isSuspect(long receiver) {
        return suspects.contains(receiver);
    }

    /** Keeps the memory small. */
    synchronized void retain(Set<Long> receivers) {
        suspects.retainAll(receivers);
        records.keySet().retainAll(receivers);
    }

    private static Outcome outcome(Instant claim, Instant asked, Instant newest, Instant begin) {
        if (newest == null) {
            return claim.isAfter(begin.plus(MAY_LEAD)) ? Outcome.NEWER : Outcome.UNDECIDED;
        }
        if (claim.isAfter(newest.plus(MAY_LEAD))) {
            return Outcome.NEWER;
        }
        boolean since = newest.isAfter(asked);
        // An event after the rows were requested says nothing about how old the newest one was then.
        Instant least = since ? asked : newest;
        if (!claim.isBefore(least.minus(MAY_LAG))) {
            return Outcome.AGREES;
        }
        return since ? Outcome.UNDECIDED : Outcome.OLDER;
    }
}
