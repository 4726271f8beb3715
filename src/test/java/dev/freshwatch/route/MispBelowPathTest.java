package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.misp.SimMisp;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A MISP below a path of its host, {@code https://host.example/misp}, by the shipped routes: every call goes there. */
class MispBelowPathTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private SimMisp misp;
    private Folder folder;

    @BeforeEach
    void settle() {
        misp = SimMisp.below("/security/misp");
        misp.events().published(Duration.ofHours(1));
        folder = new Folder(directory)
                .misp("intel", misp.url().toString())
                .set("misp.intel.key", SimMisp.USER_KEY)
                .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                .set("misp.intel.events.error-after", "1d");
    }

    @AfterEach
    void close() {
        misp.close();
    }

    private Map<String, String> outcomes() throws Exception {
        try (OneShotCheck asking = folder.ask()) {
            Map<String, String> outcomes = new TreeMap<>();
            for (Finding finding : asking.check(Duration.ofSeconds(90), CheckFilter.ALL)) {
                outcomes.put(
                        finding.check().value().substring("misp/intel/".length()),
                        finding.state().word() + " " + finding.reason().word());
            }
            return outcomes;
        }
    }

    @Test
    void allIsWell() throws Exception {
        assertThat(misp.url().getPath()).isEqualTo("/security/misp");
        assertThat(outcomes())
                .isEqualTo(Map.of(
                        "ping", "ok up",
                        "page", "ok up",
                        "rest", "ok up",
                        "workers", "ok up",
                        "events", "ok fresh",
                        "key", "ok up"));
        assertThat(misp.requests().total()).isEqualTo(3);
        assertThat(misp.violations()).isEmpty();
    }

    @Test
    void aSlashAtTheEndOfTheUrlChangesNothing() throws Exception {
        folder.set("misp.intel.url", misp.url() + "/");

        assertThat(outcomes().values()).containsOnly("ok up", "ok fresh");
        assertThat(misp.violations()).isEmpty();
    }

    @Test
    void maintenanceIsARedirectToTheLoginPageBelowThePath() throws Exception {
        misp.behaviour().maintenance(true);

        assertThat(outcomes())
                .containsEntry("rest", "unknown maintenance")
                .containsEntry("events", "unknown maintenance")
                .containsEntry("page", "ok up")
                .containsEntry("workers", "ok up")
                .containsEntry("key", "ok up");
    }

    @Test
    void redirectsOfThePageAreFollowedOnTheSameHostWhereverTheyLead() throws Exception {
        folder.set("misp.intel.page.path", "/");
        assertThat(outcomes()).containsEntry("page", "ok up");

        folder.set("misp.intel.page.path", "/users/start");
        misp.faults().next(1, "users/start", SimFault.redirect("/security/misp/users/login"));
        assertThat(outcomes()).containsEntry("page", "ok up");
        misp.faults().next(1, "users/start", SimFault.redirect("login"));
        assertThat(outcomes()).containsEntry("page", "ok up");
        misp.faults().next(1, "users/start", SimFault.redirect("http://127.0.0.2:1/security/misp/users/login"));
        assertThat(outcomes()).containsEntry("page", "critical down");
    }

    @Test
    void itsPathIsNotLeftOut() throws Exception {
        folder.set("misp.intel.url", misp.url().resolve("/").toString());

        assertThat(outcomes()).containsEntry("page", "critical down").containsEntry("rest", "critical down");
        assertThat(misp.violations()).isNotEmpty().allMatch(what -> what.endsWith("MISP is below /security/misp"));
    }

    @Test
    void healingAndMetricsGoByTheSameCalls() throws Exception {
        folder.set("misp.intel.heal.enabled", "true").set("web.enabled", "true").set("web.port", "0");
        try (WatchApp watch = folder.watch()) {
            await().atMost(PATIENCE).until(() -> misp.calls("servers/getWorkers") >= 2);
            misp.workers().kill("email");
            await().atMost(PATIENCE).until(() -> misp.restartCalls() == 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(metrics(watch.webPort().orElseThrow()))
                            .contains("platform=\"misp/intel\"")
                            .contains("call=\"getWorkers\"")
                            .contains("call=\"index\"")
                            .contains("call=\"restartDeadWorkers\"")
                            .contains("call=\"page\""));
        }
        assertThat(misp.violations()).isEmpty();
    }

    private static String metrics(int port) throws IOException {
        URL url = URI.create("http://127.0.0.1:" + port + "/observe/metrics").toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
