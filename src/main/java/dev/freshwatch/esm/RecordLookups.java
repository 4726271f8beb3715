package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.FoundBy;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs a lookup of alarms, or of the events of one Receiver. Thread-safe. */
final class RecordLookups {

    private static final Logger LOG = LoggerFactory.getLogger(RecordLookups.class);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final DeviceList devices;
    private final EsmAlarms alarms;
    private final EventQuery query;

    RecordLookups(
            EsmSettings settings,
            PlatformClock time,
            EsmSession session,
            DeviceList devices,
            QueryCloser closer,
            QueryBudget budget) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.devices = devices;
        this.alarms = new EsmAlarms(settings, session, time);
        this.query = new EventQuery(settings.name(), settings.requestTimeout(), session, closer, budget, time);
    }

    private RecordLookups(EsmSettings settings, QueryBudget budget, RecordLookups before) {
        this.settings = settings;
        this.time = before.time;
        this.session = before.session;
        this.devices = before.devices;
        this.alarms = new EsmAlarms(settings, session, time);
        this.query = before.query.with(budget);
    }

    /** Returns lookups for other checks of the same ESM. */
    RecordLookups with(EsmSettings others, QueryBudget budget) {
        return new RecordLookups(others, budget, this);
    }

    RecordLookup alarms(RecordLookup lookup, Window window) {
        EsmCycle cycle = lookup.cycle();
        long started = time.nanos();
        try {
            Optional<Instant> newest = alarms.newest(window, cycle.times(), cycle.clock(), cycle.deadline());
            return answered(lookup, window, newest, null, started);
        } catch (EsmException failure) {
            return unanswered(lookup, failure, started);
        }
    }

    /**
     * A temporarily refused query is repeated after a pause, with fewer queries open: the last time with no other, so
     * that no Receiver is unknown because of the number of queries that the ESM accepts.
     */
    RecordLookup events(RecordLookup lookup, Window window) {
        EsmCycle cycle = lookup.cycle();
        Attempt last = once(lookup, window, false);
        for (int tries = 1; last.refused() != null && again(last.refused(), tries, cycle); tries++) {
            last = once(last.lookup(), window, EsmRetry.isLast(tries + 1));
        }
        RecordLookup checked = checkDevice(last.lookup());
        if (!checked.isEmpty()) {
            cycle.share().done();
        }
        return checked;
    }

    /**
     * The result of one query.
     *
     * @param refused why the ESM temporarily refused it; null if it did not, or if the refusal is permanent
     */
    private record Attempt(RecordLookup lookup, EsmException refused) {}

    /** Respects the limit of open queries: a permit is held from before the query until it is closed. */
    private Attempt once(RecordLookup lookup, Window window, boolean alone) {
        EsmCycle cycle = lookup.cycle();
        try (QueryPermits.Permit permit =
                session.queries().take(cycle.deadline().remaining(), alone)) {
            if (permit == null) {
                return new Attempt(unanswered(lookup, notPermitted(), time.nanos()), null);
            }
            long started = time.nanos();
            try {
                session.failIfClosed();
                Optional<Instant> newest = query.newest(
                        lookup.receiver(),
                        window,
                        cycle.times(),
                        cycle.clock(),
                        cycle.share().patience(),
                        cycle.end());
                cycle.queryNotRefused();
                permit.answered(lookup.receiver(), time.since(started));
                return new Attempt(answered(lookup, window, newest, FoundBy.QUERY, started), null);
            } catch (EsmException failure) {
                boolean refused = failure.sign() == Sign.QUERY_REFUSED;
                if (refused) {
                    cycle.queryRefused(permit);
                } else {
                    cycle.queryNotRefused();
                }
                if (refused || (failure.reason() == Reason.OVERLOADED && failure.sign() != Sign.NOT_ASKED)) {
                    permit.refused();
                } else if (failure.isOutOfTime()) {
                    permit.notAnswered(lookup.receiver(), time.since(started));
                }
                RecordLookup failed = unanswered(lookup, failure, started);
                boolean notAsked = failure.sign() == Sign.NOT_ASKED && lookup.answer() == null;
                return new Attempt(notAsked ? failed.withoutAsking() : failed, refused ? failure : null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt(unanswered(lookup, new EsmException(Reason.TIMEOUT, "abandoned"), time.nanos()), null);
        }
    }

    private boolean again(EsmException refused, int tries, EsmCycle cycle) {
        try {
            return cycle.mayAskAgain() && session.retry().again(refused, tries, cycle.deadline());
        } catch (EsmException theWatchEnds) {
            return false;
        }
    }

    /** @param by null = there is only one way */
    private RecordLookup answered(
            RecordLookup lookup, Window window, Optional<Instant> newest, FoundBy by, long started) {
        long done = time.nanos();
        Duration spent = lookup.spent().plusNanos(done - started);
        Observation observation = newest.<Observation>map(
                        at -> new Seen(at, lookup.cycle().clock().at(done), spent, by))
                .orElseGet(() -> new Nothing(window.length(), spent));
        return lookup.answered(observation, spent, time.now());
    }

    /**
     * A Receiver that has no events, or whose answer is about another one, may have been removed or disabled since the
     * list was read. The list is read again for that once per cycle.
     */
    private RecordLookup checkDevice(RecordLookup lookup) {
        Observation observation = lookup.answer().observation();
        boolean doubtful = lookup.isEmpty()
                || observation instanceof Nothing
                || (observation instanceof Unanswered unanswered && unanswered.cause() == Reason.MISMATCH);
        if (!doubtful) {
            return lookup;
        }
        EsmCycle cycle = lookup.cycle();
        // Others wait for the thread that reads, so that all see the new list.
        synchronized (cycle) {
            if (cycle.mayReadDevices()) {
                try {
                    devices.refresh(cycle.deadline());
                } catch (EsmException failure) {
                    LOG.warn("ESM {}: cannot list its Receivers: {}", settings.name(), failure.getMessage());
                }
            }
        }
        Map<Long, Device> list = devices.last();
        Device device = list == null ? null : list.get(lookup.receiver());
        if (list == null || (device != null && !device.isDisabled())) {
            return lookup;
        }
        if (lookup.isEmpty()) {
            cycle.share().done();
        }
        boolean configured = settings.receivers().stream().anyMatch(one -> one.deviceId() == lookup.receiver());
        if (!configured) {
            LOG.info("ESM {}: Receiver {} has been removed or disabled there", settings.name(), lookup.receiver());
            cycle.leaveOut(lookup.question().check());
        }
        return lookup.answered(ReceiverQuestions.absent(device, lookup.receiver()), lookup.spent(), time.now());
    }

    private RecordLookup unanswered(RecordLookup lookup, EsmException failure, long started) {
        Duration spent = lookup.spent().plus(time.since(started));
        return lookup.answered(failure.unanswered(spent), spent, time.now());
    }

    /** Withdraws what a lookup found: it cannot be judged, for this reason. */
    RecordLookup unanswered(RecordLookup lookup, EsmException failure) {
        return unanswered(lookup, failure, time.nanos());
    }

    private EsmException notPermitted() {
        int allowed = session.queries().allowed();
        String fewer =
                allowed < settings.maxQueries() ? ", at present " + allowed + ": more while it answers quickly" : "";
        String what = allowed == 1
                ? "the only event query that may be open"
                : "one of the " + allowed + " event queries that may be open at once";
        return new EsmException(
                Reason.TIMEOUT,
                String.format(
                        Locale.ROOT,
                        "the time of this cycle was over before %s was free (esm.%s.max-queries = %d%s)",
                        what,
                        settings.name(),
                        settings.maxQueries(),
                        fewer));
    }
}
