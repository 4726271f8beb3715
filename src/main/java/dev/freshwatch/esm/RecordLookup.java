package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings.Watch;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.time.Instant;

/**
 * One lookup on its way through a cycle: of the newest alarm, or of the newest event of a Receiver. Immutable;
 * {@link EsmClient} turns an open lookup into an answered one.
 */
public final class RecordLookup {

    private final EsmCycle cycle;
    private final Question question;
    private final Watch watch;
    private final Long receiver;
    private final Answer answer;
    private final Duration spent;
    private final boolean asked;

    private RecordLookup(
            EsmCycle cycle,
            Question question,
            Watch watch,
            Long receiver,
            Answer answer,
            Duration spent,
            boolean asked) {
        this.cycle = cycle;
        this.question = question;
        this.watch = watch;
        this.receiver = receiver;
        this.answer = answer;
        this.spent = spent;
        this.asked = asked;
    }

    static RecordLookup forAlarms(EsmCycle cycle, Question question, Watch watch) {
        return new RecordLookup(cycle, question, watch, null, null, Duration.ZERO, true);
    }

    static RecordLookup forEvents(EsmCycle cycle, Question question, Watch watch, long receiver) {
        return new RecordLookup(cycle, question, watch, receiver, null, Duration.ZERO, true);
    }

    /** Returns the question that this lookup answers. */
    public Question question() {
        return question;
    }

    /** Returns the answer; null until the ESM was asked. A lookup that found nothing has an answer as well. */
    public Answer answer() {
        return answer;
    }

    /** Whether the window was empty, so that a wider search should find the real age. */
    public boolean isEmpty() {
        return answer != null
                && answer.observation() instanceof Nothing nothing
                && nothing.lookedBack().compareTo(Window.WIDER_LOOK.length()) < 0;
    }

    /** Whether this lookup was empty although the wider search has a record that should have been in its window. */
    boolean isContradictedBy(RecordLookup wider) {
        if (!isEmpty() || !(wider.answer().observation() instanceof Seen seen)) {
            return false;
        }
        Instant begin = seen.platformNow().minus(watch.window().length());
        Instant latest = seen.platformNow().plus(AskedWindow.TOLERANCE);
        return seen.lastActivity().isAfter(begin) && !seen.lastActivity().isAfter(latest);
    }

    EsmCycle cycle() {
        return cycle;
    }

    Watch watch() {
        return watch;
    }

    boolean isForAlarms() {
        return receiver == null;
    }

    /** Returns the device id of the Receiver; only if this is not the alarm lookup. */
    long receiver() {
        return receiver;
    }

    /** Returns how long the ESM has taken for this question so far. */
    Duration spent() {
        return spent;
    }

    RecordLookup answered(Observation observation, Duration nowSpent, Instant now) {
        return new RecordLookup(
                cycle, question, watch, receiver, new Answer(question, observation, now), nowSpent, true);
    }

    /** Returns the same as one for which the ESM was not asked at all. */
    RecordLookup withoutAsking() {
        return new RecordLookup(cycle, question, watch, receiver, answer, spent, false);
    }

    /** Whether it is answered without a question to the ESM, since the queries of the hour were spent. */
    boolean isNotAsked() {
        return !asked;
    }

    @Override
    public String toString() {
        return question.check() + (answer == null ? "" : ": " + answer.observation());
    }
}
