package dev.freshwatch.esm;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Seen;
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
 * One cycle of an ESM: all its questions, the answers so far, and what is needed to ask for the rest. Made by
 * {@link EsmClient#openCycle}; thread-safe from then on.
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
    private final Map<Long, Seen> believed = new HashMap<>();
    private volatile boolean repeated;
    private volatile LastEventReading lastEvents;
    /** Consecutive temporary refusals of queries while no other one was open: not caused by too many open queries. */
    private final AtomicInteger refused = new AtomicInteger();

    EsmCycle(String esm, PlatformClock time, Deadline deadline, Deadline end, FairShare share) {
        this.esm = esm;
        this.time = time;
        this.deadline = deadline;
        this.end = end;
        this.share = share;
    }

    /** Returns the name of the ESM in the configuration. */
    public String esm() {
        return esm;
    }

    /** Returns all questions of the cycle, the session's first. */
    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /** Whether the ESM can be queried; if not, there is nothing to lookup up and each question is already answered. */
    public boolean isOpen() {
        return failure == null;
    }

    void ask(Question question) {
        questions.put(question.check(), question);
    }

    /** Answers a question in advance; ignored if this cycle does not ask it. */
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

    /** Drops a question: with {@code receivers = all}, its device disappeared in the middle of the cycle. */
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

    /** Returns when requests must end. */
    Deadline deadline() {
        return deadline;
    }

    /** Returns when the cycle must end; the time after {@link #deadline} is for closing queries. */
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

    /** Keeps what is believed of a Receiver if there is no query for it after all. */
    void believe(long receiver, Seen seen) {
        believed.put(receiver, seen);
    }

    /** Returns null if nothing is believed without a query. */
    Seen believed(long receiver) {
        return believed.get(receiver);
    }

    /** Says that other cycles follow, for which it is worth to learn. */
    void repeats() {
        repeated = true;
    }

    boolean isRepeated() {
        return repeated;
    }

    /** Returns what the call for the last events of all devices said; null if it was not made, or failed. */
    LastEventReading lastEvents() {
        return lastEvents;
    }

    void lastEvents(LastEventReading reading) {
        lastEvents = reading;
    }

    /** Answers all questions that depend on clock and zone in advance: without these, records cannot be judged. */
    void cannotJudgeRecords(EsmException why, CheckId alarms) {
        know(alarms, why, null);
        receivers.forEach(lookup -> know(lookup.question().check(), why, null));
        receivers.clear();
    }

    /** Returns true once per cycle, and never if the list was already read in it. */
    synchronized boolean mayReadDevices() {
        boolean first = !devicesRead;
        devicesRead = true;
        return first;
    }

    /** Returns false after so many consecutive refusals that more requests would only be load. */
    boolean mayAskAgain() {
        return refused.get() < MOST_REFUSED;
    }

    /** A refusal while other queries are open only says that there were too many of them. */
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
