package dev.freshwatch.outbox;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what the outcome of a try means for its row, and for the pace of the sink. For one thread. */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private final String sink;
    private final OutboxTimes times;
    private final InstantSource clock;
    private final Pacing pacing;

    Outcomes(String sink, OutboxTimes times, InstantSource clock, Pacing pacing) {
        this.sink = sink;
        this.times = times;
        this.clock = clock;
        this.pacing = pacing;
    }

    Mark delivered(Attempt attempt) {
        if (pacing.answered(attempt)) {
            LOG.info("outbox:{} takes notices again", sink);
        }
        Instant now = clock.instant();
        return new Mark(attempt.parcel(), Deliveries.State.DELIVERED, null, begun(attempt), now, now, false, null);
    }

    Mark failed(Attempt attempt, Verdict failure) {
        String reason = PlainText.line(failure.reason(), 400);
        return failure.permanent() ? refused(attempt, failure, reason) : again(attempt, failure, reason);
    }

    /** The sink is there, and answered no. */
    private Mark refused(Attempt attempt, Verdict failure, String reason) {
        pacing.answered(attempt);
        LOG.error(
                "outbox:{} refused a notice of {} for good: {}",
                sink,
                attempt.parcel().row().check(),
                reason);
        return givenUp(attempt, failure, reason);
    }

    private Mark again(Attempt attempt, Verdict failure, String reason) {
        Duration asked = failure.retryAfter();
        boolean itAsked = asked != null && !asked.isZero();
        if (failure.peer() == Peer.PARTLY) {
            pacing.answered(attempt);
            LOG.warn(
                    "outbox:{} took a notice of {} in part: {}",
                    sink,
                    attempt.parcel().row().check(),
                    reason);
        } else if (pacing.failed(
                attempt, System.nanoTime(), itAsked, failures -> times.pause(failures, asked, RANDOM))) {
            LOG.warn("outbox:{} fails, and is tried again until it takes its notices: {}", sink, reason);
        }
        Waiting row = attempt.parcel().row();
        Instant now = clock.instant();
        if (!now.isBefore(row.createdAt().plus(times.keepFor()))) {
            String kept = times.keptFor() + "; " + reason;
            LOG.error("outbox:{} never took a notice of {}: {}", sink, row.check(), kept);
            return givenUp(attempt, failure, kept);
        }
        Duration pause = times.pause(row.attempts() + 1, asked, RANDOM);
        LOG.debug("outbox:{}: {} is tried again in {} ms: {}", sink, row.check(), pause.toMillis(), reason);
        return new Mark(
                attempt.parcel(),
                Deliveries.State.PENDING,
                failure.peer(),
                begun(attempt),
                now,
                now.plus(pause),
                itAsked,
                reason);
    }

    private Mark givenUp(Attempt attempt, Verdict failure, String reason) {
        Instant now = clock.instant();
        return new Mark(
                attempt.parcel(), Deliveries.State.FAILED, failure.peer(), begun(attempt), now, now, false, reason);
    }

    private Instant begun(Attempt attempt) {
        return clock.instant().minusNanos(System.nanoTime() - attempt.startedAt());
    }

    /**
     * How long a row that was just read has to wait, in nanoseconds. Where the wall clock was set back it would seem to
     * be far away: no pause can be longer than the longest.
     */
    long untilDue(Waiting row) {
        return row.attempts() == 0 ? 0 : until(row.nextAttemptAt());
    }

    /** How long until then, in nanoseconds; no longer than the longest pause. */
    long until(Instant then) {
        Duration wait = Duration.between(clock.instant(), then);
        Duration most = times.longestPause();
        return (wait.compareTo(most) > 0 ? most : wait).toNanos();
    }
}
