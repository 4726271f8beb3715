package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Samples wait in a queue that never makes anybody wait. */
class SampleQueueTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private final SampleQueue queue = new SampleQueue(10);

    private static List<Sample> samples(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> SampleDesk.sample("esm/soc/clock", NOW.plusSeconds(i), State.OK, i, i))
                .toList();
    }

    @Test
    void theOldestGiveWay() {
        queue.add(samples(0, 7));
        queue.add(samples(7, 14));
        assertThat(queue.all()).isEqualTo(samples(4, 14));
        assertThat(queue.droppedCount()).isEqualTo(4);
        queue.add(samples(14, 40));
        assertThat(queue.all()).isEqualTo(samples(30, 40));
        assertThat(queue.droppedCount()).isEqualTo(30);
    }

    @Test
    void whatIsBeingWrittenStaysUntilItIs() {
        queue.add(samples(0, 8));
        SampleQueue.Taken taken = queue.first(5);
        assertThat(queue.all()).hasSize(8);
        queue.written(taken);
        assertThat(queue.all()).isEqualTo(samples(5, 8));
        assertThat(queue.writtenCount()).isEqualTo(5);
    }

    @Test
    void whatGaveWayWhileItWasWrittenIsNotRemovedTwice() {
        queue.add(samples(0, 8));
        SampleQueue.Taken taken = queue.first(5);
        queue.add(samples(8, 13));
        queue.written(taken);
        assertThat(queue.all()).isEqualTo(samples(5, 13));
        taken = queue.first(2);
        queue.add(samples(13, 30));
        queue.giveUp(taken);
        assertThat(queue.all()).isEqualTo(samples(20, 30));
    }

    @Test
    void waitingEndsWithEnoughOrWithTheQueue() throws Exception {
        queue.add(samples(0, 5));
        assertThat(queue.await(5, Duration.ofDays(1))).isTrue();
        Thread closing = new Thread(queue::close);
        closing.start();
        assertThat(queue.await(6, Duration.ofDays(1))).isFalse();
        closing.join();
        assertThat(queue.isClosing()).isTrue();
    }

    @Test
    void aFindingIsKeptAsItIs() {
        Finding finding = new Finding(
                new CheckId("esm/soc/events/1"),
                "ERC-1",
                "ERC-1 events",
                State.CRITICAL,
                Reason.STALE,
                "old",
                null,
                Duration.ofSeconds(2820),
                SampleDesk.LIMITS,
                NOW,
                Duration.ofMillis(412));
        Finding strange = new Finding(
                new CheckId("service/" + "x".repeat(600) + "/y"),
                "x",
                "x",
                State.OK,
                Reason.UP,
                "",
                null,
                null,
                Limits.NONE,
                NOW,
                null);
        new SampleRecorder(queue).record(List.of(finding, strange));
        assertThat(queue.all())
                .containsExactly(new Sample(
                        new CheckId("esm/soc/events/1"),
                        NOW,
                        State.CRITICAL,
                        Reason.STALE,
                        Duration.ofSeconds(2820),
                        Duration.ofMillis(412),
                        SampleDesk.LIMITS));
        assertThat(queue.droppedCount()).isEqualTo(1);
        SampleRecorder.idle().record(List.of(finding, finding));
    }
}
