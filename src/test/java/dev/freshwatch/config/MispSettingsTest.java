package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MispSettingsTest {

    private static final String KEYS =
            """
            misp.intel.url=https://misp.example
            misp.intel.key={{env:MISP_KEY}}
            misp.intel.admin-key={{env:MISP_ADMIN_KEY}}
            """;

    private static final Map<String, String> ENVIRONMENT =
            Map.of("MISP_KEY", "weak", "MISP_ADMIN_KEY", "strong", "ESM_SOC_PASSWORD", "x", "HOSTNAME", "watch1");

    private static final String NO_SINK =
            "application.properties: sink: no sink is enabled: nobody is notified of problems";

    @TempDir
    private Path folder;

    private LoadedConfig read(String text) throws IOException {
        return ReadConfiguration.accepted(folder, text, ENVIRONMENT, new Properties(), RouteNames.NONE);
    }

    private List<String> warnings(String more) throws IOException {
        return ReadConfiguration.warnings(read(KEYS + more));
    }

    @Test
    void aMispAloneIsAConfigurationAndHasTheDefaultsOfTheContract() throws IOException {
        Settings settings = read(KEYS).settings();

        assertThat(settings.esms()).isEmpty();
        assertThat(settings.misps())
                .containsExactly(new MispSettings(
                        "intel",
                        URI.create("https://misp.example"),
                        new Secret("weak"),
                        new Secret("strong"),
                        Duration.ofMinutes(5),
                        TlsSettings.DEFAULT,
                        Duration.ofSeconds(30),
                        true,
                        new MispSettings.Page("/users/login", "Login", 200),
                        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10)),
                        new MispSettings.Workers(Map.of(), Set.of("scheduler"), false, false),
                        new MispSettings.Heal(false, false, 3),
                        null,
                        Duration.ofDays(14)));
        assertThat(warnings("")).containsExactly(NO_SINK);
    }

    @ParameterizedTest
    @CsvSource({
        "https://misp.example,https://misp.example,https://misp.example/users/login",
        "https://misp.example/,https://misp.example,https://misp.example/users/login",
        "HTTPS://host.example:8443/misp,https://host.example:8443/misp,https://host.example:8443/misp/users/login",
        "https://host.example/intel/misp-2.5//,https://host.example/intel/misp-2.5,"
                + "https://host.example/intel/misp-2.5/users/login",
    })
    void aUrlMayHaveAPath(String written, String url, String login) throws IOException {
        MispSettings misp = read(KEYS.replace("https://misp.example", written))
                .settings()
                .misps()
                .get(0);

        assertThat(misp.url()).hasToString(url);
        assertThat(misp.at(misp.page().path())).hasToString(login);
    }

    @Test
    void takesQueuesAsTheyAreWritten() throws IOException {
        MispSettings.Workers workers = read(KEYS
                        + """
                        misp.intel.workers.expected.default=5
                        misp.intel.workers.expected.prio=2
                        misp.intel.workers.ignore= email , update
                        misp.lab.url=https://lab.example
                        misp.lab.key={{env:MISP_KEY}}
                        misp.lab.workers.ignore=none
                        """)
                .settings()
                .misps()
                .get(0)
                .workers();

        assertThat(workers.expected()).isEqualTo(Map.of("default", 5, "prio", 2));
        assertThat(workers.ignored()).containsExactly("email", "update");
        assertThat(workers.trustList()).isFalse();
        assertThat(read(KEYS + "misp.intel.workers.trust-list=true\n")
                        .settings()
                        .misps()
                        .get(0)
                        .workers()
                        .trustList())
                .isTrue();
        assertThat(read(KEYS + "misp.intel.workers.ignore=none\n")
                        .settings()
                        .misps()
                        .get(0)
                        .workers()
                        .ignored())
                .isEmpty();
    }

    @Test
    void keysAreSecrets() throws IOException {
        LoadedConfig loaded = read(KEYS);

        assertThat(loaded.settings().toString()).doesNotContain("weak", "strong");
        assertThat(loaded.placeholders().toString()).doesNotContain("weak", "strong");
        assertThat(loaded.placeholders()).containsEntry("misp.intel.every", "5m");
    }

    @Test
    void tellsWhatTheOperatorShouldKnow() throws IOException {
        assertThat(warnings("misp.intel.every=10s\n"))
                .contains(
                        "application.properties:4: misp.intel.every: a cycle every 10s sends this MISP up to 18 requests a minute");
        assertThat(warnings("misp.intel.request-timeout=5s\n"))
                .contains("application.properties:4: misp.intel.request-timeout: 5s is shorter than"
                        + " misp.intel.rest.down-after (10s): any slower answer is already down");
        assertThat(warnings("misp.intel.workers.expected.scheduler=1\nmisp.intel.workers.ignore=scheduler\n"))
                .contains(
                        "application.properties:4: misp.intel.workers.expected.scheduler: has no effect: the queue is ignored by misp.intel.workers.ignore");
        assertThat(warnings("misp.intel.workers.expected.scheduler=1\n"))
                .as("it is not ignored then")
                .containsExactly(NO_SINK);
        assertThat(warnings("misp.lab.url=http://lab.example\nmisp.lab.heal.enabled=true\n"))
                .contains(
                        "application.properties:4: misp.lab.url: http:// sends API keys in clear text; use https://",
                        "application.properties:4: misp.lab.key: is not set: rest is not checked",
                        "application.properties:5: misp.lab.heal.enabled: has no effect without misp.lab.admin-key");
        assertThat(ReadConfiguration.warnings(read(KEYS.replace("MISP_ADMIN_KEY", "MISP_KEY"))))
                .contains(
                        "application.properties:2: misp.intel.key: is the same as misp.intel.admin-key; a key with fewer rights is enough here");
    }
}
