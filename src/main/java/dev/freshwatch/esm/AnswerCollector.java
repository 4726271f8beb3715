package dev.freshwatch.esm;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one answer to each question of a cycle from what has come in, and from what went wrong. */
final class AnswerCollector {

    private static final EsmException NO_ANSWER =
            new EsmException(Reason.TIMEOUT, "no answer within the time of this cycle");

    private final EsmCycle cycle;
    private final EsmException lost;
    private final Instant now;

    /** @param lost why the session was lost during the cycle; null = it was not */
    AnswerCollector(EsmCycle cycle, EsmException lost, Instant now) {
        this.cycle = cycle;
        this.lost = lost;
        this.now = now;
    }

    /** @param parts {@link RecordLookup}s or {@link Answer}s; anything else in it is ignored */
    List<Answer> collect(Collection<?> parts) {
        Map<CheckId, Answer> received = received(parts);
        List<Answer> answers = new ArrayList<>();
        for (Question question : cycle.questions()) {
            if (!cycle.isLeftOut(question.check())) {
                answers.add(answer(question, received.get(question.check())));
            }
        }
        return answers;
    }

    private static Map<CheckId, Answer> received(Collection<?> parts) {
        Map<CheckId, Answer> received = new HashMap<>();
        for (Object part : parts) {
            Answer answer =
                    part instanceof RecordLookup lookup ? lookup.answer() : part instanceof Answer given ? given : null;
            if (answer != null) {
                received.put(answer.question().check(), answer);
            }
        }
        return received;
    }

    private Answer answer(Question question, Answer received) {
        Answer known = cycle.known(question.check());
        if (question.check().isSession()) {
            return cycle.failure() == null && lost != null ? unanswered(question, lost, "") : known;
        }
        EsmException failure = cycle.failure() != null ? cycle.failure() : lost;
        if (failure != null) {
            return unanswered(question, failure, "ESM session: ");
        }
        if (known != null) {
            return known;
        }
        return received != null ? received : unanswered(question, NO_ANSWER, "");
    }

    private Answer unanswered(Question question, EsmException why, String prefix) {
        return new Answer(question, new Unanswered(why.reason(), prefix + why.getMessage(), null), now);
    }
}
