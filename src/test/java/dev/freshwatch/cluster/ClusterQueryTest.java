package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshwatch.cluster.NodeReport.Presence;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterQueryTest {

    private static final Duration LEASE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private static Member node(String name, String hash) {
        return new Member(
                name, name + "-1", Instant.EPOCH, Instant.EPOCH, "1.2", hash, Set.of("esm/soc", "misp/intel"), null);
    }

    private static void takes(Connection connection, Member node, String... namespaces) throws Exception {
        LeaseTable.beat(connection, node, LEASE, LeaseDecision.NOTHING);
        LeaseTable.beat(
                connection,
                node,
                LEASE,
                new LeaseDecision(List.of(), List.of(), Set.of(namespaces), List.of(), Map.of()));
    }

    @Test
    void aStoreWithoutAClusterHasNoNodes() {
        try (Store store = Store.open(
                StateSettings.of("jdbc:sqlite:" + folder.resolve("freshwatch.db")), InstantSource.system())) {
            assertThat(ClusterQuery.read(store)).isEqualTo(ClusterView.EMPTY);
        }
    }

    @Test
    void saysWhoDoesWhatAndWhoIsGone() throws Exception {
        StateSettings where = PostgresServer.shared().freshSchema();
        try (Store store = Store.open(where, InstantSource.system());
                Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
            takes(connection, node("a", "aaaa"), "esm/soc");
            takes(connection, node("b", "bbbb"), "misp/intel");
            takes(connection, node("c", ""));
            LeaseTable.leave(connection, node("c", ""));
            NodeReport report = new NodeReport(ClusterQuery.read(store.reading()));
            assertThat(report.view().members())
                    .extracting(Member::node, report::presence)
                    .containsExactly(
                            tuple("a", Presence.WORKING), tuple("b", Presence.WORKING), tuple("c", Presence.LEFT));
            assertThat(report.held(report.view().members().get(0)))
                    .extracting(Lease::namespace)
                    .containsExactly("esm/soc");
            assertThat(report.configurations()).isEqualTo(Map.of("aaaa", List.of("a"), "bbbb", List.of("b")));
            assertThat(report.lastHandOver()).isEmpty();
            assertThat(report.unheld()).isEmpty();

            Sql.update(connection, "UPDATE cluster_node SET seen_at = seen_at - 500000 WHERE node = 'b'");
            Sql.update(connection, "UPDATE cluster_lease SET expires_at = 1 WHERE holder = 'b'");
            report = new NodeReport(ClusterQuery.read(store));
            assertThat(report.presence(report.view().members().get(1))).isEqualTo(Presence.GONE);
            assertThat(report.unheld()).containsExactly("misp/intel");
            assertThat(report.configurations()).as("of those that work").containsOnlyKeys("aaaa");

            Sql.update(
                    connection,
                    "UPDATE cluster_lease SET expires_at = ?, holder = 'a', incarnation = 'a-1', previous = 'b',"
                            + " cause = 'expired' WHERE namespace = 'misp/intel'",
                    report.view().now().plusSeconds(60));
            report = new NodeReport(ClusterQuery.read(store));
            assertThat(report.lastHandOver()).hasValueSatisfying(lease -> {
                assertThat(lease.namespace()).isEqualTo("misp/intel");
                assertThat(lease.previous()).isEqualTo("b");
                assertThat(lease.cause()).isEqualTo(Lease.Cause.EXPIRED);
            });
        }
    }
}
