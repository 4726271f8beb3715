package dev.freshwatch.app;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import java.util.List;
import java.util.function.Predicate;

/**
 * The bean {@code freshnessCheck} of a node: judges what it watches, and drops answers that came so late, for example because
 * the process was frozen, that another node has taken over, or had it meanwhile: they are neither shown nor kept as samples.
 */
public final class OwnAnswers {

    private final FreshnessCheck judgement = new FreshnessCheck();
    private final Predicate<Answer> own;

    /** @param own whether this node may still report it */
    OwnAnswers(Predicate<Answer> own) {
        this.own = own;
    }

    /** One finding for each answer that this node may report now. */
    public List<Finding> judge(List<Answer> answers) {
        return judgement.judge(answers.stream().filter(own).toList());
    }
}
