package dev.freshwatch.config;

import dev.freshwatch.freshness.Ages;
import java.time.Duration;
import java.util.Locale;

/**
 * What a watch costs an ESM in an hour; told before it is spent.
 *
 * @param receivers         number of Receivers
 * @param every             how often a cycle starts
 * @param maxQueries        event queries open at the same time
 * @param maxQueriesPerHour null = no limit
 * @param bulk              whether one call for all Receivers replaces queries
 */
public record EsmLoad(int receivers, Duration every, int maxQueries, Integer maxQueriesPerHour, boolean bulk) {

    /** How many rows of the call for all Receivers are compared with a query again in one cycle, at most. */
    public static final int MOST_COMPARED = 4;

    /** A row is compared with a query again after this time, as far as {@link #MOST_COMPARED} allows. */
    public static final Duration COMPARED_AGAIN_AFTER = Duration.ofHours(1);

    /** Alarms and clock. */
    private static final int FOR_ALL = 2;

    /** Submit, up to two polls, result and close. */
    private static final int FOR_A_QUERY = 5;

    /** The list of Receivers, and the tree of devices. */
    private static final int FOR_THE_LIST = 2;

    /** Above this, each query of a cycle must take less than a second or so, two at a time. */
    private static final int MANY = 600;

    private static final double HOUR = Duration.ofHours(1).toMillis();

    /** With the Receivers that have settings of their own; those that only the ESM knows come on top. */
    public static EsmLoad of(EsmSettings esm) {
        return new EsmLoad(
                esm.events() == null ? 0 : esm.receivers().size(),
                esm.every(),
                esm.maxQueries(),
                esm.maxQueriesPerHour(),
                esm.bulk());
    }

    /** With the settings that are in force if nothing is written. */
    public static EsmLoad byDefault(int receivers) {
        return new EsmLoad(receivers, Duration.ofMinutes(10), 2, null, true);
    }

    /** Returns the same for another number of Receivers. */
    public EsmLoad of(int others) {
        return new EsmLoad(others, every, maxQueries, maxQueriesPerHour, bulk);
    }

    /** @param limit queries in an hour; null = no limit */
    EsmLoad of(Duration pace, Integer limit) {
        return new EsmLoad(receivers, pace, maxQueries, limit, bulk);
    }

    /** Event queries in an hour while all Receivers are healthy and, if there is one call for all, proven. */
    public long queries() {
        double each = Math.min(cycles(), HOUR / COMPARED_AGAIN_AFTER.toMillis());
        return bulk ? limited(Math.min(MOST_COMPARED * cycles(), receivers * each)) : mostQueries();
    }

    /** Event queries in an hour if every Receiver is queried in every cycle. */
    public long mostQueries() {
        return limited(receivers * cycles());
    }

    /** Requests in an hour while all Receivers are healthy. */
    public long requests() {
        return requests(queries());
    }

    /** Requests in an hour if every Receiver is queried in every cycle. */
    public long mostRequests() {
        return requests(mostQueries());
    }

    private long requests(long queries) {
        int list = receivers > 0 ? FOR_THE_LIST : 0;
        return (long) Math.ceil(forAll(receivers > 0) * cycles()) + FOR_A_QUERY * queries + list;
    }

    private int forAll(boolean anyReceivers) {
        return FOR_ALL + (bulk && anyReceivers ? 1 : 0);
    }

    /**
     * Requests in a minute if every Receiver is queried in every cycle.
     *
     * @param more whether there are Receivers beside those counted here
     */
    long mostRequestsInMinute(boolean more) {
        return inMinute(forAll(more || receivers > 0) + (long) FOR_A_QUERY * receivers);
    }

    /** Requests in a minute for one Receiver that is queried in every cycle. */
    long forAnotherInMinute() {
        return inMinute(FOR_A_QUERY);
    }

    /** Rounded up. */
    private long inMinute(long inCycle) {
        long seconds = every.toSeconds();
        return (inCycle * 60 + seconds - 1) / seconds;
    }

    private long limited(double queries) {
        long whole = (long) Math.ceil(queries);
        return maxQueriesPerHour == null ? whole : Math.min(whole, maxQueriesPerHour);
    }

    private double cycles() {
        return HOUR / every.toMillis();
    }

    /**
     * Whether the limit on queries in an hour is too low for a query of each Receiver in each cycle, where nothing but
     * queries judges them.
     */
    boolean isMoreThanAllowed() {
        return !bulk && maxQueriesPerHour != null && receivers * cycles() > maxQueriesPerHour;
    }

    /** Whether that is so much that a cycle may not end in its time. */
    public boolean isMuch() {
        return receivers > MANY;
    }

    /** {@code 40 Receivers every 10 min: 24 event queries an hour, about 140 requests; …}. */
    public String words() {
        String most = mostQueries() == queries()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; up to %d queries and %d requests while Receivers are unhealthy or not proven",
                        mostQueries(),
                        mostRequests());
        return String.format(
                Locale.ROOT,
                "%d %s every %s: %d event %s an hour, about %d requests%s; at most %d at a time%s",
                receivers,
                receivers == 1 ? "Receiver" : "Receivers",
                Ages.limit(every),
                queries(),
                queries() == 1 ? "query" : "queries",
                requests(),
                most,
                maxQueries,
                maxQueriesPerHour == null ? "" : " and " + maxQueriesPerHour + " an hour");
    }

    /** The same for an ESM all of whose Receivers are watched, however many it has. */
    public String wordsForAll() {
        EsmLoad ten = of(receivers + 10);
        String most = ten.mostRequests() == ten.requests()
                ? ""
                : String.format(
                        Locale.ROOT, ", or %d requests while they are unhealthy or not proven", ten.mostRequests());
        return String.format(
                Locale.ROOT,
                "every Receiver that the ESM lists, every %s: with %d of them about %d requests an hour%s",
                Ages.limit(every),
                ten.receivers(),
                ten.requests(),
                most);
    }
}
