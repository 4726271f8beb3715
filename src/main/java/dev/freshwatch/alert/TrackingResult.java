package dev.freshwatch.alert;

import dev.freshwatch.freshness.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of one cycle.
 *
 * @param notices     in the order of the findings, each notice of several behind its members
 * @param seen        one for each finding, in their order
 * @param unconfirmed where something looks bad that is not confirmed yet, with the pace of the next looks: platforms, and
 *                    services by their check ids
 * @param step        the look at the clocks, to be settled once all this is kept
 */
public record TrackingResult(
        List<Notice> notices, List<Seen> seen, Map<String, Duration> unconfirmed, ClockStepDetector.Step step) {

    /**
     * The latest of one check.
     *
     * @param confirmed whether the finding is what is confirmed; for a check in the shadow of another one, whether that
     *                  one's is
     * @param alertState      what is remembered now
     */
    public record Seen(Finding finding, boolean confirmed, AlertState alertState) {}
}
