package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first steps of a cycle: session, clock, zone and Receivers, and from these the questions and lookups. For one
 * cycle at a time.
 */
final class CycleSetup {

    private static final Logger LOG = LoggerFactory.getLogger(CycleSetup.class);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final DeviceList devices;
    private final ZoneRules zoneRules;
    private final ClockProbe clock;
    private final ReceiverQuestions receivers;

    CycleSetup(EsmSettings settings, PlatformClock time, EsmSession session, DeviceList devices) {
        this.settings = settings;
        this.time = time;
        this.session = session;
        this.devices = devices;
        this.clock = new ClockProbe(settings, time, session);
        this.receivers = new ReceiverQuestions(settings);
        this.zoneRules = new ZoneRules(settings.name(), session);
    }

    /** Proceeds as far as the ESM allows; the cycle contains all questions in any case. */
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
            cycle.know(id("session"), new Answered("logged in", fresh ? elapsed : reading.sessionElapsed()));
            receivers.ask(cycle, only, devices.last());
            if (judges) {
                prepareLookups(cycle, reading);
            }
        } catch (EsmException failure) {
            cycle.failure(failure);
            cycle.know(id("session"), failure, since(started));
            receivers.ask(cycle, only, devices.last());
            cycle.receivers().clear();
        }
    }

    /**
     * Whether this filter can match a check of this ESM. Receivers whose names only the ESM knows count as matching if a
     * glob may be meant for names.
     */
    boolean mayMatch(CheckFilter only) {
        return only.matches(session()) || asksFor(only);
    }

    private boolean asksFor(CheckFilter only) {
        return questionsBesideEvents().stream().anyMatch(only::matches) || receivers.mayMatch(only);
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

    /**
     * Reads the list of Receivers if it is due. If that fails, the last one is used.
     *
     * @throws EsmException if all Receivers are to be watched and none is known: that must be reported, and the session
     *     is the only check that can
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
            LOG.warn("ESM {}: cannot list its Receivers: {}", settings.name(), failure.getMessage());
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

    /** Prepares clock and zone for judging records; if either is not known, records need not be requested. */
    private void prepareLookups(EsmCycle cycle, ClockProbe.Reading reading) {
        EsmException unjudgeable = null;
        EsmClock lastReading = clock.usable();
        if (lastReading == null) {
            unjudgeable = reading.failure()
                    .saying("the ESM's clock cannot be read: "
                            + reading.failure().getMessage());
        }
        Integer tzId = session.tzId();
        ZoneId zone = zone(tzId);
        if (unjudgeable == null && zone == null) {
            unjudgeable = new EsmException(
                    Reason.UNREADABLE,
                    String.format(
                            Locale.ROOT,
                            "the zone of the ESM's times is not known (the login reported %s); set esm.%s.zone",
                            tzId == null ? "none" : "number " + tzId,
                            settings.name()));
        }
        if (unjudgeable != null) {
            cycle.cannotJudgeRecords(unjudgeable, id("alarms"));
            return;
        }
        cycle.judgeBy(lastReading, new EsmTimes(settings.name(), zone, settings.dateOrder()));
        if (settings.zone() == null) {
            zoneRules.compareOnce(tzId, zone, lastReading.esmTime(), time, cycle.deadline());
        }
        if (cycle.isAsked(id("alarms"))) {
            Question question = cycle.question(id("alarms"));
            cycle.alarms()
                    .add(RecordLookup.forAlarms(
                            cycle, question, settings.alarms().watch()));
        }
        cycle.receivers().forEach(lookup -> cycle.share().add());
    }

    /** Returns null if the zone is not known. */
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
}
