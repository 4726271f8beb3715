package dev.freshwatch.misp;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One cycle of a MISP: its questions, and the results so far. Thread-safe. */
public final class MispCycle {

    private final String misp;
    private final PlatformClock time;
    private final Deadline deadline;
    private final Map<CheckId, Question> questions = new LinkedHashMap<>();
    private final List<KeyReport> keys = new ArrayList<>();
    private Verdict workers;
    /** Null if MISP has not reported it. */
    private Boolean maintenance;

    MispCycle(String misp, PlatformClock time, Deadline deadline, List<Question> questions) {
        this.misp = misp;
        this.time = time;
        this.deadline = deadline;
        questions.forEach(question -> this.questions.put(question.check(), question));
    }

    /** Returns all questions of the cycle, in the order in which checks are shown. */
    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    Deadline deadline() {
        return deadline;
    }

    boolean asks(String what) {
        return questions.containsKey(id(what));
    }

    /** Returns an answer as a list of one; empty if this cycle does not ask the question. */
    List<Answer> answer(String what, Observation observation) {
        Question question = questions.get(id(what));
        return question == null ? List.of() : List.of(new Answer(question, observation, time.now()));
    }

    private CheckId id(String what) {
        return CheckId.of("misp", misp, what);
    }

    synchronized void key(KeyReport report) {
        keys.add(report);
    }

    synchronized List<KeyReport> keys() {
        return List.copyOf(keys);
    }

    synchronized void workers(Verdict verdict) {
        workers = verdict;
    }

    /** Returns null if the state of the workers is not known. */
    synchronized Verdict workers() {
        return workers;
    }

    synchronized void maintenance(boolean on) {
        maintenance = on;
    }

    /** Whether MISP reported in this cycle that it is in maintenance; empty if it did not report either. */
    synchronized Optional<Boolean> maintenance() {
        return Optional.ofNullable(maintenance);
    }

    @Override
    public String toString() {
        return "cycle of MISP " + misp;
    }
}
