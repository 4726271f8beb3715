package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.Window;
import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the newest event of a Receiver: execute, poll, results, close (section 6). The query is closed whatever
 * happens. Thread-safe.
 */
final class EventQuery {

    private static final Logger LOG = LoggerFactory.getLogger(EventQuery.class);
    private static final String EXECUTE = "qryExecuteDetail";
    private static final String STATUS = "qryGetStatus";
    private static final String RESULTS = "qryGetResults";
    private static final String QUERY = "event query";
    private static final int STARTS = 2;
    private static final int FAILURES_IN_A_ROW = 3;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

    private final String esm;
    private final Duration requestTimeout;
    private final EsmSession session;
    private final PlatformClock time;
    private final QueryCloser closer;
    private final QueryBudget budget;
    private final PollPace pace;

    EventQuery(
            String esm,
            Duration requestTimeout,
            EsmSession session,
            QueryCloser closer,
            QueryBudget budget,
            PlatformClock time) {
        this(esm, requestTimeout, session, closer, budget, time, new PollPace());
    }

    private EventQuery(
            String esm,
            Duration requestTimeout,
            EsmSession session,
            QueryCloser closer,
            QueryBudget budget,
            PlatformClock time,
            PollPace pace) {
        this.esm = esm;
        this.requestTimeout = requestTimeout;
        this.session = session;
        this.closer = closer;
        this.budget = budget;
        this.time = time;
        this.pace = pace;
    }

    /** Returns the same with another budget, and all that was learnt about paces. */
    EventQuery with(QueryBudget another) {
        return new EventQuery(esm, requestTimeout, session, closer, another, time, pace);
    }

    /**
     * Returns the time of the newest event of the window; empty if there is none.
     *
     * @param patience time limit for everything except closing
     * @param end      time limit including closing
     */
    Optional<Instant> newest(
            long receiver, Window window, EsmTimes times, EsmClock clock, Deadline patience, Deadline end)
            throws EsmException, InterruptedException {
        EsmException gone = null;
        for (int start = 1; ; start++) {
            try {
                return once(receiver, window, times, clock, patience, end);
            } catch (EsmException failure) {
                if (failure.sign() == Sign.NO_DATA) {
                    return Optional.empty();
                }
                if (gone != null && failure.sign() == Sign.NOT_ASKED) {
                    throw gone;
                }
                if (failure.sign() != Sign.QUERY_GONE || start == STARTS) {
                    throw failure;
                }
                gone = failure;
                LOG.debug("ESM {}: the query for {} is gone, starting it again", esm, receiver);
            }
        }
    }

    private Optional<Instant> once(
            long receiver, Window window, EsmTimes times, EsmClock clock, Deadline patience, Deadline end)
            throws EsmException, InterruptedException {
        Instant begin = clock.at(time.nanos()).minus(window.length());
        String id = execute(receiver, window, patience);
        try {
            JsonNode results = await(id, receiver, patience);
            return EventRows.newest(results, receiver, times, new AskedWindow(window, begin, clock.at(time.nanos())));
        } finally {
            closer.close(id, FairShare.closing(patience.length(), requestTimeout, end.remaining()), end.remaining());
        }
    }

    private String execute(long receiver, Window window, Deadline patience) throws EsmException {
        budget.take();
        EsmCall call =
                EsmCall.of(EXECUTE).query("type=EVENT&reverse=false").body(apiVersion -> config(receiver, window));
        try {
            return EsmJson.idText(session.call(call, patience).json().path("resultID"), EXECUTE);
        } catch (EsmException failure) {
            // If the answer broke off, the query may be open by now, and another one would be one too many.
            throw failure.isPassing() && !failure.isCarriedOut() ? failure.signed(Sign.QUERY_REFUSED) : failure;
        }
    }

