package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of a cluster as shipped, and what it tells of another one, of which there are only the rows. */
@Tag("soak")
class AbsentNodeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    @TempDir
    Path directory;

    private static List<String> told(WebhookReceiver webhook) {
        return webhook.hooks().all().stream().map(WebhookReceiver.Hook::text).toList();
    }

    private static List<String> looks(Connection connection) throws Exception {
        return Sql.list(
                connection,
                "SELECT check_id || ' ' || state FROM check_look WHERE check_id LIKE 'freshwatch/node/%' ORDER BY 1",
                Sql.Row::text);
    }

    @Test
    void aNodeThatIsGoneIsAProblemUntilItIsBackAndForgottenWhenItHasLeft() throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .set("esm.soc.alarms.enabled", "false")
                    .webhook(webhook)
                    .set("state.url", where.url())
                    .set("state.username", where.username())
                    .set("state.password", where.password().reveal())
                    .set("cluster.enabled", "true")
                    .set("cluster.node", "a")
                    .set("cluster.lease", "3s")
                    .set("cluster.report-after", "3s");
            try (WatchApp watch = folder.watch();
                    Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
                Sql.update(
                        connection,
                        "INSERT INTO cluster_node (node, incarnation, started_at, seen_at, version, config_hash, wants)"
                                + " SELECT 'b', 'b-1', now - 900000, now - 600000, '1', '', '' FROM (SELECT " + NOW
                                + " AS now) c");
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook))
                        .singleElement()
                        .asString()
                        .contains("dev.freshwatch.problem", "freshwatch/node/b", "critical")
                        .contains("node b: not seen for 10 min"));
                assertThat(looks(connection)).containsExactly("freshwatch/node/a OK", "freshwatch/node/b CRITICAL");

                await().atMost(PATIENCE).untilAsserted(() -> {
                    Sql.update(connection, "UPDATE cluster_node SET seen_at = " + NOW + " WHERE node = 'b'");
                    assertThat(told(webhook))
                            .last()
                            .asString()
                            .contains("dev.freshwatch.recovery", "freshwatch/node/b");
                });

                Sql.update(connection, "UPDATE cluster_node SET left_at = " + NOW + " WHERE node = 'b'");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(looks(connection)).containsExactly("freshwatch/node/a OK"));
                assertThat(told(webhook)).hasSize(2);
            }
        }
    }
}
