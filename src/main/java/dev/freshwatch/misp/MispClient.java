package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.http.Reply;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls to one MISP, as used by the routes. A cycle is: {@link #openCycle}; then {@link #checkPing},
 * {@link #checkLoginPage}, {@link #checkRest} and {@link #checkWorkers} in any order or in parallel, each with at most
 * one request (the page has more if it is redirected); finally {@link #collectAnswers}, which answers every question,
 * whatever happened before. No method throws because of anything that MISP does. Thread-safe.
 */
public final class MispClient implements AutoCloseable {

    /** What a cycle needs in addition to its longest request. */
    private static final Duration SPARE = Duration.ofSeconds(5);

    private final MispSettings settings;
    private final PlatformClock time;
    private final MispWire wire;
    private final HostReachability reach;
    private final LoginPage page;
    private final WorkerCheck workers;
    private final KeyEnds keys;
    private final MispQuestions questions;

    /**
     * For one MISP.
     *
     * @param wall for times that people see, and for the age of publications and keys
     */
    public MispClient(MispSettings settings, HttpCaller http, MispMemory memory, InstantSource wall) {
        this(settings, http, memory, PlatformClock.of(wall), new Ping("ping"));
    }

    MispClient(MispSettings settings, HttpCaller http, MispMemory memory, PlatformClock time, Ping ping) {
        this.settings = settings;
        this.time = time;
        this.wire = new MispWire(settings, http, time);
        this.reach = new HostReachability(settings.name(), ping);
        this.page = new LoginPage(settings, wire);
        this.workers = new WorkerCheck(settings, wire, memory, time);
        this.keys = new KeyEnds(settings, memory);
        this.questions = new MispQuestions(settings);
    }

    /** Returns what can be asked of this MISP. */
    public List<Question> questions(CheckFilter only) {
        return questions.all().stream().filter(only::matches).toList();
    }

    /** Returns how long a regular cycle may take: its interval, or the longest request and a little more. */
    public Duration longest() {
        Duration request = settings.requestTimeout().plus(SPARE);
        return settings.every().compareTo(request) < 0 ? request : settings.every();
    }

    /** Opens a regular cycle: all checks. */
    public MispCycle openCycle() {
        return openCycle(longest(), CheckFilter.ALL);
    }

    /**
     * Opens a cycle. Makes no request.
     *
     * @param within time for the whole cycle
     * @param only   which checks to make
     */
    public MispCycle openCycle(Duration within, CheckFilter only) {
        return new MispCycle(
                settings.name(), time, Deadline.in(time, within, "the time of this cycle"), questions(only));
    }

    /** Tests whether the host is up. */
    public List<Answer> checkPing(MispCycle cycle) {
        if (!cycle.asks("ping")) {
            return List.of();
        }
        try {
            return cycle.answer("ping", wire.during(() -> reach.observe(settings.url(), cycle.deadline())));
        } catch (MispException failure) {
            return cycle.answer("ping", failure.unanswered());
        }
    }

    /** Tests whether people get the right page. */
    public List<Answer> checkLoginPage(MispCycle cycle) {
        return cycle.asks("page") ? cycle.answer("page", page.observe(cycle.deadline())) : List.of();
    }

    /**
     * Requests the event index with the weak key; answers {@code rest} and {@code events}, and reports about
     * {@code key}.
     */
    public List<Answer> checkRest(MispCycle cycle) {
        if (settings.key() == null || !(cycle.asks("rest") || cycle.asks("events") || cycle.asks("key"))) {
            return List.of();
        }
        Observation rest;
        Observation events;
        try {
            Reply reply = wire.withKey(EventIndex.PATH, cycle.deadline());
            try {
                EventIndex index = EventIndex.read(reply, MispKey.WEAK.in(settings));
                cycle.key(KeyReport.good(MispKey.WEAK, reply));
                cycle.maintenance(false);
                rest = index.rest();
                events = settings.eventsErrorAfter() == null ? rest : events(index);
            } catch (MispException failure) {
                cycle.key(KeyReport.bad(MispKey.WEAK, reply, failure));
                if (failure.reason() == Reason.MAINTENANCE) {
                    cycle.maintenance(true);
                }
                rest = failure.downOrUnanswered();
                events = failure.unanswered();
            }
        } catch (MispException failure) {
            cycle.key(KeyReport.without(MispKey.WEAK, failure));
            rest = failure.downOrUnanswered();
            events = failure.unanswered();
        }
        List<Answer> answers = new ArrayList<>(cycle.answer("rest", rest));
        answers.addAll(cycle.answer("events", events));
        return answers;
    }

    private Observation events(EventIndex index) {
        try {
            return index.events(time.now(), settings.eventsErrorAfter());
        } catch (MispException failure) {
            return failure.unanswered();
        }
    }

    /** Requests the workers with the admin key; answers {@code workers}, and reports about {@code key}. */
    public List<Answer> checkWorkers(MispCycle cycle) {
        if (settings.adminKey() == null || !(cycle.asks("workers") || cycle.asks("key"))) {
            return List.of();
        }
        return cycle.answer("workers", workers.observe(cycle));
    }

    /** Opens a cycle for a second check of the workers only. */
    MispCycle openForWorkers() {
        return openCycle(
                settings.requestTimeout().plus(SPARE),
                CheckFilter.of(List.of(workersQuestion().check().value())));
    }

    Question workersQuestion() {
        return questions.workers();
    }

    /** Asks MISP to restart dead workers. */
    Restart restartDeadWorkers() {
        return workers.restart(Deadline.in(time, settings.requestTimeout().plus(SPARE), "the time for healing"));
    }

    /**
     * Whether MISP reports to a site admin, who always has access, that it is in maintenance.
     *
     * @throws MispException if that cannot be found out
     */
    boolean saysMaintenance() throws MispException {
        return workers.saysMaintenance(
                Deadline.in(time, settings.requestTimeout().plus(SPARE), "the time for healing"));
    }

    /** Waits; {@link #close} ends the wait. */
    void pause(Duration length) throws InterruptedException {
        wire.pause(length);
    }

    /** Adds remarks to the text of workers that are not good, from now on. */
    public void remarks(Healer healer) {
        workers.remarks(healer::remark);
    }

    PlatformClock time() {
        return time;
    }

    /**
     * Ends a cycle: returns one answer to each of its questions, in their order. A cycle that was abandoned because
     * Freshwatch is stopping has none.
     *
     * @param parts the {@link Answer}s received; anything else in it, and null, is ignored
     */
    public List<Answer> collectAnswers(MispCycle cycle, Collection<?> parts) {
        if (wire.isClosed()) {
            return List.of();
        }
        Map<CheckId, Answer> received = new HashMap<>();
        for (Object part : parts == null ? List.of() : parts) {
            if (part instanceof Answer answer) {
                received.put(answer.question().check(), answer);
            }
        }
        cycle.answer("key", keys.judge(cycle.keys(), time.now()))
                .forEach(answer -> received.put(answer.question().check(), answer));
        return cycle.questions().stream()
                .map(question -> received.getOrDefault(question.check(), lost(question)))
                .toList();
    }

    private Answer lost(Question question) {
        MispException lost = new MispException(Reason.TIMEOUT, "no answer within the time of this cycle");
        return new Answer(question, lost.unanswered(), time.now());
    }

    /** Requests the version and, with an admin key, the workers. Failures are part of the result. */
    public MispSurvey survey(Duration within) {
        return MispSurvey.ask(settings, wire, Deadline.in(time, within, "the time for the survey"));
    }

    /** Abandons pending requests. */
    @Override
    public void close() {
        wire.close();
    }
}
