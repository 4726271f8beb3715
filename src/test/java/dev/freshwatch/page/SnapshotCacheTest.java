package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotCacheTest {

    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final AtomicInteger computed = new AtomicInteger();

    @Test
    void isComputedOnceASecond() {
        SnapshotCache<Integer> cache = new SnapshotCache<>(computed::incrementAndGet, nanoTime::get);
        assertThat(cache.get()).isEqualTo(1);
        nanoTime.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(cache.get()).isEqualTo(1);
        nanoTime.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(cache.get()).isEqualTo(2);
    }

    @Test
    void fiftyReadersShareOne() throws Exception {
        CountDownLatch all = new CountDownLatch(50);
        SnapshotCache<Integer> cache = new SnapshotCache<>(computed::incrementAndGet, nanoTime::get);
        ExecutorService readers = Executors.newFixedThreadPool(50);
        try {
            Callable<Integer> reader = () -> {
                all.countDown();
                all.await();
                return cache.get();
            };
            List<Future<Integer>> answers = readers.invokeAll(
                    IntStream.range(0, 50).mapToObj(any -> reader).toList());
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void aFailureIsNotRemembered() {
        SnapshotCache<Integer> cache = new SnapshotCache<>(
                () -> {
                    if (computed.incrementAndGet() == 1) {
                        throw new IllegalStateException("away");
                    }
                    return computed.get();
                },
                nanoTime::get);
        assertThatThrownBy(cache::get).hasMessage("away");
        assertThat(cache.get()).isEqualTo(2);
    }
}
