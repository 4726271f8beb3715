package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of one cycle.
 *
 * @param notices     in the order of the findings, followed by the group notices
 * @param seen        one for each finding, in their order
 * @param unconfirmed what has an unconfirmed problem, with the interval until the next observation: platforms, and
 *                    services by their check ids
 * @param step        the reading of the clocks, to be settled once all this is committed
 */
public record TrackingResult(
        List<Notice> notices, List<Seen> seen, Map<String, Duration> unconfirmed, ClockStepDetector.Step step) {

    /**
     * The latest state of one check.
     *
     * @param confirmed  whether the finding agrees with the confirmed state; for a check in the shadow of its parent,
     *                   whether the parent's does
     * @param alertState what is remembered now
     * @param every      time from one look at the check to the next; null = not known
     * @param settings   the settings by which it is judged and announced
     */
    public record Seen(
            Finding finding, boolean confirmed, AlertState alertState, Duration every, List<AppliedSetting> settings) {}
}
