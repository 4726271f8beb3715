package bench;

import bench.DatabaseLoad.Locks;
import bench.DatabaseLoad.Moment;
import bench.DatabaseLoad.Table;
import dev.freshwatch.sim.SyslogReceiver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Several nodes on one PostgreSQL, and 10,000 checks: what each node costs, what the database has to do, what happens when all
 * checks turn at once, and when a node is killed.
 */
final class ScaleBench {

    /** What a node needs beside the lease to take over and to begin. */
    private static final double MARGIN = 5;

    private final Options options;
    private final Figures figures = new Figures();
    private final Duration every;
    private final double lease;
    private final ScaleChecks checks;

    private ScaleBench(Options options, ScaleChecks checks) {
        this.options = options;
        this.checks = checks;
        every = options.duration("every");
        lease = Figures.seconds(options.duration("lease"));
    }

    public static void main(String[] arguments) {
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("nodes", "3");
        defaults.put("checks", "10000");
        defaults.put("kind", "http");
        defaults.put("every", "60s");
        defaults.put("cycles", "2");
        defaults.put("lease", "15s");
        defaults.put("parts", "steady,storm,kill");
        defaults.put("options", "-Xmx768m");
        defaults.put("memory", "450");
        defaults.put("postgresql", "");
        Options options = Options.of(arguments, defaults);
        Bench.run(3600, () -> {
            try (Targets targets = new Targets(path -> false, Duration.ZERO)) {
                new ScaleBench(options, ScaleChecks.of(options, targets)).run();
            }
        });
    }

    private void run() throws Exception {
        figures.title(options.text("nodes") + " nodes, " + checks.title() + ", every " + options.text("every") + ", "
                + options.text("options") + ", a lease of " + options.text("lease"));
        try (Postgres server = Postgres.start(options.text("postgresql"));
                DatabaseLoad load = new DatabaseLoad(server);
                SyslogReceiver collector = SyslogReceiver.tcp(0);
                Nodes nodes = new Nodes(options, server, collector.port(), checks.routes())) {
            collector.messages().listen(checks::told);
            begin(nodes);
            List<String> parts = List.of(options.text("parts").split(","));
            if (parts.contains("steady")) {
                steady(nodes, load);
            }
            if (parts.contains("storm")) {
                storm(nodes, load);
            }
            if (parts.contains("kill")) {
                kill(nodes, load);
            }
            figures.atMost("worst exit code on SIGTERM", nodes.end(), 0, "");
        }
        figures.end();
    }

    private void begin(Nodes nodes) throws Exception {
        long limit = 1_800;
        if (!nodes.await(limit, () -> checks.seen() >= checks.calls())) {
            throw new IllegalStateException(
                    checks.seen() + " of " + checks.calls() + " were made within " + limit + " s\n" + nodes.tail());
        }
        figures.tell(
                "start of all → every check was made", Figures.seconds(System.nanoTime() - nodes.startedNanos()), "s");
        for (String node : nodes.names()) {
            figures.tell(
                    "processor time until then, " + node,
                    Figures.seconds(nodes.get(node).processorTime()),
                    "s");
        }
        // shares move when nodes come; what is taken over is looked at at once, and in even steps an interval and a
        // half later
        nodes.pause((long) (2 * lease + 1.5 * Figures.seconds(every)));
    }

