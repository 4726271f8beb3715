package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.FoundBy;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.State;
import dev.freshwatch.platform.PlatformClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares queries: one call tells the last events of all devices. A Receiver whose row has been proven right
 * ({@link RowProofs}) and is within its limits needs no query. All others are suspects and are queried: a row alone never
 * makes a problem, and never ends one.
 */
final class LastEvents {

    private static final Logger LOG = LoggerFactory.getLogger(LastEvents.class);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final DeviceList devices;
    private final LastEventCall call;
    private final RowProofs proofs;
    private final FreshnessCheck check = new FreshnessCheck();

    private LastEvents(
            EsmSettings settings, PlatformClock time, DeviceList devices, LastEventCall call, RowProofs proofs) {
        this.settings = settings;
        this.time = time;
        this.devices = devices;
        this.call = call;
        this.proofs = proofs;
    }

    LastEvents(EsmSettings settings, PlatformClock time, EsmSession session, DeviceList devices) {
        this(settings, time, devices, new LastEventCall(settings.name(), time, session), new RowProofs(time));
    }

    /** Returns the same for other settings of the same session. */
    LastEvents with(EsmSettings others) {
        return new LastEvents(others, time, devices, call, proofs);
    }

    /** Returns the same for another session with the same account: what has been proven remains so. */
    LastEvents provenBy(LastEvents before) {
        return new LastEvents(settings, time, devices, call, before.proofs);
    }

    /** Reads the rows, and answers the questions of this cycle that need no query. */
    void read(EsmCycle cycle) {
        DeviceNames names = devices.names();
        if (!settings.bulk() || cycle.receivers().isEmpty() || names == null) {
            return;
        }
        LastEventCall.Rows rows = call.read(cycle.deadline());
        if (rows == null) {
            return;
        }
        EsmClock clock = cycle.clock();
        LastEventReading reading = new LastEventReading(
                clock.at(rows.reply().sentNanos()),
                clock.at(rows.reply().doneNanos()),
                rows.reply().elapsed(),
                LastEventReading.newest(
                        ids(cycle.receivers()),
                        names.assign(rows.list()),
                        cycle.times().alone()));
        cycle.lastEvents(reading);
        believe(cycle, reading);
    }

    private static List<Long> ids(List<RecordLookup> lookups) {
        return lookups.stream().map(RecordLookup::receiver).toList();
    }

    private void believe(EsmCycle cycle, LastEventReading reading) {
        Map<Long, Seen> fresh = new HashMap<>();
        for (RecordLookup lookup : cycle.receivers()) {
            Instant row = proofs.read(lookup.receiver(), name(lookup), reading.of(lookup.receiver()));
            if (row != null) {
                Seen seen = new Seen(row, reading.answered(), reading.elapsed(), FoundBy.BULK);
                Answer answer = new Answer(lookup.question(), seen, time.now());
                boolean ok = check.judgeOne(answer).state() == State.OK;
                proofs.found(lookup.receiver(), ok);
                if (ok) {
                    fresh.put(lookup.receiver(), seen);
                    cycle.believe(lookup.receiver(), seen);
                }
            }
        }
        Set<Long> queried = proofs.due(fresh.keySet());
        proofs.retain(new HashSet<>(ids(cycle.receivers())));
        cycle.receivers().removeIf(lookup -> {
            boolean spared = fresh.containsKey(lookup.receiver()) && !queried.contains(lookup.receiver());
            if (spared) {
                cycle.know(lookup.question().check(), fresh.get(lookup.receiver()));
                cycle.share().done();
            }
            return spared;
        });
    }

    /** Compares the row of a Receiver with what a query over its window has found; without a row, just notes the result. */
    void compare(RecordLookup lookup) {
        LastEventReading reading = lookup.cycle().lastEvents();
        Observation found = lookup.answer().observation();
        proofs.found(lookup.receiver(), check.judgeOne(lookup.answer()).state() == State.OK);
        if (reading == null || !(found instanceof Seen || found instanceof Nothing)) {
            return;
        }
        EsmCycle cycle = lookup.cycle();
        Instant newest = found instanceof Seen seen ? seen.lastActivity() : null;
        Instant begin =
                cycle.clock().at(time.nanos()).minus(lookup.watch().window().length());
        boolean hides = proofs.compare(
                lookup.receiver(), name(lookup), reading.of(lookup.receiver()), reading.asked(), newest, begin);
        if (hides) {
            LOG.warn(
                    "ESM {}: the call for the last events of all devices claims a newer event of Receiver {} than there"
                            + " is; each Receiver is queried until its row has been compared again",
                    settings.name(),
                    lookup.receiver());
        }
    }

    /** A query that was not made says nothing against a row: returns what is believed of this Receiver, if anything is. */
    RecordLookup instead(RecordLookup notAsked) {
        Seen believed = notAsked.cycle().believed(notAsked.receiver());
        return believed == null ? notAsked : notAsked.answered(believed, notAsked.spent(), time.now());
    }

    /** Whether a Receiver was not ok at last, by a query or by its row. */
    boolean isSuspect(long receiver) {
        return proofs.isSuspect(receiver);
    }

    private String name(RecordLookup lookup) {
        Map<Long, Device> list = devices.last();
        Device device = list == null ? null : list.get(lookup.receiver());
        return device == null ? "" : DeviceNames.plain(device.name());
    }
}
