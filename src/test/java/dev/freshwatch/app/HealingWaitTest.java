package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.MispSettings;
import dev.freshwatch.history.LearntReader;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.RouteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a cycle that heals may take follows the wait of the route file that is in force. */
class HealingWaitTest {

    @TempDir
    Path directory;

    /** A cycle of a MISP that is asked every 60 s, and has 2 s for each request. */
    private Duration longestCycle(boolean heals, String from, String to) throws Exception {
        String shipped = Files.readString(Path.of("routes", "misp-heal.camel.yaml"));
        assertThat(shipped).contains(from);
        Folder folder = new Folder(directory)
                .misp("intel", "https://misp.example")
                .set("misp.intel.every", "60s")
                .set("misp.intel.request-timeout", "2s")
                .set("misp.intel.rest.slow-after", "1s")
                .set("misp.intel.rest.down-after", "2s")
                .set("misp.intel.heal.enabled", heals)
                .route("misp-heal.camel.yaml", shipped.replace(from, to))
                .write();
        RouteFiles routes = RouteFiles.find(Folder.HOME, folder.path());
        LoadedConfig loaded = Configuration.read(folder.path(), Map.of(), new Properties(), routes.names());
        CamelAssembly assembly = CamelAssembly.of(loaded, routes.forAsking());
        try {
            assembly.camel().init();
            MispSettings misp = loaded.settings().misps().get(0);
            MispMemory memory = new LearntReader(loaded.settings().state());
            return MispModule.of(assembly, misp, memory, null).longestCycle();
        } finally {
            assembly.camel().stop();
            assembly.closeAll();
        }
    }

    @ParameterizedTest(name = "{0} for {1}, heals: {2}")
    @CsvSource({
        "10000, 10000, true, 74",
        "30000, 10000, true, 94",
        "1000, 10000, true, 65",
        // a route of an operator's own, which does without
        "pause, wait, true, 64",
        "30000, 10000, false, 60",
    })
    void followsTheRouteFile(String to, String from, boolean heals, long seconds) throws Exception {
        assertThat(longestCycle(heals, from, to)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void whatIsNoWaitIsRefused() {
        assertThatThrownBy(() -> longestCycle(true, "10000", "15s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the defaultValue of wait is milliseconds, such as \"10000\", not 15s");
    }
}
