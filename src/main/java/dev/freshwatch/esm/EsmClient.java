package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the routes ask one ESM. A cycle is: {@link #openCycle}; then {@link #planAlarmLookup} and {@link #planEventLookups}, each look
 * through {@link #findNewestAlarm} or {@link #findNewestEvent}, and where it comes back empty through {@link #searchWiderWindow}; at
 * last {@link #collectAnswers}, which has an answer to every question, whatever happened on the way. No method throws for
 * anything that the ESM does. Safe for use by many threads, one cycle at a time. {@link #close} logs out.
 */
public final class EsmClient implements AutoCloseable {

    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(5);

    private final EsmSettings settings;
    private final PlatformClock time;
    private final EsmSession session;
    private final DeviceList devices;
    private final CycleSetup startup;
    private final QueryCloser closer;
    private final RecordLookups looks;
    private final ReceiverOrder order = new ReceiverOrder();

    /** For one ESM; {@code wall} tells the time to people only. */
    public EsmClient(EsmSettings settings, HttpCaller http, InstantSource wall) {
        this(settings, http, PlatformClock.of(wall));
    }

    EsmClient(EsmSettings settings, HttpCaller http, PlatformClock time) {
        this.settings = settings;
        this.time = time;
        this.session = new EsmSession(settings, http, time);
        this.devices = new DeviceList(session, time);
        this.startup = new CycleSetup(settings, time, session, devices);
        this.closer = new QueryCloser(settings.name(), session, time);
        this.looks = new RecordLookups(settings, time, session, devices, closer);
    }

    /** Opens a cycle of the watch: all checks, within {@link #longestCycle}. */
    public EsmCycle openCycle() {
        return openCycle(longestCycle(), CheckFilter.ALL);
    }

    /** What a cycle of the watch may take: its interval or the query timeout, whichever is longer. */
    public Duration longestCycle() {
        Duration every = settings.every();
        Duration query = settings.queryTimeout().plus(LONGEST_RESERVE);
        return every.compareTo(query) < 0 ? query : every;
    }

    /**
     * Opens a cycle: session, clock, and the list of Receivers where it is due.
     *
     * @param within the time for the whole cycle; a small part of it is kept for closing queries
     * @param only   which checks to make; the session check is always made
     */
    public EsmCycle openCycle(Duration within, CheckFilter only) {
        Duration tenth = within.dividedBy(10);
        Duration reserve = tenth.compareTo(LONGEST_RESERVE) < 0 ? tenth : LONGEST_RESERVE;
        Deadline end = Deadline.in(time, within, "the time of this cycle");
        Deadline deadline = end.earlier(reserve);
        FairShare share =
                new FairShare(time, deadline, session.queries()::allowed, settings.queryTimeout(), settings.name());
        EsmCycle cycle = new EsmCycle(settings.name(), time, deadline, end, share);
        startup.open(cycle, only);
        order.sort(cycle.receivers());
        return cycle;
    }

    /** Returns whether a check of this ESM may match this filter. Asks nobody. */
    public boolean mayMatch(CheckFilter only) {
        return startup.mayMatch(only);
    }

    /** The look at the alarms, as a list of one; empty where there is nothing to look at. */
    public List<RecordLookup> planAlarmLookup(EsmCycle cycle) {
        return List.copyOf(cycle.alarms());
    }

    /** A look at each Receiver that is there to be asked, those first that answered last time. */
    public List<RecordLookup> planEventLookups(EsmCycle cycle) {
        return List.copyOf(cycle.receivers());
    }

    /** Looks for the newest alarm in the configured window. */
    public RecordLookup findNewestAlarm(RecordLookup look) {
        return looks.alarms(look, look.watch().window());
    }

    /** Looks for the newest event of a Receiver in the configured window. */
    public RecordLookup findNewestEvent(RecordLookup look) {
        RecordLookup answered = looks.events(look, look.watch().window());
        order.took(look.receiver(), !(answered.answer().observation() instanceof Unanswered));
        return answered;
    }

    /** Looks once more, over three days, where an alarm or event look came back empty; other looks stay as they are. */
    public RecordLookup searchWiderWindow(RecordLookup look) {
        if (!look.isEmpty()) {
            return look;
        }
        RecordLookup wider = ask(look, Window.WIDER_LOOK);
        // That there is nothing in the window is known, and out of every limit: a failure now does not undo it.
        if (wider.answer().observation() instanceof Unanswered) {
            return look;
        }
        return look.isContradictedBy(wider) ? settle(wider) : wider;
    }

    /**
     * What the wider look shows should have been in the window that was empty: it came in between, or it is older than it
     * seems, by a wrong zone. The window itself, asked once more, tells.
     */
    private RecordLookup settle(RecordLookup wider) {
        if (!wider.isAtAlarms()) {
            wider.cycle().share().add();
        }
        RecordLookup again = ask(wider, wider.watch().window());
        if (!(again.answer().observation() instanceof Nothing)) {
            return again;
        }
        if (!again.isAtAlarms()) {
            // Nothing wider is asked any more.
            again.cycle().share().done();
        }
        return looks.unanswered(
                again,
                new EsmException(
                        Reason.UNREADABLE,
                        String.format(
                                Locale.ROOT,
                                "the newest record seems to lie in %s, and that is empty on the ESM: %s or %s is wrong",
                                wider.watch().window(),
                                settings.key("zone"),
                                settings.key("date-format"))));
    }

    private RecordLookup ask(RecordLookup look, Window window) {
        return look.isAtAlarms() ? looks.alarms(look, window) : looks.events(look, window);
    }

    /**
     * Ends a cycle: one answer to each of its questions, in their order. A cycle that was abandoned because the watch
     * ends has none: what was not asked to the end says nothing about the ESM.
     *
     * @param parts the {@link RecordLookup}s or {@link Answer}s that came; anything else in it, and null, is ignored
     */
    public List<Answer> collectAnswers(EsmCycle cycle, Collection<?> parts) {
        if (session.isClosed()) {
            return List.of();
        }
        closer.closeLeftOver(cycle.end());
        Map<CheckId, Answer> came = new HashMap<>();
        for (Object part : parts == null ? List.of() : parts) {
            Answer answer =
                    part instanceof RecordLookup look ? look.answer() : part instanceof Answer given ? given : null;
            if (answer != null) {
                came.put(answer.question().check(), answer);
            }
        }
        EsmException lost = session.failure();
        EsmException failure = cycle.failure() != null ? cycle.failure() : lost;
        List<Answer> answers = new ArrayList<>();
        for (Question question : cycle.questions()) {
            CheckId check = question.check();
            if (cycle.isLeftOut(check)) {
                continue;
            }
            Answer known = cycle.known(check);
            if (check.isSession()) {
                answers.add(cycle.failure() == null && lost != null ? unanswered(question, lost, "") : known);
            } else if (failure != null) {
                answers.add(unanswered(question, failure, "ESM session: "));
            } else if (known != null) {
                answers.add(known);
            } else {
                Answer answer = came.get(check);
                answers.add(answer != null ? answer : unanswered(question, NO_ANSWER, ""));
            }
        }
        return answers;
    }

    private static final EsmException NO_ANSWER =
            new EsmException(Reason.TIMEOUT, "no answer came in the time of this cycle");

    /** The Receivers of the ESM, disabled ones too, in the ESM's order. Reads them anew, with a login where needed. */
    public List<Device> devices(Duration within) throws EsmException {
        Deadline deadline = Deadline.in(time, within, "the time for listing devices");
        session.ready(deadline);
        return List.copyOf(devices.refresh(deadline).values());
    }

    /** Abandons what is still being asked, closes its queries, and logs out; takes a few seconds at most. */
    @Override
    public void close() {
        session.close();
    }

    private Answer unanswered(Question question, EsmException why, String prefix) {
        return new Answer(question, new Unanswered(why.reason(), prefix + why.getMessage(), null), time.now());
    }
}