    private void steady(Nodes nodes, DatabaseLoad load) throws Exception {
        figures.title("What the nodes do");
        Map<String, String> holders = load.holders();
        Moment before = load.now();
        Map<String, Usage> usages = new TreeMap<>();
        for (String node : nodes.names()) {
            usages.put(node, Usage.begin(nodes.get(node).pid(), () -> checks.madeBy(node, holders)));
        }
        long from = System.nanoTime();
        nodes.pause(every.toSeconds() * options.number("cycles"));
        long to = System.nanoTime();
        for (Usage usage : usages.values()) {
            usage.end();
        }
        Moment after = load.now();
        double seconds = Figures.seconds(to - from);
        figures.atMost("leases that changed hands meanwhile", holders.equals(load.holders()) ? 0 : 1, 0, "");
        double made = 0;
        for (Map.Entry<String, Usage> each : usages.entrySet()) {
            made += each.getValue().made();
            node(each.getKey(), each.getValue(), nodes, holders, seconds);
        }
        figures.atMost("groups of services, most − fewest of a node", Nodes.spread(nodes.names(), holders), 1, "");
        figures.atLeast(
                "checks made ÷ checks that were due",
                made / (checks.count() * (double) options.number("cycles")),
                0.99,
                "");
        checks.lateness(from, to, any -> true, every, figures);
        figures.title("What the database does");
        database(before, after, made);
        figures.atMost(
                "sessions, of a node", (double) load.sessions() / nodes.names().size(), 8, "");
        for (String node : nodes.names()) {
            Vitals vitals = Vitals.of(nodes.get(node).pid());
            figures.tell(node + ": heap after a collection", vitals.heapBytes() / 1048576.0, "MiB");
            figures.tell(node + ": threads", vitals.threads(), "");
            figures.tell(node + ": metrics, size and time of an answer", nodes.metrics(node));
        }
        figures.atMost("lines at warn or error in the logs", nodes.complaints(), 0, "");
    }

    private void node(String node, Usage usage, Nodes nodes, Map<String, String> holders, double seconds) {
        double each = usage.millisEach();
        double rate = usage.made() / seconds;
        figures.tell(
                node + ": groups of services; checks; checks a second",
                String.format(
                        Locale.ROOT, "%d; %d; %.1f", Nodes.groups(node, holders), checks.of(node, holders), rate));
        figures.tell(
                node + ": CPU of a check; of a core",
                String.format(Locale.ROOT, "%.2f ms; %.1f %%", each, each * rate / 10));
        figures.atMost(node + ": memory", usage.resident() / 1048576.0, options.number("memory"), "MiB");
    }

    private void database(Moment before, Moment after, double made) {
        double seconds = Figures.seconds(after.nanos() - before.nanos());
        double day = 86_400 / seconds;
        double writes = (after.writes() - before.writes()) / seconds;
        double cpu = Figures.seconds(after.cpu().minus(before.cpu()));
        figures.tell(
                "transactions that write; all",
                String.format(Locale.ROOT, "%.1f; %.1f /s", writes, (after.commits() - before.commits()) / seconds));
        figures.tell(
                "CPU; of a check",
                String.format(Locale.ROOT, "%.1f %% of a core; %.3f ms", 100 * cpu / seconds, 1_000 * cpu / made));
        double wal = after.wal() - before.wal();
        figures.tell(
                "WAL; of a check",
                String.format(Locale.ROOT, "%.2f GB a day; %.0f bytes", wal * day / 1e9, wal / made));
        figures.tell("size", after.bytes() / 1e6, "MB");
        locks(after.locks().minus(before.locks()), writes);
        after.tables().forEach((name, table) -> {
            Table change = table.minus(before.tables().getOrDefault(name, Table.NONE));
            if (change.writes() > 0) {
                figures.tell(
                        "table " + name,
                        String.format(
                                Locale.ROOT,
                                "%d rows, %.1f MB; %.0f inserted, %.0f changed (%.0f %% HOT), %.0f deleted, %.1f MB more a day",
                                table.rows(),
                                table.bytes() / 1e6,
                                change.inserted() * day,
                                change.updated() * day,
                                100.0 * change.hot() / Math.max(1, change.updated()),
                                change.deleted() * day,
                                change.bytes() * day / 1e6));
            }
        });
    }

