package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.time.Instant;

/**
 * One look at a check, and what is to be known beside its finding.
 *
 * @param now          when it is taken into account, our wall clock: all durations are measured by it
 * @param shadowed     whether the check that this one depends on is not ok, so that nothing can be said of this one
 * @param silenced     whether nobody wants to be told now
 * @param acknowledged whether somebody said that the open problem is known
 * @param gap          for so long nobody had looked; null = somebody had
 */
public record Evaluation(
        Finding finding,
        Instant now,
        AlertPolicy limits,
        boolean shadowed,
        boolean silenced,
        boolean acknowledged,
        Duration gap) {

    /** An ordinary one. */
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
