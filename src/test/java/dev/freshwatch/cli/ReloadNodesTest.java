package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.Reloads;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.store.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One {@code reload} reaches both nodes, and {@code status} shows the files of both. */
@Timeout(180)
@Tag("soak")
@ExtendWith(LogAsBefore.class)
class ReloadNodesTest {

    private final StateSettings where = PostgresServer.shared().freshSchema();
    private final StringWriter out = new StringWriter();

    @TempDir
    Path directory;

    private Folder folder(String node) throws IOException {
        return new Folder(Files.createDirectories(directory.resolve(node)))
                .set("esm.soc.url", "https://127.0.0.1:1")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .set("state.url", where.url())
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.node", node)
                .set("cluster.lease", "3s");
    }

    private int run(Folder beside, String... command) {
        out.getBuffer().setLength(0);
        String[] all = Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--config";
        all[command.length + 1] = beside.path().toString();
        return Main.commands(new PrintWriter(out, true), new PrintWriter(out, true))
                .execute(all);
    }

    @Test
    void fromAnyNode() throws Exception {
        Folder one = folder("a");
        Folder two = folder("b");
        try (WatchApp a = one.watch();
                Reloads ofA = new Reloads(a, one::config, taken -> {});
                WatchApp b = two.watch();
                Reloads ofB = new Reloads(b, two::config, taken -> {})) {
            a.reloadBy(ofA::request);
            b.reloadBy(ofB::request);

            one.set("esm.soc.every", "7m").write();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(run(two, "status")).isZero();
                assertThat(out.toString())
                        .contains("Configuration of a: " + one.path() + " on ")
                        .contains("Configuration of b: " + two.path() + " on ")
                        .containsOnlyOnce(
                                "changed since the node read it: application.properties; freshwatch reload takes it over");
            });
            assertThat(run(two, "reload")).as(out::toString).isZero();
            assertThat(out.toString())
                    .startsWith("a: the new configuration was taken over\nb: the new configuration was taken over\n"
                            + "The configurations of the nodes differ (a: ")
                    .containsPattern("b: \\w+\\): make application.properties and routes/ the same, then reload");

            two.set("esm.soc.every", "7m").write();
            one.set("esm.soc.evry", "8m").write();
            assertThat(run(two, "reload")).isEqualTo(3);
            assertThat(out.toString())
                    .contains("a: refused, and this node goes on as before:\n")
                    .containsPattern("  .*application.properties:\\d+: esm.soc.evry")
                    .contains("b: the new configuration was taken over\n")
                    .contains("freshwatch: the new configuration was not taken over by a\n")
                    .doesNotContain("differ");
        }
    }
}
