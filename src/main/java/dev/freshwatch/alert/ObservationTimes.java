package dev.freshwatch.alert;

import dev.freshwatch.alert.ClockStepDetector.Step;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** When checks were observed, and when they should have been. */
final class ObservationTimes {

    private final Function<CheckId, CheckInterval> pace;

    /** @param pace returns how often a check is observed, or null if that is not known */
    ObservationTimes(Function<CheckId, CheckInterval> pace) {
        this.pace = pace;
    }

    /** Returns the start of the cycle: its first observation. The clock may have been set back since then. */
    static Instant cycleStart(List<Finding> findings, Instant now) {
        return findings.stream()
                .map(Finding::observedAt)
                .filter(now::isAfter)
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** Returns how long the check was not observed, or null if it was observed on time. */
    Duration gap(AlertState alertState, Instant cycleStart, Instant now) {
        CheckInterval interval = pace.apply(alertState.check());
        return interval == null || alertState.observedAt() == null
                ? null
                : interval.gap(alertState.observedAt(), cycleStart, now);
    }

    /**
     * Returns the time from which an observation counts: the end of its cycle, so that slow cycles do not look like gaps.
     * If the process was suspended during the cycle, though, observations made before that are old.
     */
    Instant countedFrom(Finding finding, Step step) {
        CheckInterval interval = pace.apply(finding.check());
        boolean old = interval != null && step.by().isZero() && interval.isStale(finding.observedAt(), step.now());
        return old ? finding.observedAt() : step.now();
    }
}
