package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.EsmSettings.Watch;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Absent;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first steps of a cycle: session, clock, zone, Receivers, and from these the questions and looks. One cycle at a
 * time.
 */
final class CycleSetup {

    private static final Logger LOG = LoggerFactory.getLogger(CycleSetup.class);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final DeviceList devices;
    private final ZoneRules zoneRules;
    private final ClockProbe clock;
    private String namedAsLeftOut = "";

    CycleSetup(EsmSettings settings, PlatformClock time, EsmSession session, DeviceList devices) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.devices = devices;
        this.clock = new ClockProbe(settings, time, session);
        this.zoneRules = new ZoneRules(settings.name(), session);
    }

    /** Goes as far as the ESM lets it; the cycle holds all questions in any case. */
    void open(EsmCycle cycle, CheckFilter only) {
        cycle.ask(session());
        questionsBesideEvents().stream().filter(only::matches).forEach(cycle::ask);
        long started = time.nanos();
        boolean judges = asksFor(only);
        try {
            boolean fresh = session.ready(cycle.deadline());
            Duration elapsed = since(started);
            ClockProbe.Reading reading = fresh && !judges ? null : clock.read(cycle, fresh);
            if (judges) {
                readDevices(cycle);
            }
            cycle.know(id("session"), new Answered(fresh ? elapsed : reading.sessionElapsed()));
            askReceivers(cycle, only, devices.last());
            if (judges) {
                lookAround(cycle, reading);
            }
        } catch (EsmException failure) {
            cycle.failure(failure);
            cycle.know(id("session"), failure, since(started));
            askReceivers(cycle, only, devices.last());
            cycle.receivers().clear();
        }
    }

    /**
     * Returns whether this filter can match a check of this ESM beside the session. Receivers whose names only the ESM knows
     * count as matching where a glob may be meant for names.
     */
    boolean mayMatch(CheckFilter only) {
        return only.matches(session()) || asksFor(only);
    }

    private boolean asksFor(CheckFilter only) {
        return questionsBesideEvents().stream().anyMatch(only::matches) || asksForEvents(only);
    }

    private Question session() {
        return new Question(id("session"), settings.name(), "session", Limits.NONE);
    }

    private List<Question> questionsBesideEvents() {
        List<Question> questions = new ArrayList<>();
        questions.add(
                new Question(id("clock"), settings.name(), "clock", new Limits(null, settings.clockErrorAfter())));
        if (settings.alarms() != null) {
            Limits limits = settings.alarms().watch().limits();
            questions.add(new Question(id("alarms"), settings.name(), "alarms", limits));
        }
        return questions;
    }

    private boolean asksForEvents(CheckFilter only) {
        return settings.events() != null
                && ((settings.allReceivers() && only.mayMatchNumber(id("events") + "/"))
                        || settings.receivers().stream().anyMatch(receiver -> mayMatch(only, receiver)));
    }

    private boolean mayMatch(CheckFilter only, Receiver receiver) {
        CheckId check = id(receiver.deviceId());
        return receiver.name() == null
                ? only.mayMatch(check)
                : only.matches(question(check, receiver.name(), receiver.watch()));
    }

    private static Question question(CheckId check, String name, Watch watch) {
        return new Question(check, name, "events", watch.limits());
    }

    /**
     * Reads the list of Receivers where it is due. Where that fails, the last one serves.
     *
     * @throws EsmException where all Receivers are to be watched and none is known: that must not pass in silence, and
     *                    the session is the only check that can tell it
     */
    private void readDevices(EsmCycle cycle) throws EsmException {
        boolean all = settings.allReceivers();
        if (settings.events() == null || !(devices.isDue() || (all && noneEnabled()))) {
            return;
        }
        cycle.mayReadDevices();
        EsmException problem = null;
        try {
            devices.refresh(cycle.deadline());
        } catch (EsmException failure) {
            if (session.failure() != null) {
                throw failure;
            }
            problem = failure;
            LOG.warn("ESM {}: its Receivers cannot be listed: {}", settings.name(), failure.getMessage());
        }
        String key = "esm." + settings.name() + ".receivers = all";
        if (all && problem != null && devices.last() == null) {
            throw problem.saying(
                    String.format(Locale.ROOT, "the Receivers cannot be listed (%s): %s", key, problem.getMessage()));
        }
        if (all && noneEnabled() && settings.receivers().isEmpty()) {
            throw new EsmException(
                    Reason.UNREADABLE, String.format(Locale.ROOT, "the ESM lists no enabled Receiver (%s)", key));
        }
    }

    private boolean noneEnabled() {
        return devices.last() == null || devices.last().values().stream().allMatch(Device::isDisabled);
    }

    private void askReceivers(EsmCycle cycle, CheckFilter only, Map<Long, Device> list) {
        if (settings.events() == null) {
            return;
        }
        for (Receiver receiver : settings.receivers()) {
            ask(cycle, only, receiver.deviceId(), receiver.name(), receiver.watch(), list);
        }
        if (!settings.allReceivers() || list == null) {
            return;
        }
        List<Device> leftOut = new ArrayList<>();
        for (Device device : list.values()) {
            if (cycle.isAsked(id(device.id()))
                    || settings.receivers().stream().anyMatch(receiver -> receiver.deviceId() == device.id())) {
                continue;
            }
            if (device.isDisabled()) {
                leftOut.add(device);
            } else {
                ask(cycle, only, device.id(), null, settings.events(), list);
            }
        }
        String names = DeviceList.names(leftOut);
        if (!names.equals(namedAsLeftOut)) {
            namedAsLeftOut = names;
            LOG.info("ESM {}: disabled there and so not watched: {}", settings.name(), names.isEmpty() ? "-" : names);
        }
    }

    private void ask(EsmCycle cycle, CheckFilter only, long id, String ownName, Watch watch, Map<Long, Device> list) {
        CheckId check = id(id);
        Device device = list == null ? null : list.get(id);
        String name = ownName != null ? ownName : device == null ? "" : device.name();
        Question question = question(check, name.isBlank() ? "Receiver " + id : name, watch);
        if (!only.matches(question)) {
            return;
        }
        cycle.ask(question);
        if (list != null && (device == null || device.isDisabled())) {
            cycle.know(check, absent(device, id));
        } else {
            cycle.receivers().add(RecordLookup.atEvents(cycle, question, watch, id));
        }
    }

    /** How a configured device is missing. */
    static Absent absent(Device device, long id) {
        return new Absent(
                device == null
                        ? "the ESM has no Receiver with the id " + id + " (freshwatch devices lists those that it has)"
                        : String.format(Locale.ROOT, "the Receiver (id %d) is disabled on the ESM", id),
                null);
    }

    /** Decides by what the records are judged; where that is not known, they need not be asked for. */
    private void lookAround(EsmCycle cycle, ClockProbe.Reading reading) {
        EsmException blind = null;
        EsmClock lastReading = clock.usable();
        if (lastReading == null) {
            blind = reading.failure()
                    .saying("the ESM's clock cannot be read: "
                            + reading.failure().getMessage());
        }
        Integer tzId = session.tzId();
        ZoneId zone = zone(tzId);
        if (blind == null && zone == null) {
            blind = new EsmException(
                    Reason.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "the zone of the ESM's times is not known (the login told %s); set esm.%s.zone",
                            tzId == null ? "none" : "number " + tzId,
                            settings.name()));
        }
        if (blind != null) {
            cycle.blind(blind, id("alarms"));
            return;
        }
        cycle.judgeBy(lastReading, new EsmTimes(settings.name(), zone, settings.dateOrder()));
        if (settings.zone() == null) {
            zoneRules.compareOnce(tzId, zone, lastReading.esmTime(), time, cycle.deadline());
        }
        if (cycle.isAsked(id("alarms"))) {
            Question question = cycle.question(id("alarms"));
            cycle.alarms()
                    .add(RecordLookup.atAlarms(
                            cycle, question, settings.alarms().watch()));
        }
        cycle.receivers().forEach(look -> cycle.share().add());
    }

    /** Null where it is not known. */
    private ZoneId zone(Integer tzId) {
        if (settings.zone() != null || tzId == null) {
            return settings.zone();
        }
        return EsmZones.byId(tzId).orElse(null);
    }

    private Duration since(long started) {
        return time.since(started);
    }

    private CheckId id(String what) {
        return CheckId.of("esm", settings.name(), what);
    }

    private CheckId id(long device) {
        return CheckId.of("esm", settings.name(), "events", Long.toString(device));
    }
}
