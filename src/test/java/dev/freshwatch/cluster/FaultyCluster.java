package dev.freshwatch.cluster;

import static org.awaitility.Awaitility.await;

import dev.freshwatch.TcpProxy;
import dev.freshwatch.cluster.FaultPlan.Fault;
import dev.freshwatch.cluster.LeaseLog.Change;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.misp.SimMisp;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Three nodes on a real PostgreSQL, an ESM, a MISP and a webhook's receiver. A trigger of the database writes down each
 * change of hands; each node has ways of its own to the platforms, so what it asks is known.
 */
final class FaultyCluster implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(3);
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final List<String> NODES = List.of("a", "b", "c");

    /** So recently a node was seen that is well. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    private static final String LOG =
            """
            CREATE TABLE lease_log (
              id BIGSERIAL PRIMARY KEY, at BIGINT NOT NULL, namespace TEXT NOT NULL, holder TEXT, fence BIGINT NOT NULL);
            CREATE FUNCTION log_lease() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
            BEGIN
              INSERT INTO lease_log (at, namespace, holder, fence)
                VALUES ((extract(epoch FROM clock_timestamp()) * 1000)::bigint, NEW.namespace, NEW.holder, NEW.fence);
              RETURN NULL;
            END $$;
            CREATE TRIGGER logged_when_made AFTER INSERT ON cluster_lease FOR EACH ROW EXECUTE FUNCTION log_lease();
            CREATE TRIGGER logged_when_changed AFTER UPDATE ON cluster_lease FOR EACH ROW
              WHEN (OLD.fence <> NEW.fence OR OLD.holder IS DISTINCT FROM NEW.holder) EXECUTE FUNCTION log_lease();
            INSERT INTO lease_log (at, namespace, holder, fence)
              SELECT since, namespace, holder, fence FROM cluster_lease""";

    private final InstantSource clock = InstantSource.system();
    private final SimEsm esm = new SimEsm();
    private final SimMisp misp = new SimMisp();
    private final WebhookReceiver webhook = new WebhookReceiver();
    private final RequestStamps esmRequests = new RequestStamps(clock);
    private final RequestStamps mispRequests = new RequestStamps(clock);
    private final PostgresServer server = PostgresServer.start();
    private final Thread atExit = new Thread(server::stop);
    private final StateSettings where = server.freshSchema();
    private final Map<String, NodeProcess> nodes = new TreeMap<>();
    private final Set<String> troubled = new HashSet<>();
    private final Map<String, Long> wellAfter = new TreeMap<>();

    FaultyCluster(Path directory) throws IOException {
        // faults are to come while something is under way
        esm.behaviour().latency(Duration.ofMillis(150));
        misp.behaviour().latency(Duration.ofMillis(50));
        misp.faults().always("servers/restartdeadworkers", SimFault.delay(Duration.ofSeconds(1)));
        webhook.faults().always(SimFaults.ANY, SimFault.delay(Duration.ofMillis(100)));
        Runtime.getRuntime().addShutdownHook(atExit);
        int esmPort = 0;
        int mispPort = 0;
        for (int i = 0; i < NODES.size(); i++) {
            String node = NODES.get(i);
            // the same URLs for all, since they have one configuration; the names lead each to addresses of its own
            String address = "127.0.0." + (i + 2);
            TcpProxy database = TcpProxy.to(server.port());
            TcpProxy toEsm = TcpProxy.to(esm.url().getPort(), address, esmPort).tappedBy(esmRequests.of(node));
            TcpProxy toMisp =
                    TcpProxy.to(misp.url().getPort(), address, mispPort).tappedBy(mispRequests.of(node));
            esmPort = toEsm.port();
            mispPort = toMisp.port();
            Folder folder = folder(directory.resolve(node), node)
                    .set("esm.soc.url", "http://esm.example:" + esmPort)
                    .set("misp.intel.url", "http://misp.example:" + mispPort)
                    .set("state.url", where.url().replaceFirst(":[0-9]+/", ":" + database.port() + "/"));
            Path hosts = directory.resolve(node + ".hosts");
            Files.writeString(hosts, "127.0.0.1 localhost\n" + address + " esm.example misp.example\n");
            nodes.put(node, new NodeProcess(node, folder, hosts, List.of(database, toEsm, toMisp)));
            wellAfter.put(node, 0L);
        }
    }

    private Folder folder(Path path, String node) throws IOException {
        String healing = Files.readString(Folder.HOME.resolve("routes/misp-heal.camel.yaml"));
        return new Folder(Files.createDirectories(path))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.alarms.enabled", "false")
                .set("esm.soc.events.error-after", "3s")
                .set("esm.soc.request-timeout", "5s")
                .misp("intel", misp.url().toString())
                .set("misp.intel.key", SimMisp.USER_KEY)
                .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                // it goes by the names of the machine
                .set("misp.intel.ping.enabled", "false")
                .set("misp.intel.every", "2s")
                .set("misp.intel.request-timeout", "5s")
                .set("misp.intel.heal.enabled", "true")
                .set("misp.intel.heal.max-per-hour", "60")
                .route("misp-heal.camel.yaml", healing.replace("\"10000\"", "\"2000\""))
                .webhook(webhook)
                .set("alert.flapping", "false")
                .set("state.username", where.username())
                .set("state.password", where.password().reveal())
                .set("cluster.enabled", "true")
                .set("cluster.node", node)
                .set("cluster.lease", LEASE.toSeconds() + "s");
    }

    SimEsm esm() {
        return esm;
    }

    SimMisp misp() {
        return misp;
    }

    WebhookReceiver webhook() {
        return webhook;
    }

    RequestStamps esmRequests() {
        return esmRequests;
    }

    RequestStamps mispRequests() {
        return mispRequests;
    }

    NodeProcess node(String name) {
        return nodes.get(name);
    }

    long now() {
        return clock.millis();
    }

    /** Starts all of them, the first one before the others, so that the log misses nothing that matters. */
    void start() throws Exception {
        nodes.get("a").start();
        await("the first node").atMost(PATIENCE).ignoreExceptions().until(() -> !holder("esm/soc")
                .isEmpty());
        run(LOG);
        nodes.get("b").start();
        nodes.get("c").start();
        awaitAllWell();
    }

    void awaitAllWell() {
        await("all nodes").atMost(PATIENCE).until(() -> well().size() == nodes.size());
    }

    List<String> rows(String sql) throws SQLException {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(10))) {
            return Sql.list(connection, sql, Sql.Row::text);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(10));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The node that has this lease now; empty = none. */
    String holder(String namespace) throws SQLException {
        List<String> holder = rows("SELECT holder FROM cluster_lease WHERE holder IS NOT NULL AND namespace = '"
                + namespace + "' AND expires_at > extract(epoch FROM clock_timestamp()) * 1000");
        return holder.isEmpty() ? "" : holder.get(0);
    }

    /** The nodes that nothing befalls, and that have been seen since their last fault. Empty if the database is away. */
    Set<String> well() {
        Set<String> seen = new HashSet<>();
        try {
            for (String row : rows("SELECT node || ' ' || seen_at FROM cluster_node WHERE left_at IS NULL")) {
                String[] parts = row.split(" ");
                long at = Long.parseLong(parts[1]);
                if (at > Math.max(wellAfter(parts[0]), now() - RECENT.toMillis())) {
                    seen.add(parts[0]);
                }
            }
        } catch (SQLException e) {
            return Set.of();
        }
        synchronized (this) {
            seen.removeAll(troubled);
        }
        return seen;
    }

    private synchronized long wellAfter(String node) {
        return wellAfter.get(node);
    }

    synchronized boolean isTroubled(String node) {
        return troubled.contains(node);
    }

    synchronized void trouble(String node, boolean begins) {
        if (begins) {
            troubled.add(node);
        } else {
            troubled.remove(node);
            wellAfter.put(node, now());
        }
    }

    /** Lets it happen. A fault that lasts ends with {@link #endOf}. */
    void happen(Fault fault, String victim) throws Exception {
        NodeProcess node = nodes.get(victim);
        switch (fault.kind()) {
            case KILL -> node.end(true);
            case STOP -> node.end(false);
            case FREEZE -> node.signal("STOP");
            case CUT -> node.way().cut();
            case HOLD -> node.way().hold();
            case CLOCK -> node.setClock(Math.round((fault.strength() * 2 - 1) * 15 * 60));
            case RESTART -> {
                server.stop();
                // for so long it is away
                await().pollDelay(fault.lasts())
                        .atMost(fault.lasts().plusSeconds(60))
                        .until(() -> true);
                server.run();
            }
            case SESSIONS ->
                rows("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND application_name LIKE 'freshwatch%' AND random() <= " + fault.strength());
        }
    }

    void endOf(Fault fault, String victim) throws Exception {
        NodeProcess node = nodes.get(victim);
        switch (fault.kind()) {
            case KILL, STOP -> node.start();
            case FREEZE -> node.signal("CONT");
            case CUT, HOLD -> node.way().mend();
            case CLOCK, RESTART, SESSIONS -> {
                // over already
            }
        }
    }

    /** What changed hands so far. */
    LeaseLog leaseLog() throws SQLException {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(10))) {
            return new LeaseLog(Sql.list(
                    connection,
                    "SELECT at, namespace, holder, fence FROM lease_log ORDER BY id",
                    row -> new Change(row.number(), row.text(), row.text(), row.number())));
        }
    }

    /** What the nodes said. */
    String logs() {
        StringBuilder all = new StringBuilder();
        nodes.forEach((name, node) -> {
            try {
                all.append("== ").append(name).append('\n').append(Files.readString(node.log()));
            } catch (IOException e) {
                all.append(e).append('\n');
            }
        });
        return all.toString();
    }

    List<NodeProcess> nodes() {
        return new ArrayList<>(nodes.values());
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeProcess::close);
        server.close();
        Runtime.getRuntime().removeShutdownHook(atExit);
        webhook.close();
        misp.close();
        esm.close();
    }
}
