package dev.freshwatch.history;

import dev.freshwatch.config.MachineName;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration in force, and the outcome of the latest reload, for commands that run beside the watch. There is one
 * row for a watch, or one for each node of a cluster.
 */
public final class RunningConfigTable {

    private static final String WRITE =
            """
            INSERT INTO running_config (node, host, pid, folder, since, config_hash, files, templated, answered,
              reload_began, reload_ended, reload_outcome, reload_faults)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (node) DO UPDATE SET host = excluded.host, pid = excluded.pid, folder = excluded.folder,
              since = excluded.since, config_hash = excluded.config_hash, files = excluded.files,
              templated = excluded.templated, answered = excluded.answered, reload_began = excluded.reload_began,
              reload_ended = excluded.reload_ended, reload_outcome = excluded.reload_outcome,
              reload_faults = excluded.reload_faults""";

    /** A watch is alone, or a node among others: never both on one store. */
    private static final String DELETE_OTHERS =
            """
            DELETE FROM running_config WHERE node <> ?
              AND (? = '' OR node = '' OR node NOT IN (SELECT node FROM cluster_node))""";

    private static final String READ =
            """
            SELECT node, host, pid, folder, since, config_hash, files, templated, answered, reload_began, reload_ended,
              reload_outcome, reload_faults
            FROM running_config ORDER BY node""";

    private final Store store;

    public RunningConfigTable(Store store) {
        this.store = store;
    }

    /**
     * The configuration in force.
     *
     * @param node   the name of the node that goes by it; empty = the watch is alone
     * @param host   the name of the machine that the watch runs on
     * @param pid    its process there
     * @param folder that of the configuration, absolute
     * @param since  when it was started with it, or took it over
     * @param hash   of what all nodes must have in common; empty = not known
     * @param answered the latest call to reload, of all nodes, that it knew before it read its files
     * @param files  its files as they were read, as {@code ConfigFiles} writes them
     * @param templated the checks that templates of services make
     * @param last   the latest reload of this process; null = there was none
     */
    public record Running(
            String node,
            String host,
            long pid,
            Path folder,
            Instant since,
            String hash,
            long answered,
            String files,
            Set<CheckId> templated,
            Reload last) {

        public Running {
            templated = Set.copyOf(templated);
        }

        /** Whether it is one of several. */
        public boolean isNode() {
            return !node.isEmpty();
        }
    }

    /**
     * A reload.
     *
     * @param taken  whether the new configuration was taken over
     * @param faults why it was not, one a line of plain words; empty where it was
     */
    public record Reload(Instant began, Instant ended, boolean taken, List<String> faults) {

        public Reload {
            faults = List.copyOf(faults);
        }
    }

    /** A watch starts with this configuration, or has taken it over. */
    public void write(Running running) {
        Reload last = running.last();
        store.transaction(connection -> {
            Sql.update(connection, DELETE_OTHERS, running.node(), running.node());
            return Sql.update(
                    connection,
                    WRITE,
                    running.node(),
                    running.host(),
                    running.pid(),
                    running.folder().toString(),
                    running.since(),
                    running.hash(),
                    running.files(),
                    running.templated().stream().map(CheckId::value).sorted().collect(Collectors.joining("\n")),
                    running.answered(),
                    last == null ? null : last.began(),
                    last == null ? null : last.ended(),
                    last == null ? null : last.taken() ? "taken" : "refused",
                    last == null ? null : String.join("\n", last.faults()));
        });
    }

    /** That of the watch, or those of all nodes, sorted by name; empty where no watch of this version was started yet. */
    public List<Running> all() {
        return store.transaction(connection -> Sql.list(connection, READ, RunningConfigTable::running));
    }

    /** That of the watch, or of the node that started or reloaded last. */
    public Optional<Running> latest() {
        return latest(all());
    }

    private static Optional<Running> latest(List<Running> all) {
        return all.stream().max(Comparator.comparing(Running::since));
    }

    /** Of these, that of this process; if it is no watch, the latest. */
    public static Optional<Running> own(List<Running> all) {
        long pid = ProcessHandle.current().pid();
        String host = MachineName.own();
        return all.stream()
                .filter(running -> running.pid() == pid && running.host().equals(host))
                .max(Comparator.comparing(Running::since))
                .or(() -> latest(all));
    }

    private static Running running(Sql.Row row) throws SQLException {
        return new Running(
                row.text(),
                row.text(),
                row.number(),
                Path.of(row.text()),
                row.time(),
                row.text(),
                row.at(9).number(),
                row.at(7).text(),
                checks(row.text()),
                reload(row.at(10).time(), row.time(), row.text(), row.text()));
    }

    private static Set<CheckId> checks(String lines) {
        return lines == null
                ? Set.of()
                : lines.lines().filter(CheckId::isId).map(CheckId::new).collect(Collectors.toSet());
    }

    private static Reload reload(Instant began, Instant ended, String outcome, String faults) {
        return outcome == null
                ? null
                : new Reload(
                        began,
                        ended,
                        outcome.equals("taken"),
                        faults.lines().filter(line -> !line.isBlank()).toList());
    }
}
