package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.WatchConfig;
import dev.freshwatch.route.Folder;
import dev.freshwatch.tls.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigHashTest {

    private static final String LINES =
            """
            esm.soc.url = https://esm.example
            esm.soc.username = NGCP
            esm.soc.password = one
            esm.soc.tls.ca-file = ca.pem
            """;

    @TempDir
    Path folder;

    private String hash(String name, String more, List<Path> routes) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        TestCertificates.in(home);
        Files.writeString(home.resolve("application.properties"), LINES + more);
        WatchConfig config = WatchConfig.read(Folder.HOME, home, Map.of(), new Properties());
        return ConfigHash.of(config.loaded(), home, routes);
    }

    @Test
    void itIsThatOfWhatAllNodesShare() throws Exception {
        String one = hash("one", "", List.of());
        assertThat(one).hasSize(12).matches("[0-9a-f]+");
        assertThat(hash("two", "web.port = 8099\nlog.level = debug\n", List.of()))
                .isEqualTo(one);
        assertThat(hash("two", "esm.soc.every = 7m\n", List.of())).isNotEqualTo(one);
        Path route = Files.writeString(folder.resolve("own.camel.yaml"), "- route: {}\n");
        String routed = hash("one", "", List.of(route));
        assertThat(routed).isNotEqualTo(one);
        Files.writeString(route, "- route: { }\n");
        assertThat(hash("one", "", List.of(route))).isNotEqualTo(routed);
    }
}
