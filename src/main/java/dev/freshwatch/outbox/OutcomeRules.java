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

/** Decides what the outcome of an attempt means for its row and for the pace of the sink. Not thread-safe. */
final class OutcomeRules {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeRules.class);
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private final String sink;
    private final OutboxTimes times;
    private final InstantSource clock;
    private final SinkBackoff backoff;

    OutcomeRules(String sink, OutboxTimes times, InstantSource clock, SinkBackoff backoff) {
        this.sink = sink;
        this.times = times;
        this.clock = clock;
        this.backoff = backoff;
    }

    DeliveryOutcome delivered(DeliveryAttempt attempt) {
        if (backoff.answered(attempt)) {
            LOG.info("outbox:{} accepts notices again", sink);
        }
        Instant now = clock.instant();
        return new DeliveryOutcome(
                attempt.item(), DeliveryTable.State.DELIVERED, null, begun(attempt), now, now, false, null);
    }

    DeliveryOutcome failed(DeliveryAttempt attempt, Verdict failure) {
        String reason = PlainText.line(failure.reason(), 400);
        return failure.permanent() ? refused(attempt, failure, reason) : again(attempt, failure, reason);
    }

    /** The peer was reached, and refused. */
    private DeliveryOutcome refused(DeliveryAttempt attempt, Verdict failure, String reason) {
        backoff.answered(attempt);
        LOG.error(
                "outbox:{} permanently refused a notice about {}: {}",
                sink,
                attempt.item().row().check(),
                reason);
        return givenUp(attempt, failure, reason);
    }

    private DeliveryOutcome again(DeliveryAttempt attempt, Verdict failure, String reason) {
        Duration asked = failure.retryAfter();
        boolean itAsked = asked != null && !asked.isZero();
        if (failure.peer() == Peer.PARTLY) {
            backoff.answered(attempt);
            LOG.warn(
                    "outbox:{} accepted a notice about {} only in part: {}",
                    sink,
                    attempt.item().row().check(),
                    reason);
        } else if (backoff.failed(
                attempt, System.nanoTime(), itAsked, failures -> times.pause(failures, asked, RANDOM))) {
            LOG.warn("outbox:{} is failing and will be retried until it accepts its notices: {}", sink, reason);
        }
        PendingDelivery row = attempt.item().row();
        Instant now = clock.instant();
        if (!now.isBefore(row.createdAt().plus(times.keepFor()))) {
            String kept = times.keptFor() + "; " + reason;
            LOG.error("outbox:{} did not accept a notice about {}: {}", sink, row.check(), kept);
            return givenUp(attempt, failure, kept);
        }
        Duration pause = times.pause(row.attempts() + 1, asked, RANDOM);
        LOG.debug("outbox:{}: retrying {} in {} ms: {}", sink, row.check(), pause.toMillis(), reason);
        return new DeliveryOutcome(
                attempt.item(),
                DeliveryTable.State.PENDING,
                failure.peer(),
                begun(attempt),
                now,
                now.plus(pause),
                itAsked,
                reason);
    }

    private DeliveryOutcome givenUp(DeliveryAttempt attempt, Verdict failure, String reason) {
        Instant now = clock.instant();
        return new DeliveryOutcome(
                attempt.item(), DeliveryTable.State.FAILED, failure.peer(), begun(attempt), now, now, false, reason);
    }

    private Instant begun(DeliveryAttempt attempt) {
        return clock.instant().minusNanos(System.nanoTime() - attempt.startedAt());
    }

    /**
     * How long a row that was just read must wait, in nanoseconds. Limited to the longest possible pause, because after
     * the wall clock was set back the stored time would be far in the future.
     */
    long untilDue(PendingDelivery row) {
        return row.attempts() == 0 ? 0 : until(row.nextAttemptAt());
    }

    /** How long until then, in nanoseconds, but at most the longest pause. */
    long until(Instant then) {
        Duration wait = Duration.between(clock.instant(), then);
        Duration most = times.longestPause();
        return (wait.compareTo(most) > 0 ? most : wait).toNanos();
    }
}
