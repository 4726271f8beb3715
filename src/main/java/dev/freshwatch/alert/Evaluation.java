package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.time.Instant;

/**
 * One finding of a check, with everything else needed to decide on a notice.
 *
 * @param now          when it is processed, by our wall clock; all durations are measured by it
 * @param shadowed     whether the check that this one depends on is not ok, so that this one cannot be judged
 * @param silenced     whether notices are silenced now
 * @param acknowledged whether the open problem was acknowledged
 * @param gap          how long the check was not observed; null = no gap
 */
public record Evaluation(
        Finding finding,
        Instant now,
        AlertPolicy limits,
        boolean shadowed,
        boolean silenced,
        boolean acknowledged,
        Duration gap) {

    /** An evaluation without any of these. */
    public Evaluation(Finding finding, Instant now, AlertPolicy limits) {
        this(finding, now, limits, false, false, false, null);
    }

    public Evaluation inTheShadow() {
        return new Evaluation(finding, now, limits, true, silenced, acknowledged, gap);
    }

    public Evaluation inSilence() {
        return new Evaluation(finding, now, limits, shadowed, true, acknowledged, gap);
    }

    public Evaluation acknowledgedBefore() {
        return new Evaluation(finding, now, limits, shadowed, silenced, true, gap);
    }

    public Evaluation after(Duration length) {
        return new Evaluation(finding, now, limits, shadowed, silenced, acknowledged, length);
    }
}
