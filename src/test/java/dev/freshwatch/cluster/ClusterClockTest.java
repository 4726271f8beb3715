package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterClockTest {

    private static final Instant START = Instant.parse("2026-11-20T17:00:00Z");

    private long nanos;
    private final ClusterClock clock = new ClusterClock(() -> Instant.EPOCH, () -> nanos, Duration.ofSeconds(15));

    private void answers(int seconds, int databaseSeconds) {
        nanos = Duration.ofSeconds(seconds).toNanos();
        clock.read(START.plusSeconds(databaseSeconds), nanos, nanos);
    }

    private void passes(int seconds) {
        nanos = Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void beforeTheDatabaseWasAskedItIsTheClockOfTheMachine() {
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
        assertThat(clock.unbroken()).isZero();
        answers(10, 0);
        passes(12);
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void countsForHowLongTheDatabaseAnswers() {
        answers(10, 0);
        answers(20, 10);
        answers(35, 25);
        passes(40);
        assertThat(clock.unbroken()).isEqualTo(Duration.ofSeconds(30));
        passes(51);
        assertThat(clock.unbroken()).as("no answer for longer than a lease").isZero();
        answers(52, 42);
        passes(54);
        assertThat(clock.unbroken()).as("counted anew").isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void countsAnewWhenTheClockOfTheDatabaseWasSet() {
        answers(0, 0);
        answers(5, 5);
        answers(10, 910);
        passes(11);
        assertThat(clock.unbroken()).isEqualTo(Duration.ofSeconds(1));
        answers(15, 15);
        assertThat(clock.unbroken()).isZero();
    }
}
