package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.sim.TestTls;
import dev.freshwatch.sim.misp.SimMisp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped routes ask of a MISP: one answer for each question, one request for each check. */
class MispRoutesTest {

    private static final Duration CYCLE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private MispStub misp;
    private Folder folder;

    @BeforeEach
    void settle() throws Exception {
        misp = new MispStub();
        folder = new Folder(directory).misp("intel", misp.url()).set("misp.intel.events.error-after", "3650d");
    }

    @AfterEach
    void close() {
        misp.close();
    }

    private static Map<String, String> outcomes(OneShotCheck asking, CheckFilter only) throws Exception {
        Map<String, String> outcomes = new TreeMap<>();
        for (Finding finding : asking.check(CYCLE, only)) {
            outcomes.put(
                    finding.check().value(),
                    finding.state().word() + " " + finding.reason().word());
        }
        return outcomes;
    }

    @Test
    void aHealthyMispIsAskedThreeTimesAndSentNoCookie() throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            for (int i = 1; i <= 2; i++) {
                assertThat(outcomes(asking, CheckFilter.ALL))
                        .isEqualTo(Map.of(
                                "misp/intel/ping", "ok up",
                                "misp/intel/page", "ok up",
                                "misp/intel/rest", "ok up",
                                "misp/intel/workers", "ok up",
                                "misp/intel/events", "ok fresh",
                                "misp/intel/key", "ok up"));
                assertThat(misp.requests)
                        .containsExactlyInAnyOrder(
                                "GET " + MispStub.LOGIN,
                                "GET " + MispStub.INDEX + " " + Folder.MISP_KEY,
                                "GET " + MispStub.WORKERS + " " + Folder.MISP_ADMIN_KEY);
                misp.requests.clear();
            }
        }
    }

    @Test
    void onlyWhatIsWantedIsAsked() throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            CheckId events = new CheckId("misp/intel/events");
            assertThat(outcomes(asking, CheckFilter.of(List.of(events.value()))))
                    .isEqualTo(Map.of("misp/intel/events", "ok fresh"));
            assertThat(misp.requests).hasSize(1);
        }
    }

    @Test
    @MostlyWaits
    void aLookBesideTheWatchKnowsWhatThatHasLearnt() throws Exception {
        misp.on(MispStub.INDEX, exchange -> {
            exchange.getResponseHeaders().set("X-Auth-Key-Expiration", "2026-11-01T00:00:00+00:00");
            MispStub.send(exchange, 200, "application/json; charset=UTF-8", "[]");
        });
        try (WatchApp watch = folder.watch()) {
            await().until(() -> misp.count(MispStub.WORKERS) >= 2);
            misp.sample(MispStub.WORKERS, "workers_one_of_two_stopped").sample(MispStub.INDEX, "index_db_down");
            try (OneShotCheck asking = folder.ask()) {
                assertThat(outcomes(asking, CheckFilter.ALL))
                        .containsEntry("misp/intel/workers", "warning degraded")
                        .containsEntry("misp/intel/key", "critical down");
                assertThat(asking.notLearnt()).isEmpty();
            }
            assertThat(watch).isNotNull();
        }
        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking, CheckFilter.ALL))
                    .as("without the watch, too")
                    .containsEntry("misp/intel/workers", "warning degraded");
        }
    }

    @Test
    void aLookBesideTheWatchThatCannotReadWhatThatHasLearntDoesNotSayThatWorkersAreUp() throws Exception {
        Path store = directory.resolve("not-ours.db");
        Files.writeString(store, "nothing that this user can read".repeat(100));
        folder.set("state.url", "jdbc:sqlite:" + store);
        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking, CheckFilter.ALL))
                    .containsEntry("misp/intel/workers", "unknown unreadable")
                    .containsEntry("misp/intel/rest", "ok up");
            assertThat(asking.notLearnt()).isPresent();
        }
    }

    @Test
    void checkNeverHeals() throws Exception {
        misp.sample(MispStub.WORKERS, "workers_redis_back");
        folder.set("misp.intel.heal.enabled", "true");
        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking, CheckFilter.ALL)).containsEntry("misp/intel/workers", "critical down");
        }
        assertThat(misp.count(MispStub.RESTART)).isZero();
    }

    @Test
    void aCertificateThatIsNotTrustedIsNoMisp() throws Exception {
        try (SimMisp other = new SimMisp(TestTls.context(TestTls.keyStore(directory)))) {
            folder.set("misp.intel.url", "https://localhost:" + other.url().getPort());
            try (OneShotCheck asking = folder.ask()) {
                assertThat(outcomes(asking, CheckFilter.ALL))
                        .isEqualTo(Map.of(
                                "misp/intel/ping", "ok up",
                                "misp/intel/page", "critical down",
                                "misp/intel/rest", "critical down",
                                "misp/intel/workers", "unknown unreachable",
                                "misp/intel/events", "unknown unreachable",
                                "misp/intel/key", "unknown unreachable"));
            }
            assertThat(other.requests().total()).isZero();
        }
    }

    @Test
    @MostlyWaits
    void whatThePlaceOfAFaultDoesNotTouchIsJudgedWithinTheTimeOverAll() throws Exception {
        misp.on(MispStub.WORKERS, exchange -> {
            try {
                new CountDownLatch(1).await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        folder.set("misp.intel.request-timeout", "90s");
        try (OneShotCheck asking = folder.ask()) {
            long start = System.nanoTime();
            Map<String, String> outcomes = new TreeMap<>();
            for (Finding finding : asking.check(Duration.ofSeconds(6), CheckFilter.ALL)) {
                outcomes.put(finding.check().value(), finding.reason().word());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            assertThat(outcomes)
                    .isEqualTo(Map.of(
                            "misp/intel/ping", "up",
                            "misp/intel/page", "up",
                            "misp/intel/rest", "up",
                            "misp/intel/workers", "timeout",
                            "misp/intel/events", "fresh",
                            "misp/intel/key", "up"));
        }
    }

    @Test
    void withoutKeysThereArePingAndPageAlone() throws Exception {
        folder.set("misp.intel.key", "").set("misp.intel.admin-key", "");
        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking, CheckFilter.ALL))
                    .isEqualTo(Map.of("misp/intel/ping", "ok up", "misp/intel/page", "ok up"));
        }
        assertThat(misp.requests).containsExactly("GET " + MispStub.LOGIN);
    }
}