    private void locks(Locks locks, double writes) {
        double held = locks.each(locks.storeHeld());
        figures.atMost("the lock of the store is held, of the time", held, 0.5, "");
        figures.tell("transactions that wait for it, mean", locks.each(locks.storeWaiting()), "");
        figures.tell(
                "held by a transaction, at least; waited for",
                String.format(
                        Locale.ROOT,
                        "%.1f; %.1f ms",
                        1_000 * held / writes,
                        1_000 * locks.each(locks.storeWaiting()) / writes));
        figures.tell("the lock of the history is held, of the time", locks.each(locks.historyHeld()), "");
    }

    /** All checks turn at once: what has to be written and told is as much as ever can be. */
    private void storm(Nodes nodes, DatabaseLoad load) throws Exception {
        figures.title("Everything breaks at once");
        Moment before = load.now();
        long from = System.nanoTime();
        checks.breakAll();
        long limit = every.toSeconds() + 120;
        nodes.await(limit, () -> checks.told() >= checks.count());
        long to = System.nanoTime();
        Moment after = load.now();
        figures.atLeast("problems told ÷ checks", (double) checks.told() / checks.count(), 1, "");
        List<Double> delays =
                checks.toldAfter(from).stream().map(Figures::seconds).toList();
        figures.atMost("until all of them were told", Figures.seconds(to - from), Figures.seconds(every) + 30, "s");
        figures.tell("from the request to the collector, median", Figures.percentile(delays, 0.5), "s");
        figures.tell("from the request to the collector, 99 %", Figures.percentile(delays, 0.99), "s");
        double seconds = Figures.seconds(after.nanos() - before.nanos());
        double writes = (after.writes() - before.writes()) / seconds;
        figures.tell("transactions that write", writes, "/s");
        figures.tell(
                "CPU of the database", 100 * Figures.seconds(after.cpu().minus(before.cpu())) / seconds, "% of a core");
        locks(after.locks().minus(before.locks()), writes);
        checks.lateness(from - every.toNanos(), to, any -> true, every, figures);
        checks.mendAll();
        nodes.pause(every.toSeconds() + 10);
    }

    private void kill(Nodes nodes, DatabaseLoad load) throws Exception {
        String victim = nodes.names().get(nodes.names().size() - 1);
        figures.title(victim + " is killed");
        Map<String, String> holders = load.holders();
        long killed = System.nanoTime();
        nodes.kill(victim);
        if (!nodes.await((long) (lease + 60), () -> taken(load, victim, holders))) {
            throw new IllegalStateException("nobody takes the leases of " + victim + "\n" + nodes.tail());
        }
        figures.atMost(
                "until others have all its leases", Figures.seconds(System.nanoTime() - killed), lease + MARGIN, "s");
        // an answer of the moment of the kill may still arrive
        long after = killed + TimeUnit.MILLISECONDS.toNanos(100);
        long limit = (long) (lease + 2 * Figures.seconds(every) + 60);
        boolean all = nodes.await(
                limit,
                () -> checks.firstAfter(after, path -> victim.equals(checks.holder(path, holders)))
                                .size()
                        >= checks.callsOf(victim, holders));
        List<Double> first = new ArrayList<>();
        checks.firstAfter(after, path -> victim.equals(checks.holder(path, holders)))
                .forEach(nanos -> first.add(Figures.seconds(nanos - killed)));
        figures.tell("checks that it made", checks.of(victim, holders), "");
        figures.tell("until half of them were made again", Figures.percentile(first, 0.5), "s");
        figures.atMost(
                "until all of them were made again",
                all ? Figures.percentile(first, 1) : Double.POSITIVE_INFINITY,
                lease + MARGIN + Figures.seconds(every),
                "s");
        figures.title("The checks of the others meanwhile");
        nodes.pause(every.toSeconds() + 2);
        checks.lateness(
                killed - every.toNanos(),
                System.nanoTime(),
                path -> !victim.equals(checks.holder(path, holders)),
                every,
                figures);
    }

    private static boolean taken(DatabaseLoad load, String victim, Map<String, String> before) {
        try {
            Map<String, String> now = load.holders();
            return now.keySet().containsAll(before.keySet()) && !now.containsValue(victim);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
