package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A time of our own that is over says nothing of the platform, in whatever phase a call was: {@code timeout}. That of a
 * request is the platform's: {@code unreachable}.
 */
class OwnDeadlineTest {

    @TempDir
    private Path directory;

    private interface Peer extends AutoCloseable {
        String url();
    }

    private static Peer stopsWhile(String phase) throws Exception {
        if (phase.equals("connecting")) {
            Full full = new Full();
            return peer("http://127.0.0.1:" + full.port(), full);
        }
        RawServer server = RawServer.that(RawServer.Peer::hang);
        String url = server.uri("").toString();
        return peer(phase.equals("securing") ? url.replace("http:", "https:") : url, server);
    }

    private static Peer peer(String url, AutoCloseable of) {
        return new Peer() {
            @Override
            public String url() {
                return url;
            }

            @Override
            public void close() throws Exception {
                of.close();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"connecting", "securing", "asking"})
    @MostlyWaits
    void timeOverAllIsOursWhile(String phase) throws Exception {
        try (Peer peer = stopsWhile(phase)) {
            Map<String, String> outcomes = outcomes(peer, "50s", Duration.ofSeconds(3));
            assertThat(outcomes)
                    .containsEntry("esm/soc/session", "critical timeout")
                    .containsEntry("esm/soc/alarms", "unknown timeout")
                    .containsEntry("misp/intel/rest", "unknown timeout")
                    .containsEntry("misp/intel/workers", "unknown timeout");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connecting", "securing", "asking"})
    @MostlyWaits
    void timeOfARequestIsThePlatformsWhile(String phase) throws Exception {
        try (Peer peer = stopsWhile(phase)) {
            Map<String, String> outcomes = outcomes(peer, "1s", Duration.ofSeconds(90));
            assertThat(outcomes)
                    .containsEntry("esm/soc/session", "critical unreachable")
                    .containsEntry("esm/soc/alarms", "unknown unreachable")
                    .containsEntry("misp/intel/rest", "critical down")
                    .containsEntry("misp/intel/workers", "unknown unreachable")
                    .containsEntry("service/wiki/http", "critical down")
                    .containsEntry("service/wiki/records", "unknown unreachable");
        }
    }

    private Map<String, String> outcomes(Peer peer, String requestTimeout, Duration overAll) throws Exception {
        ServiceFolder folder = new ServiceFolder(directory)
                .set("esm.soc.url", peer.url())
                .set("esm.soc.username", "NGCP")
                .set("esm.soc.password", "{{file:pass}}")
                .set("esm.soc.request-timeout", requestTimeout)
                .set("misp.intel.url", peer.url())
                .set("misp.intel.key", "{{file:key}}")
                .set("misp.intel.admin-key", "{{file:key}}")
                .set("misp.intel.ping.enabled", "false")
                .set("misp.intel.request-timeout", requestTimeout)
                .add(
                        "service-http",
                        Map.of("name", "wiki", "url", peer.url() + "/", "down-after", requestTimeout, "every", "60s"))
                .add(
                        "service-json",
                        Map.of(
                                "name",
                                "wiki",
                                "url",
                                peer.url() + "/",
                                "path",
                                "$.t",
                                "error-after",
                                "1h",
                                "timeout",
                                requestTimeout));
        Files.writeString(directory.resolve("pass"), "s3cr3t-pass");
        Files.writeString(directory.resolve("key"), "0123456789012345678901234567890123456789");
        Map<String, String> outcomes = new TreeMap<>();
        try (OneShotCheck asking = folder.ask()) {
            for (Finding finding : asking.check(overAll, CheckFilter.ALL)) {
                outcomes.put(
                        finding.check().value(),
                        finding.state().word() + " " + finding.reason().word());
            }
        }
        return outcomes;
    }
}
