package dev.freshwatch.history;

import dev.freshwatch.alert.AppliedSetting;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The last look at a check, as the running watch stored it.
 *
 * @param confirmed false: the state was not observed often enough yet to be announced
 * @param every     time from one look to the next; null = not known
 * @param recent    the states of the last looks, at most {@value LookTable#RECENT}, the latest last
 * @param settings  the settings by which the check was judged
 */
public record Look(
        Finding finding, boolean confirmed, Duration every, List<State> recent, List<AppliedSetting> settings) {

    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    public Look {
        recent = List.copyOf(recent);
        settings = List.copyOf(settings);
    }

    public CheckId check() {
        return finding.check();
    }

    /** Whether the look is of a time that has not come: the clock was set back since, so its age tells nothing. */
    public boolean isOfTheFuture(Instant now) {
        return finding.observedAt().isAfter(now.plus(TOLERANCE));
    }

    /** When the next look is due; empty if that is not known. */
    public Optional<Instant> next() {
        return Optional.ofNullable(every).map(finding.observedAt()::plus);
    }

    /** Whether the check was not made for more than twice its interval; false if the interval is not known. */
    public boolean isOverdue(Instant now) {
        return every != null && Duration.between(finding.observedAt(), now).compareTo(every.multipliedBy(2)) > 0;
    }
}
