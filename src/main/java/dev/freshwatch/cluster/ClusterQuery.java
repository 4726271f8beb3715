package dev.freshwatch.cluster;

import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads nodes and leases, for those who only look at them. */
public final class ClusterQuery {

    private static final String NODES =
            """
            SELECT node, incarnation, started_at, seen_at, version, config_hash, wants, left_at, trouble FROM cluster_node
            ORDER BY node""";

    private static final String LEASES =
            """
            SELECT namespace, holder, incarnation, fence, expires_at, since, cause, previous FROM cluster_lease
            ORDER BY namespace""";

    private static final String NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private ClusterQuery() {}

    /**
     * Returns all nodes that the store knows, and who does what; empty if there was never a cluster on it.
     *
     * @throws dev.freshwatch.store.StoreException if it cannot be read
     */
    public static ClusterView read(Store store) {
        return store.transaction(connection -> {
            List<Member> members = Sql.list(
                    connection,
                    NODES,
                    row -> new Member(
                            row.text(),
                            row.text(),
                            row.time(),
                            row.time(),
                            row.text(),
                            row.text(),
                            lines(row.text()),
                            row.time(),
                            row.text()));
            if (members.isEmpty()) {
                return ClusterView.EMPTY; // also on SQLite, which has another clock
            }
            List<Lease> leases = Sql.list(
                    connection,
                    LEASES,
                    row -> new Lease(
                            row.text(),
                            row.text(),
                            row.text(),
                            row.number(),
                            row.time(),
                            row.time(),
                            Lease.Cause.of(row.text()),
                            row.text()));
            Instant now = Sql.first(connection, NOW, Sql.Row::time).orElseThrow();
            return new ClusterView(now, members, leases);
        });
    }

    private static Set<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).collect(Collectors.toSet());
    }
}
