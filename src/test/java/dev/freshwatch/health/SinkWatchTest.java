package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.health.SinkWatch.Queue;
import dev.freshwatch.outbox.SinkBacklog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SinkWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Duration TEN = Duration.ofMinutes(10);

    private final AtomicLong nanos = new AtomicLong();
    private final SinkWatch sinks = new SinkWatch(() -> NOW, nanos::get, List.of("mail", "syslog"));

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSinkThatHasNothingToSendDoesNotFail() {
        sinks.failed("mail");
        pass(TEN.multipliedBy(2));

        assertThat(sinks.failingFor(TEN)).isEmpty();
    }

    @Test
    void aSinkFailsFromItsFirstFailureToItsNextAnswer() {
        sinks.waiting(List.of(new SinkBacklog("mail", 1, NOW)));
        sinks.failed("mail");
        pass(TEN);
        sinks.failed("mail");
        assertThat(sinks.failingFor(TEN)).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(sinks.failingFor(TEN)).contains("mail has been failing for 10 min");

        sinks.answered("mail");
        assertThat(sinks.failingFor(TEN)).isEmpty();
    }

    @Test
    void whatWaitsForTooLongIsKnownWhetherItFailedOrNot() {
        sinks.waiting(
                List.of(new SinkBacklog("syslog", 7, NOW.minus(TEN).minusSeconds(1)), new SinkBacklog("gone", 1, NOW)));

        assertThat(sinks.waitingFor(TEN)).contains("syslog has not delivered for 10 min");
        assertThat(sinks.queues())
                .containsOnly(
                        java.util.Map.entry("mail", new Queue(0, Duration.ZERO)),
                        java.util.Map.entry("syslog", new Queue(7, TEN.plusSeconds(1))));
    }

    @Test
    void aWallClockThatWasSetBackMakesNoNegativeAge() {
        sinks.waiting(List.of(new SinkBacklog("mail", 1, NOW.plusSeconds(3600))));

        assertThat(sinks.queues().get("mail").oldest()).isZero();
    }

    @Test
    void aSinkThatAnotherProcessDeliversToIsNotCalledFailing() {
        sinks.waiting(List.of(new SinkBacklog("mail", 1, NOW)));
        sinks.failed("mail");
        pass(TEN.multipliedBy(2));

        sinks.handedOver("mail");

        assertThat(sinks.failingFor(TEN)).isEmpty();
    }
}
