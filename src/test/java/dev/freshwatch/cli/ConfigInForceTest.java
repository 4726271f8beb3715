package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.config.ConfigFiles;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigInForceTest {

    private static final Instant SINCE = Instant.parse("2026-11-20T17:00:00Z");
    private static final Reload REFUSED = new Reload(SINCE, SINCE, false, List.of("x:3: wrong"));

    @TempDir
    Path folder;

    private String files;

    @BeforeEach
    void change() throws IOException {
        Path file = Files.writeString(folder.resolve("application.properties"), "a = b\n");
        files = ConfigFiles.of(folder, List.of()).text();
        Files.writeString(file, "a = c\n");
    }

    private Running running(String node, String host, Path its, Reload last) {
        return new Running(node, host, 1, its, SINCE, "12ab", 0, files, Set.of(), last);
    }

    private ConfigInForce of(Running... running) {
        return ConfigInForce.of(List.of(running), "alpha", folder);
    }

    @Test
    void aWatchThatIsAloneHasOne() {
        ConfigInForce one = of(running("", "elsewhere", folder, REFUSED));

        assertThat(one.lines(ZoneOffset.UTC, Set.of()))
                .containsExactly(
                        "",
                        "Configuration: " + folder + ", in force since 2026-11-20 17:00:00 UTC",
                        "  changed since the watch read it: application.properties; freshwatch reload takes it over",
                        "  the reload of 2026-11-20 17:00:00 UTC was refused:",
                        "    x:3: wrong");
        assertThat(one.addTo(JsonNodeFactory.instance.objectNode()))
                .hasToString("{\"configuration\":{\"folder\":\"" + folder + "\",\"since\":\"2026-11-20T17:00:00Z\","
                        + "\"changed\":[\"application.properties\"],\"lastReload\":{\"at\":\"2026-11-20T17:00:00Z\","
                        + "\"outcome\":\"refused\",\"faults\":[\"x:3: wrong\"]}}}");
        assertThat(of().lines(ZoneOffset.UTC, Set.of())).isEmpty();
    }

    /** A file of the same name on this machine is another one. */
    @Test
    void eachNodeIsComparedWithItsFilesWhereTheyCanBeRead() {
        Path nowhere = folder.resolve("nowhere");
        ConfigInForce all = of(
                running("a", "beta", folder, REFUSED),
                running("b", "alpha", nowhere, null),
                running("c", "alpha", folder, null),
                running("d", "alpha", folder, null));

        assertThat(all.lines(ZoneOffset.UTC, Set.of("d")))
                .containsExactly(
                        "",
                        "Configuration of a: " + folder + " on beta, in force since 2026-11-20 17:00:00 UTC",
                        "  the reload of 2026-11-20 17:00:00 UTC was refused:",
                        "    x:3: wrong",
                        "Configuration of b: " + nowhere + " on alpha, in force since 2026-11-20 17:00:00 UTC",
                        "Configuration of c: " + folder + " on alpha, in force since 2026-11-20 17:00:00 UTC",
                        "  changed since the node read it: application.properties; freshwatch reload takes it over");
        assertThat(of(running("a", "beta", folder, null), running("c", "alpha", folder, null))
                        .main()
                        .running()
                        .node())
                .as("that of this machine")
                .isEqualTo("c");
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        all.addTo(json, "a");
        assertThat(json.at("/inForce/host").asText()).isEqualTo("beta");
        assertThat(json.at("/inForce/changed").isNull()).as("not known here").isTrue();
        assertThat(json.at("/inForce/lastReload/outcome").asText()).isEqualTo("refused");
        all.addTo(json, "x");
        assertThat(json.get("inForce").isNull()).isTrue();
    }
}
