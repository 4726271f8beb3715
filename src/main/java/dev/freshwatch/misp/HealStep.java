package dev.freshwatch.misp;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import java.util.List;

/**
 * Where a healing is, and what the routes do next.
 *
 * @param attempt the id of a call that was made and that nobody has looked after yet; null = there is none
 * @param note    what is to be kept about that call; null = nothing
 * @param told    the kind of the notice that is to be told, such as {@code HEALED}; null = none
 * @param finding what it tells of; null where nothing is told
 * @param answers a look that is to be judged; empty = none
 */
public record HealStep(String attempt, String note, String told, Finding finding, List<Answer> answers) {

    static final HealStep NOTHING = new HealStep(null, null, null, null, List.of());

    static HealStep called(String attempt, String note) {
        return new HealStep(attempt, note, null, null, List.of());
    }

    static HealStep looked(String told, Finding finding, List<Answer> answers) {
        return new HealStep(null, null, told, finding, answers);
    }

    /** For conditions in routes: whether a call was made, so that a second look is due. */
    public boolean isUnderWay() {
        return attempt != null;
    }

    /** For conditions in routes: whether there is a notice to be told. */
    public boolean isWorthTelling() {
        return told != null;
    }

    /** For conditions in routes: whether there is a look to be judged. */
    public boolean isLookedAgain() {
        return !answers.isEmpty();
    }
}
