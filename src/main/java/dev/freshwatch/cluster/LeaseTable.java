package dev.freshwatch.cluster;

import dev.freshwatch.cluster.Lease.Cause;
import dev.freshwatch.store.FencedOut;
import dev.freshwatch.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * SQL for nodes and leases, in PostgreSQL. A beat is one statement. All of its rows are locked in the order of their names,
 * and rows of others that are locked are left alone, so no two statements wait for each other. Two nodes that take the same
 * lease are told apart by the lock of its row: the second one sees another fence, and gets nothing.
 */
final class LeaseTable {

    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /** Since it was there; its leases stay, because their numbers must only grow. */
    private static final Duration NODE_KEPT = Duration.ofDays(31);

    private static final String BEAT =
            """
            WITH clock AS MATERIALIZED (SELECT {now} AS now),
            me AS (
              INSERT INTO cluster_node AS n
                (node, incarnation, started_at, seen_at, version, config_hash, wants, left_at, trouble)
              SELECT ?, ?, now, now, ?, ?, ?, NULL, ? FROM clock
              ON CONFLICT (node) DO UPDATE SET incarnation = excluded.incarnation, seen_at = excluded.seen_at,
                started_at = CASE WHEN n.incarnation = excluded.incarnation THEN n.started_at ELSE excluded.started_at END,
                version = excluded.version, config_hash = excluded.config_hash, wants = excluded.wants, left_at = NULL,
                trouble = excluded.trouble
              WHERE n.incarnation = excluded.incarnation OR n.left_at IS NOT NULL OR n.seen_at + ? <= excluded.seen_at
              RETURNING node, incarnation),
            forgotten AS (
              DELETE FROM cluster_node WHERE node IN (
                SELECT n.node FROM cluster_node n CROSS JOIN me CROSS JOIN clock
                WHERE n.node <> me.node AND greatest(n.seen_at, coalesce(n.left_at, 0)) < clock.now - {kept}
                ORDER BY n.node FOR UPDATE OF n SKIP LOCKED)),
            own AS (
              SELECT l.namespace, k.cause FROM cluster_lease l
              JOIN unnest(string_to_array(?, E'\\n'), string_to_array(?, E'\\n')::bigint[], string_to_array(?, E'\\n'))
                AS k (namespace, fence, cause) ON k.namespace = l.namespace AND k.fence = l.fence
              JOIN me ON l.holder = me.node AND l.incarnation = me.incarnation
              ORDER BY l.namespace FOR UPDATE OF l),
            kept AS (
              UPDATE cluster_lease l SET expires_at = {now} + ? FROM own
              WHERE l.namespace = own.namespace AND own.cause = 'keep'
              RETURNING l.namespace, l.fence),
            released AS (
              UPDATE cluster_lease l SET holder = NULL, incarnation = NULL, previous = l.holder, expires_at = 0,
                since = {now}, cause = own.cause
              FROM own WHERE l.namespace = own.namespace AND own.cause <> 'keep'
              RETURNING l.namespace),
            free AS (
              SELECT l.namespace FROM cluster_lease l
              JOIN unnest(string_to_array(?, E'\\n'), string_to_array(?, E'\\n')::bigint[],
                string_to_array(?, E'\\n')::bigint[], string_to_array(?, E'\\n')::boolean[])
                AS w (namespace, fence, expires_at, overdue)
                ON w.namespace = l.namespace AND w.fence = l.fence AND w.expires_at = l.expires_at
              CROSS JOIN me CROSS JOIN clock
              WHERE l.holder IS NULL OR l.expires_at <= clock.now OR w.overdue
              ORDER BY l.namespace FOR UPDATE OF l SKIP LOCKED),
            taken AS (
              UPDATE cluster_lease l SET holder = me.node, incarnation = me.incarnation, fence = l.fence + 1,
                expires_at = {now} + ?, since = {now},
                cause = CASE WHEN l.holder IS NULL THEN l.cause ELSE 'expired' END,
                previous = coalesce(l.holder, l.previous)
              FROM free, me WHERE l.namespace = free.namespace
              RETURNING l.namespace, l.fence, l.cause),
            made AS (
              INSERT INTO cluster_lease (namespace, holder, incarnation, fence, expires_at, since, cause)
              SELECT w.namespace, me.node, me.incarnation, 1, {now} + ?, {now}, 'new'
              FROM unnest(string_to_array(?, E'\\n')) AS w (namespace), me ORDER BY w.namespace
              ON CONFLICT (namespace) DO NOTHING
              RETURNING namespace, fence, cause)
            SELECT 'clock', NULL, NULL, NULL, NULL, now, 0, 0, NULL, NULL FROM clock
            UNION ALL SELECT 'me', node, incarnation, NULL, NULL, 0, 0, 0, NULL, NULL FROM me
            UNION ALL SELECT 'kept', namespace, NULL, NULL, NULL, fence, 0, 0, NULL, NULL FROM kept
            UNION ALL SELECT 'taken', namespace, cause, NULL, NULL, fence, 0, 0, NULL, NULL FROM taken
            UNION ALL SELECT 'taken', namespace, cause, NULL, NULL, fence, 0, 0, NULL, NULL FROM made
            UNION ALL SELECT 'node', node, incarnation, version, config_hash, started_at, seen_at, left_at, wants, trouble
              FROM cluster_node
            UNION ALL SELECT 'lease', namespace, holder, incarnation, cause, fence, expires_at, since, previous, NULL
              FROM cluster_lease"""
                    .replace("{now}", NOW)
                    .replace("{kept}", Long.toString(NODE_KEPT.toMillis()));

