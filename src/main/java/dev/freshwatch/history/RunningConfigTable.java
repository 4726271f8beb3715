package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration in force, and the outcome of the latest reload, for commands that run beside the watch. There is one
 * row, of the watch that was started last.
 */
public final class RunningConfigTable {

    private static final String WRITE =
            """
            INSERT INTO running_config (id, host, pid, folder, since, files, templated) VALUES (1, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET host = excluded.host, pid = excluded.pid, folder = excluded.folder,
              since = excluded.since, files = excluded.files, templated = excluded.templated""";

    private static final String RELOAD =
            "UPDATE running_config SET reload_began = ?, reload_ended = ?, reload_outcome = ?, reload_faults = ?";

    private static final String READ =
            "SELECT host, pid, folder, since, files, templated, reload_began, reload_ended, reload_outcome, reload_faults"
                    + " FROM running_config";

    private final Store store;

    public RunningConfigTable(Store store) {
        this.store = store;
    }

    /**
     * The configuration in force.
     *
     * @param host   the name of the machine that the watch runs on
     * @param pid    its process there
     * @param folder that of the configuration, absolute
     * @param since  when it was started with it, or took it over
     * @param files  its files as they were read, as {@code ConfigFiles} writes them
     * @param templated the checks that templates of services make
     * @param last   the latest reload of this process; null = there was none
     */
    public record Running(
            String host, long pid, Path folder, Instant since, String files, Set<CheckId> templated, Reload last) {

        public Running {
            templated = Set.copyOf(templated);
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
        store.transaction(connection -> {
            Sql.update(
                    connection,
                    WRITE,
                    running.host(),
                    running.pid(),
                    running.folder().toString(),
                    running.since(),
                    running.files(),
                    running.templated().stream().map(CheckId::value).sorted().collect(Collectors.joining("\n")));
            Reload last = running.last();
            if (last == null) {
                Sql.update(connection, RELOAD, null, null, null, null);
            } else {
                Sql.update(
                        connection,
                        RELOAD,
                        last.began(),
                        last.ended(),
                        last.taken() ? "taken" : "refused",
                        String.join("\n", last.faults()));
            }
            return null;
        });
    }

    /** The latest; empty where no watch of this version was started yet. */
    public Optional<Running> read() {
        return store.transaction(connection -> Sql.first(connection, READ, row -> {
            String host = row.text();
            long pid = row.number();
            Path folder = Path.of(row.text());
            Instant since = row.time();
            String files = row.text();
            Set<CheckId> templated = checks(row.text());
            return new Running(
                    host, pid, folder, since, files, templated, reload(row.time(), row.time(), row.text(), row.text()));
        }));
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
