package dev.freshwatch.misp;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import java.util.List;

/**
 * The state of a healing, and what the routes do next.
 *
 * @param attempt the id of a call whose effect has not been checked yet; null = none
 * @param note    a remark about that call for the audit; null = none
 * @param told    the kind of the notice to send, such as {@code HEALED}; null = none
 * @param finding the finding of the notice; null if there is none
 * @param answers answers to be judged; empty = none
 */
public record HealStep(String attempt, String note, String told, Finding finding, List<Answer> answers) {

    static final HealStep NOTHING = new HealStep(null, null, null, null, List.of());

    static HealStep called(String attempt, String note) {
        return new HealStep(attempt, note, null, null, List.of());
    }

    static HealStep looked(String told, Finding finding, List<Answer> answers) {
        return new HealStep(null, null, told, finding, answers);
    }

    /** For conditions in routes: whether a call was made, so that its effect must be checked. */
    public boolean isUnderWay() {
        return attempt != null;
    }

    /** For conditions in routes: whether there is a notice to send. */
    public boolean isWorthTelling() {
        return told != null;
    }

    /** For conditions in routes: whether there are answers to be judged. */
    public boolean isLookedAgain() {
        return !answers.isEmpty();
    }
}
