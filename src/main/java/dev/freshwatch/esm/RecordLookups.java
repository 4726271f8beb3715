package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.esm.EsmException.Sign;
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

/** Asks for one look: at the alarms, or at the events of one Receiver. Safe for use by many threads. */
final class RecordLookups {

    private static final Logger LOG = LoggerFactory.getLogger(RecordLookups.class);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final DeviceList devices;
    private final EsmAlarms alarms;
    private final EventQuery query;

    RecordLookups(
            EsmSettings settings, PlatformClock time, EsmSession session, DeviceList devices, QueryCloser closer) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.devices = devices;
        this.alarms = new EsmAlarms(settings, session, time);
        this.query = new EventQuery(settings.name(), settings.requestTimeout(), session, closer, time);
    }

    RecordLookup alarms(RecordLookup look, Window window) {
        EsmCycle cycle = look.cycle();
        long started = time.nanos();
        try {
            Optional<Instant> newest = alarms.newest(window, cycle.times(), cycle.clock(), cycle.deadline());
            return answered(look, window, newest, started);
        } catch (EsmException failure) {
            return unanswered(look, failure, started);
        }
    }

    /**
     * A query that the ESM refuses in passing is asked for again, after a pause, and with fewer of them open: the last time
     * with no other, so that no Receiver is unknown because of how many queries the ESM bears.
     */
    RecordLookup events(RecordLookup look, Window window) {
        EsmCycle cycle = look.cycle();
        Attempt last = once(look, window, false);
        for (int tries = 1; last.refused() != null && again(last.refused(), tries, cycle); tries++) {
            last = once(last.look(), window, EsmRetry.isLast(tries + 1));
        }
        RecordLookup checked = checkDevice(last.look());
        if (!checked.isEmpty()) {
            cycle.share().done();
        }
        return checked;
    }

    /**
     * What came of one query.
     *
     * @param refused why the ESM opened none, in passing; null where it did, or where it never will
     */
    private record Attempt(RecordLookup look, EsmException refused) {}

    /** Never more at once than the ESM's cap: a permit is held from before the query until it is closed. */
    private Attempt once(RecordLookup look, Window window, boolean alone) {
        EsmCycle cycle = look.cycle();
        try (QueryPermits.Permit permit =
                session.queries().take(cycle.deadline().remaining(), alone)) {
            if (permit == null) {
                return new Attempt(unanswered(look, notPermitted(), time.nanos()), null);
            }
            long started = time.nanos();
            try {
                session.mustGoOn();
                Optional<Instant> newest = query.newest(
                        look.receiver(),
                        window,
                        cycle.times(),
                        cycle.clock(),
                        cycle.share().patience(),
                        cycle.end());
                cycle.queryNotRefused();
                return new Attempt(answered(look, window, newest, started), null);
            } catch (EsmException failure) {
                boolean refused = failure.sign() == Sign.QUERY_REFUSED;
                if (refused) {
                    cycle.queryRefused(permit);
                } else {
                    cycle.queryNotRefused();
                }
                if (refused || failure.reason() == Reason.OVERLOADED) {
                    permit.refused();
                }
                return new Attempt(unanswered(look, failure, started), refused ? failure : null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt(unanswered(look, new EsmException(Reason.TIMEOUT, "abandoned"), time.nanos()), null);
        }
    }

    private boolean again(EsmException refused, int tries, EsmCycle cycle) {
        try {
            return cycle.mayAskAgain() && session.retry().again(refused, tries, cycle.deadline());
        } catch (EsmException theWatchEnds) {
            return false;
        }
    }

    private RecordLookup answered(RecordLookup look, Window window, Optional<Instant> newest, long started) {
        long done = time.nanos();
        Duration spent = look.spent().plusNanos(done - started);
        Observation observation = newest.<Observation>map(
                        at -> new Seen(at, look.cycle().clock().at(done), spent))
                .orElseGet(() -> new Nothing(window.length(), spent));
        return look.answered(observation, spent, time.now());
    }

    /**
     * A Receiver that shows nothing, or answers for another one, may be gone or disabled since the list was read. The
     * list is read again for that once in a cycle.
     */
    private RecordLookup checkDevice(RecordLookup look) {
        Observation observation = look.answer().observation();
        boolean doubtful = look.isEmpty()
                || observation instanceof Nothing
                || (observation instanceof Unanswered unanswered && unanswered.cause() == Reason.MISMATCH);
        if (!doubtful) {
            return look;
        }
        EsmCycle cycle = look.cycle();
        // Others wait for the one that reads, so that all see the new list.
        synchronized (cycle) {
            if (cycle.mayReadDevices()) {
                try {
                    devices.refresh(cycle.deadline());
                } catch (EsmException failure) {
                    LOG.warn("ESM {}: its Receivers cannot be listed: {}", settings.name(), failure.getMessage());
                }
            }
        }
        Map<Long, Device> list = devices.last();
        Device device = list == null ? null : list.get(look.receiver());
        if (list == null || (device != null && !device.isDisabled())) {
            return look;
        }
        if (look.isEmpty()) {
            cycle.share().done();
        }
        boolean configured = settings.receivers().stream().anyMatch(one -> one.deviceId() == look.receiver());
        if (!configured) {
            LOG.info("ESM {}: Receiver {} is gone or disabled there", settings.name(), look.receiver());
            cycle.leaveOut(look.question().check());
        }
        return look.answered(CycleSetup.absent(device, look.receiver()), look.spent(), time.now());
    }

    private RecordLookup unanswered(RecordLookup look, EsmException failure, long started) {
        Duration spent = look.spent().plus(time.since(started));
        return look.answered(failure.unanswered(spent), spent, time.now());
    }

    /** Takes back what a look has shown: it cannot be judged, for this reason. */
    RecordLookup unanswered(RecordLookup look, EsmException failure) {
        return unanswered(look, failure, time.nanos());
    }

    private EsmException notPermitted() {
        int allowed = session.queries().allowed();
        String fewer =
                allowed < settings.maxQueries() ? ", and the ESM refuses more than " + allowed + " at present" : "";
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
