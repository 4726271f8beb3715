package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.MachineName;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunningConfigTableTest {

    private static final Instant SINCE = Instant.parse("2026-11-20T17:00:00Z");
    private static final Reload REFUSED =
            new Reload(SINCE.plusSeconds(60), SINCE.plusSeconds(61), false, List.of("one fault", "and another"));

    @TempDir
    Path folder;

    private static Running of(String node, String host, long pid, int since, Reload last) {
        return new Running(
                node,
                host,
                pid,
                Path.of("/etc/freshwatch"),
                SINCE.plusSeconds(since),
                "12ab",
                7,
                "salt\nf 00 /etc/freshwatch/application.properties\n",
                Set.of(new CheckId("service/portal/http")),
                last);
    }

    private static void node(Store store, String name) {
        store.transaction(connection -> Sql.update(
                connection,
                "INSERT INTO cluster_node (node, incarnation, started_at, seen_at, version, config_hash, wants)"
                        + " VALUES (?, 'x', 1, 1, '1', '', '')",
                name));
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void eachNodeHasItsOwnAndAWatchThatIsAloneHasOne(Kept kept) {
        kept.prepare(folder);
        try (Store store = Store.open(Kept.in(folder), InstantSource.system())) {
            RunningConfigTable table = new RunningConfigTable(store);
            assertThat(table.all()).isEmpty();
            assertThat(table.latest()).isEmpty();
            Running alone = of("", "alpha", 1, 0, null);
            table.write(alone);
            assertThat(table.all()).containsExactly(alone);

            List.of("a", "b").forEach(name -> node(store, name));
            Running a = of("a", "alpha", 2, 10, REFUSED);
            Running b = of("b", "beta", 2, 5, new Reload(SINCE, SINCE, true, List.of()));
            table.write(b);
            table.write(of("a", "alpha", 1, 1, null));
            table.write(a);
            assertThat(table.all()).containsExactly(a, b);
            assertThat(table.latest()).contains(a);

            store.transaction(connection -> Sql.update(connection, "DELETE FROM cluster_node WHERE node = 'a'"));
            table.write(b);
            assertThat(table.all()).as("forgotten with its node").containsExactly(b);

            table.write(alone);
            assertThat(table.all()).as("no node any more").containsExactly(alone);
        }
    }

    @ParameterizedTest
    @EnumSource(Kept.class)
    void thatOfAnEarlierVersionIsKept(Kept kept) throws Exception {
        kept.prepare(folder);
        StateSettings where = Kept.in(folder);
        kept.makeOfVersion(where, "18");
        try (Connection connection = kept.connect(where)) {
            Sql.update(
                    connection,
                    "INSERT INTO running_config (id, host, pid, folder, since, files, templated, reload_began, reload_ended,"
                            + " reload_outcome, reload_faults) VALUES (1, 'alpha', 4711, '/etc/freshwatch', ?, 'salt',"
                            + " 'service/portal/http', ?, ?, 'refused', 'one fault')",
                    SINCE,
                    SINCE,
                    SINCE);
        }
        try (Store store = Store.open(where, InstantSource.system())) {
            assertThat(new RunningConfigTable(store).all())
                    .containsExactly(new Running(
                            "",
                            "alpha",
                            4711,
                            Path.of("/etc/freshwatch"),
                            SINCE,
                            "",
                            0,
                            "salt",
                            Set.of(new CheckId("service/portal/http")),
                            new Reload(SINCE, SINCE, false, List.of("one fault"))));
        }
    }

    /** Also where the clocks of two machines, or a container's process id, would tell something else. */
    @Test
    void itsOwnIsThatOfThisProcess() {
        long pid = ProcessHandle.current().pid();
        Running other = of("a", MachineName.own(), pid + 1, 30, null);
        Running own = of("b", MachineName.own(), pid, 10, null);
        Running elsewhere = of("c", "elsewhere", pid, 20, null);

        assertThat(RunningConfigTable.own(List.of(other, own, elsewhere))).contains(own);
        assertThat(RunningConfigTable.own(List.of(elsewhere, other))).contains(other);
        assertThat(RunningConfigTable.own(List.of())).isEmpty();
    }
}
