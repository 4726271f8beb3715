package dev.freshwatch.esm;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One cycle of an ESM: all questions of it, what is answered already, and what it takes to ask the rest. Made by
 * {@link EsmClient#openCycle}; safe for use by many threads once it is.
 */
public final class EsmCycle {

    private static final int MOST_REFUSED = 20;

    private final String esm;
    private final PlatformClock time;
    private final Deadline deadline;
    private final Deadline end;
    private final FairShare share;
    private final Map<CheckId, Question> questions = new LinkedHashMap<>();
    private final Map<CheckId, Answer> known = new HashMap<>();
    private final List<RecordLookup> alarms = new ArrayList<>();
    private final List<RecordLookup> receivers = new ArrayList<>();
    private final Set<CheckId> leftOut = ConcurrentHashMap.newKeySet();
    private EsmException failure;
    private EsmClock clock;
    private EsmTimes times;
    private boolean devicesRead;
    /** Queries that were refused in a row, in passing, and with no other open: no matter of how many the ESM bears. */
    private final AtomicInteger refused = new AtomicInteger();

    EsmCycle(String esm, PlatformClock time, Deadline deadline, Deadline end, FairShare share) {
        this.esm = esm;
        this.time = time;
        this.deadline = deadline;
        this.end = end;
        this.share = share;
    }

    /** The name of the ESM in the configuration. */
    public String esm() {
        return esm;
    }

    /** All questions of the cycle, the session's first. */
    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /** Whether the ESM can be asked; where not, there is nothing to look at and each question is answered already. */
    public boolean isOpen() {
        return failure == null;
    }

    void ask(Question question) {
        questions.put(question.check(), question);
    }

    /** Answers a question ahead; what is not asked in this cycle is ignored. */
    void know(CheckId check, Observation observation) {
        Question question = questions.get(check);
        if (question != null) {
            known.put(check, new Answer(question, observation, time.now()));
        }
    }

    void know(CheckId check, EsmException why, Duration elapsed) {
        know(check, why.unanswered(elapsed));
    }

    boolean isAsked(CheckId check) {
        return questions.containsKey(check);
    }

    Question question(CheckId check) {
        return questions.get(check);
    }

    Answer known(CheckId check) {
        return known.get(check);
    }

    /** This question is none any more: under {@code receivers = all} the device went while it was asked. */
    void leaveOut(CheckId check) {
        leftOut.add(check);
    }

    boolean isLeftOut(CheckId check) {
        return leftOut.contains(check);
    }

    List<RecordLookup> alarms() {
        return alarms;
    }

    List<RecordLookup> receivers() {
        return receivers;
    }

    /** When nothing more is asked. */
    Deadline deadline() {
        return deadline;
    }

    /** When the cycle must be over; what lies between is for closing queries. */
    Deadline end() {
        return end;
    }

    FairShare share() {
        return share;
    }

    EsmException failure() {
        return failure;
    }

    void failure(EsmException why) {
        failure = why;
    }

    EsmClock clock() {
        return clock;
    }

    EsmTimes times() {
        return times;
    }

    void judgeBy(EsmClock reading, EsmTimes reader) {
        clock = reading;
        times = reader;
    }

    /** Answers what would be judged by clock and zone ahead: without them it cannot be. */
    void blind(EsmException why, CheckId alarms) {
        know(alarms, why, null);
        receivers.forEach(look -> know(look.question().check(), why, null));
        receivers.clear();
    }

    /** True once in a cycle, and not where the list was read in it already. */
    synchronized boolean mayReadDevices() {
        boolean first = !devicesRead;
        devicesRead = true;
        return first;
    }

    /** False where the ESM has refused so many in a row that more of it would only be load. */
    boolean mayAskAgain() {
        return refused.get() < MOST_REFUSED;
    }

    /** A refusal beside other open queries says only that there were too many of them. */
    void queryRefused(QueryPermits.Permit permit) {
        if (permit.wasAlone()) {
            refused.incrementAndGet();
        }
    }

    void queryNotRefused() {
        refused.set(0);
    }

    @Override
    public String toString() {
        return "cycle of ESM " + esm;
    }
}
