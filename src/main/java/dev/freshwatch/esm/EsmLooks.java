package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for one look: at the alarms, or at the events of one Receiver. Safe for use by many threads. */
final class EsmLooks {

    private static final Logger LOG = LoggerFactory.getLogger(EsmLooks.class);

    private final EsmSettings settings;
    private final OurTime time;
    private final EsmSession session;
    private final DeviceList devices;
    private final EsmAlarms alarms;
    private final EventQuery query;

    EsmLooks(EsmSettings settings, OurTime time, EsmSession session, DeviceList devices, QueryCloser closer) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.devices = devices;
        this.alarms = new EsmAlarms(settings, session);
        this.query = new EventQuery(settings.name(), settings.requestTimeout(), session, closer, time);
    }

    Look alarms(Look look, Window window) {
        EsmCycle cycle = look.cycle();
        return ask(look, window, () -> {
            Instant esmNow = cycle.clock().at(time.nanos());
            return alarms.newest(window, cycle.times(), esmNow, cycle.deadline());
        });
    }

    /** Never more at once than the ESM's cap: a permit is held from before the query until it is closed. */
    Look events(Look look, Window window) {
        EsmCycle cycle = look.cycle();
        Semaphore permits = session.queries();
        boolean permitted = false;
        Look after = look;
        try {
            long left = Math.max(0, cycle.deadline().remaining().toNanos());
            permitted = permits.tryAcquire(left, TimeUnit.NANOSECONDS);
            after = permitted
                    ? ask(look, window, () -> {
                        session.mustGoOn();
                        return query.newest(
                                look.receiver(),
                                window,
                                cycle.times(),
                                cycle.clock(),
                                cycle.share().patience(),
                                cycle.end());
                    })
                    : unanswered(look, notPermitted(), Duration.ZERO);
        } catch (InterruptedException e) {
            after = unanswered(look, interrupted(), Duration.ZERO);
        } finally {
            if (permitted) {
                permits.release();
            }
            if (!after.isEmpty()) {
                cycle.share().done();
            }
        }
        return checkDevice(after);
    }

    @FunctionalInterface
    private interface Newest {
        Optional<Instant> ask() throws EsmTrouble, InterruptedException;
    }

    private Look ask(Look look, Window window, Newest newest) {
        long started = time.nanos();
        try {
            Optional<Instant> seen = newest.ask();
            long done = time.nanos();
            Duration spent = look.spent().plusNanos(done - started);
            Observation observation = seen.<Observation>map(
                            at -> new Seen(at, look.cycle().clock().at(done), spent))
                    .orElseGet(() -> new Nothing(window.length(), spent));
            return look.answered(observation, spent, time.now());
        } catch (EsmTrouble trouble) {
            return unanswered(look, trouble, Duration.ofNanos(time.nanos() - started));
        } catch (InterruptedException e) {
            return unanswered(look, interrupted(), Duration.ofNanos(time.nanos() - started));
        }
    }

    /**
     * A Receiver that shows nothing, or answers for another one, may be gone or disabled since the list was read. The
     * list is read again for that once in a cycle.
     */
    private Look checkDevice(Look look) {
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
                } catch (EsmTrouble trouble) {
                    LOG.warn("ESM {}: its Receivers can not be listed: {}", settings.name(), trouble.getMessage());
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
        return look.answered(EsmOpening.absent(device, look.receiver()), look.spent(), time.now());
    }

    private Look unanswered(Look look, EsmTrouble trouble, Duration took) {
        Duration spent = look.spent().plus(took);
        return look.answered(new Unanswered(trouble.reason(), trouble.getMessage(), spent), spent, time.now());
    }

    private EsmTrouble notPermitted() {
        return new EsmTrouble(
                Reason.TIMEOUT,
                String.format(
                                Locale.ROOT,
                                "the time of this cycle was over before one of the %d event queries that may be open at once was free",
                                settings.maxQueries())
                        + " (esm." + settings.name() + ".max-queries)");
    }

    private static EsmTrouble interrupted() {
        Thread.currentThread().interrupt();
        return new EsmTrouble(Reason.TIMEOUT, "abandoned");
    }
}