    private JsonNode await(String id, long receiver, Deadline patience) throws EsmException, InterruptedException {
        PollPace.Run run = pace.begin(receiver);
        long started = time.nanos();
        int failures = 0;
        EsmException last = null;
        while (true) {
            Duration pause = run.next(time.since(started));
            if (failures > 0) {
                Duration longer = AFTER_FAILURE.multipliedBy(1L << (failures - 1));
                pause = pause.compareTo(longer) < 0 ? longer : pause;
                if (last.askedPause() != null && last.askedPause().compareTo(pause) > 0) {
                    pause = last.askedPause();
                    if (pause.compareTo(patience.remaining()) >= 0) {
                        throw last;
                    }
                }
            }
            waitWithin(pause, patience, last);
            try {
                if (isComplete(id, patience)) {
                    JsonNode results = session.call(
                                    EsmCall.of(RESULTS)
                                            .query("startPos=0&numRows=1&reverse=false")
                                            .body(apiVersion -> resultId(apiVersion, id)),
                                    patience)
                            .json();
                    run.complete();
                    return results;
                }
                failures = 0;
                last = null;
            } catch (EsmException failure) {
                if (failure.sign() == Sign.NOT_READY) {
                    continue;
                }
                if (last != null && (failure.reason() == Reason.TIMEOUT || patience.isOver())) {
                    throw last;
                }
                if (!isPassing(failure)
                        || ++failures == FAILURES_IN_A_ROW
                        || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                last = failure;
                LOG.debug("ESM {}: continuing to poll after {}", esm, failure.getMessage());
            }
        }
    }

    /** One failed status call of a running query means little: [SP] simply asks again. */
    private static boolean isPassing(EsmException failure) {
        return failure.sign() == Sign.NONE
                && !failure.isTooLong()
                && failure.reason() != Reason.UNAUTHORIZED
                && failure.reason() != Reason.TIMEOUT;
    }

    /**
     * Waits within the time limit, and leaves time for one more status call before its end.
     *
     * @param last failure of the last status call, which is then the reason for the missing result; null = none
     */
    private void waitWithin(Duration pause, Deadline patience, EsmException last)
            throws EsmException, InterruptedException {
        Duration left = patience.remaining();
        if (left.compareTo(Duration.ofMillis(20)) < 0) {
            throw last == null ? new EsmException(Reason.TIMEOUT, patience.exceeded(QUERY)) : last;
        }
        Duration most = left.multipliedBy(4).dividedBy(5);
        session.pause(pause.compareTo(most) < 0 ? pause : most);
    }

    private boolean isComplete(String id, Deadline patience) throws EsmException {
        JsonNode status = session.call(EsmCall.of(STATUS).body(apiVersion -> resultId(apiVersion, id)), patience)
                .json();
        return EsmJson.flag(status.path("complete"))
                .orElseThrow(() -> EsmJson.unreadable(STATUS, "the answer does not say whether the query is complete"));
    }

    private static JsonNode resultId(ApiVersion apiVersion, String id) {
        return EsmJson.object().set("resultID", apiVersion.id(id));
    }

    /** Newest first, one row: ASCENDING is oldest first (section 6). */
    private static JsonNode config(long receiver, Window window) {
        ObjectNode config = EsmJson.object()
                .put("timeRange", window.name())
                .put("limit", 1)
                .put("offset", 0)
                .put("includeTotal", false);
        ArrayNode fields = config.putArray("fields");
        for (String field : EventRows.FIELDS) {
            fields.addObject().put("name", field);
        }
        ObjectNode order = config.putArray("order").addObject().put("direction", "DESCENDING");
        order.putObject("field").put("name", EventRows.LAST_TIME);
        ObjectNode filter = config.putArray("filters").addObject().put("type", "EsmFieldFilter");
        filter.putObject("field").put("name", EventRows.IPSID);
        filter.put("operator", "EQUALS");
        // With the mask /8, a Receiver's id covers its data sources.
        filter.putArray("values").addObject().put("type", "EsmBasicValue").put("value", receiver + "/8");
        ObjectNode body = EsmJson.object();
        body.set("config", config);
        return body;
    }
}
