package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.FilledHistory;
import dev.freshwatch.samples.SampleStore;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the page of a check takes beside 500 checks with days of history and 20,000 problems. Prints; judges sizes only. */
@Tag("soak")
class CheckPageSpeedTest {

    private static final int CHECKS = Integer.getInteger("freshwatch.speed.checks", 500);
    private static final int DAYS = Integer.getInteger("freshwatch.speed.days", 4);
    private static final int ROUNDS = 300;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    @Test
    void pagesAreQuickAndSmall() throws Exception {
        StateSettings where = StateSettings.of("jdbc:sqlite:" + folder.resolve("page.db"));
        FilledHistory.write(where, NOW, CHECKS, DAYS);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                System.out.printf(Locale.ROOT, "%s %,d bytes%n", file.getFileName(), Files.size(file));
            }
        }
        try (WatchedStore store = new WatchedStore(folder);
                SampleStore samples = SampleStore.of(where, store.clock())) {
            List<Finding> findings = new ArrayList<>();
            for (int check = 0; check < CHECKS; check++) {
                findings.add(CheckScene.finding(
                        FilledHistory.check(check), "ERC-" + check, State.OK, "newest event is 8 s old", 8L));
            }
            store.looks(findings, Duration.ofMinutes(1), true);
            problems(store);
            CheckPage page = new CheckPage(() -> store.viewForReading(), samples.reader(), ZoneId.of("Europe/Berlin"));
            for (String query : List.of("hour", "day", "week", "month", "year")) {
                measure(page, Map.of("range", query));
                measure(page, Map.of("range", query, "format", "csv"));
            }
        }
    }

    private static void problems(WatchedStore store) {
        store.sql(
                """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999)
                INSERT INTO episode (id, check_id, since, closed_at, told, name, reason, message)
                SELECT 'e' || i, 'esm/soc/events/' || (144116287587483648 + i % 500), ? - i * 120000, ? - i * 120000 + 60000,
                  'CRITICAL', 'ERC', 'STALE', 'newest event is 12 min old' FROM n""",
                NOW, NOW);
    }

    private void measure(CheckPage page, Map<String, String> query) {
        Random random = new Random(3);
        List<Long> took = new ArrayList<>();
        List<Long> worked = new ArrayList<>();
        int largest = 0;
        for (int round = -50; round < ROUNDS; round++) {
            CheckId check = FilledHistory.check(random.nextInt(CHECKS));
            long start = System.nanoTime();
            long work = THREADS.getCurrentThreadCpuTime();
            WebResponse answer = page.answer(new WebRequest("GET", "/checks/" + check, query, Map.of(), new byte[0]));
            if (round >= 0) {
                took.add(System.nanoTime() - start);
                worked.add(THREADS.getCurrentThreadCpuTime() - work);
            }
            assertThat(answer.status()).isEqualTo(200);
            largest = Math.max(largest, answer.body().length);
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s p50 %.1f ms, p99 %.1f ms; of a core p50 %.1f ms, p99 %.1f ms; largest %,d bytes%n",
                query,
                millis(took, 50),
                millis(took, 99),
                millis(worked, 50),
                millis(worked, 99),
                largest);
        assertThat(largest).isLessThan(200_000);
    }

    private static double millis(List<Long> nanos, int percent) {
        return nanos.stream().sorted().toList().get(nanos.size() * percent / 100) / 1e6;
    }
}