    private static final String LEAVE =
            """
            WITH gone AS (
              UPDATE cluster_node SET left_at = {now} WHERE node = ? AND incarnation = ? RETURNING node)
            UPDATE cluster_lease l SET holder = NULL, incarnation = NULL, previous = l.holder, expires_at = 0,
              since = {now}, cause = 'left'
            FROM gone WHERE l.holder = gone.node AND l.incarnation = ?"""
                    .replace("{now}", NOW);

    private static final String VERIFY =
            """
            SELECT l.namespace FROM cluster_lease l
            JOIN unnest(string_to_array(?, E'\\n'), string_to_array(?, E'\\n')::bigint[]) AS k (namespace, fence)
              ON k.namespace = l.namespace AND k.fence = l.fence
            WHERE l.holder = ? AND l.incarnation = ?
            ORDER BY l.namespace FOR SHARE OF l""";

    private LeaseTable() {}

    /** One row of the answer to a beat. */
    private record Read(
            String kind, String a, String b, String c, String d, long n, long m, Long o, String e, String f) {

        static Read of(Sql.Row row) throws SQLException {
            return new Read(
                    row.text(),
                    row.text(),
                    row.text(),
                    row.text(),
                    row.text(),
                    row.number(),
                    row.number(),
                    row.numberOrNull(),
                    row.text(),
                    row.text());
        }

        Member member() {
            Instant left = o == null ? null : Instant.ofEpochMilli(o);
            Set<String> wants = e.isEmpty() ? Set.of() : new TreeSet<>(List.of(e.split("\n")));
            return new Member(a, b, Instant.ofEpochMilli(n), Instant.ofEpochMilli(m), c, d, wants, left, f);
        }

        Lease lease() {
            return new Lease(a, b, c, n, Instant.ofEpochMilli(m), Instant.ofEpochMilli(o), Cause.of(d), e);
        }
    }

    /** Says that this node is there, and does what was decided. */
    static BeatResult beat(Connection connection, Member self, Duration lease, LeaseDecision todo) throws SQLException {
        List<LeaseClaim> own = new ArrayList<>(todo.keep());
        Map<String, String> causes = new HashMap<>();
        todo.keep().forEach(claim -> causes.put(claim.namespace(), "keep"));
        todo.release().forEach((namespace, cause) -> causes.put(namespace, cause.word()));
        own.addAll(todo.released());
        List<Read> rows = Sql.list(
                connection,
                BEAT,
                Read::of,
                self.node(),
                self.incarnation(),
                self.version(),
                self.configHash(),
                String.join("\n", new TreeSet<>(self.wants())),
                self.trouble(),
                lease,
                lines(own, LeaseClaim::namespace),
                lines(own, LeaseClaim::fence),
                lines(own, claim -> causes.get(claim.namespace())),
                lease,
                lines(todo.take(), LeaseClaim::namespace),
                lines(todo.take(), LeaseClaim::fence),
                lines(todo.take(), claim -> claim.expiresAt().toEpochMilli()),
                lines(todo.take(), LeaseClaim::overdue),
                lease,
                lease,
                lines(todo.create(), namespace -> namespace));
        Instant now = Instant.ofEpochMilli(of(rows, "clock").get(0).n());
        Map<String, Long> fences = new TreeMap<>();
        of(rows, "kept").forEach(row -> fences.put(row.a(), row.n()));
        of(rows, "taken").forEach(row -> fences.put(row.a(), row.n()));
        return new BeatResult(
                !of(rows, "me").isEmpty(),
                new ClusterView(
                        now,
                        of(rows, "node").stream().map(Read::member).toList(),
                        of(rows, "lease").stream().map(Read::lease).toList()),
                fences,
                of(rows, "taken").stream().collect(Collectors.toMap(Read::a, row -> Cause.of(row.b()))));
    }

    /** Null where there is nothing: {@code string_to_array} of an empty text would be an array of one. */
    private static <T> String lines(Collection<T> all, Function<T, Object> part) {
        return all.isEmpty()
                ? null
                : all.stream().map(part).map(String::valueOf).collect(Collectors.joining("\n"));
    }

    private static List<Read> of(List<Read> rows, String kind) {
        return rows.stream().filter(row -> row.kind().equals(kind)).toList();
    }

    /** Leaves in good order: others may take over at once. */
    static void leave(Connection connection, Member self) throws SQLException {
        Sql.update(connection, LEAVE, self.node(), self.incarnation(), self.incarnation());
    }

    /**
     * Within a transaction: makes sure that these numbers are current, and that nobody can take the leases before it ends.
     *
     * @throws FencedOut if one is not
     */
    static void verify(Connection connection, Member self, Map<String, Long> numbers) throws SQLException {
        List<String> namespaces = List.copyOf(new TreeSet<>(numbers.keySet()));
        List<String> current = Sql.list(
                connection,
                VERIFY,
                Sql.Row::text,
                lines(namespaces, namespace -> namespace),
                lines(namespaces, numbers::get),
                self.node(),
                self.incarnation());
        Set<String> others = new TreeSet<>(namespaces);
        others.removeAll(current);
        if (!others.isEmpty()) {
            throw new FencedOut(String.join(", ", others));
        }
    }
}
