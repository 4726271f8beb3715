package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleStore;
import dev.freshwatch.web.WebRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints what the first page of 500 checks costs, each looked at every minute for a day. What is asserted is only what must
 * hold on any machine.
 */
@Tag("soak")
class PageFiguresTest {

    private static final int CHECKS = 500;
    private static final WebRequest FRONT = new WebRequest("GET", "/", Map.of(), Map.of(), new byte[0]);

    @TempDir
    Path folder;

    private static List<Finding> cycle(Instant at, Random random) {
        List<Finding> all = new ArrayList<>();
        for (int number = 0; number < CHECKS; number++) {
            // every tenth is blind for two hours of the day, and all have a rhythm of their own
            long minute = Duration.between(at, NOW).toMinutes();
            boolean blind = number % 10 == 3 && (minute + number * 7L) % 1440 < 120;
            long age = blind ? 1500 : (long) (200 + 180 * Math.sin(minute / (40.0 + number % 60))) + random.nextInt(90);
            all.add(new Finding(
                    CheckId.of("esm", "soc" + number % 4, "events", "" + (144116287587483648L + number)),
                    "ERC-" + number,
                    "ERC-" + number + " events",
                    age > 1200 ? State.CRITICAL : State.OK,
                    age > 1200 ? Reason.STALE : Reason.FRESH,
                    "newest event is " + age + " s old (limit 20 min)",
                    at.minusSeconds(age),
                    Duration.ofSeconds(age),
                    new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20)),
                    at.plusMillis(number),
                    Duration.ofMillis(100)));
        }
        return all;
    }

    @Test
    void theFirstPage() throws Exception {
        Random random = new Random(5);
        StateSettings where = StateSettings.of("jdbc:sqlite:" + folder.resolve("page.db"));
        AtomicLong nanoTime = new AtomicLong();
        try (WatchedStore store = new WatchedStore(folder);
                SampleStore samples = SampleStore.of(where, store.clock())) {
            samples.start();
            for (int minute = 1440; minute > 0; minute--) {
                samples.recorder().record(cycle(NOW.minus(Duration.ofMinutes(minute)), random));
                if (minute % 50 == 0) {
                    await().until(() -> samples.counts().waiting() == 0);
                }
            }
            List<Finding> last = cycle(NOW.minusSeconds(30), random);
            store.looks(last, Duration.ofMinutes(1), true).running(null);
            NowPage page = new NowPage(
                    () -> new StoreView(store.store.reading(), true, List.of(), Set.of("mail"), Set.of()),
                    samples.reader(),
                    () -> Map.of("timers", "ok", "store", "ok"),
                    ZoneId.of("Europe/Berlin"),
                    nanoTime::get);

            long first = took(() -> page.answer(FRONT));
            long[] fresh = IntStream.range(0, 200)
                    .mapToLong(any -> {
                        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
                        return took(() -> page.answer(FRONT));
                    })
                    .sorted()
                    .toArray();
            long[] shared = readers(50, page, nanoTime);
            byte[] plain = page.answer(FRONT).body();
            int zipped = page.answer(
                            new WebRequest("GET", "/", Map.of(), Map.of("accept-encoding", "gzip"), new byte[0]))
                    .body()
                    .length;

            System.out.printf(
                    Locale.ROOT,
                    "first page of %d checks: %d bytes (%d compressed); first %.0f ms; made afresh p50 %.1f ms, p99 %.1f ms;"
                            + " 50 readers at once p50 %.1f ms, p99 %.1f ms%n",
                    CHECKS,
                    plain.length,
                    zipped,
                    first / 1e6,
                    fresh[100] / 1e6,
                    fresh[198] / 1e6,
                    shared[shared.length / 2] / 1e6,
                    shared[shared.length * 99 / 100] / 1e6);
            assertThat(new String(plain, StandardCharsets.UTF_8).split("<th scope=\"row\"><a href=\"/checks/", -1))
                    .hasSize(CHECKS + 1);
            assertThat(plain.length).isLessThan(300_000);
        }
    }

    private static long took(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    /** Each of them asks twenty times, while a second passes now and then. */
    private static long[] readers(int count, NowPage page, AtomicLong nanoTime) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<long[]> all = new ArrayList<>();
            for (var answer : threads.invokeAll(IntStream.range(0, count)
                    .<Callable<long[]>>mapToObj(reader -> () -> IntStream.range(0, 20)
                            .mapToLong(time -> {
                                if (reader == 0) {
                                    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
                                }
                                return took(() -> page.answer(FRONT));
                            })
                            .toArray())
                    .toList())) {
                all.add(answer.get());
            }
            return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        } finally {
            threads.shutdownNow();
        }
    }
}
