package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cli.ClusterReload.Left;
import dev.freshwatch.cli.ClusterReload.Outcome;
import dev.freshwatch.cluster.ClusterQuery;
import dev.freshwatch.cluster.Member;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.history.RunningConfigTable.Reload;
import dev.freshwatch.history.RunningConfigTable.Running;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code reload} says of each node. */
class ClusterReloadTest {

    private static final Instant SINCE = Instant.parse("2026-11-20T17:00:00Z");
    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
    private static final Reload TAKEN = new Reload(SINCE, SINCE, true, List.of());

    private Store store;

    @BeforeEach
    void open() {
        StateSettings where = PostgresServer.shared().freshSchema();
        store = Store.open(where, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** @param seen SQL @param left SQL @param answered the first call has the number 1 */
    private void node(String name, String seen, String left, long answered, String hash, Reload last) {
        store.transaction(connection -> Sql.update(
                connection,
                "INSERT INTO cluster_node (node, incarnation, started_at, seen_at, version, config_hash, wants, left_at)"
                        + " VALUES (?, 'x', 1, " + seen + ", '1', ?, '', " + left + ")",
                name,
                hash));
        new RunningConfigTable(store)
                .write(new Running(name, "alpha", 1, Path.of("/x"), SINCE, hash, answered, "", Set.of(), last));
    }

    @Test
    void allNodesAtWorkAreWaitedForAndTheirConfigurationsCompared() {
        node("a", NOW, "NULL", 1, "12ab", TAKEN);
        node("b", NOW, "NULL", 1, "", new Reload(SINCE, SINCE, false, List.of("x:3: wrong", "y:4: worse")));
        node("c", NOW, "NULL", 0, "34cd", TAKEN);
        node("d", "1", "NULL", 0, "34cd", null);
        node("e", NOW, "5", 0, "34cd", null);
        node("f", NOW, "NULL", 1, "12ab", null);

        ClusterReload reload = ClusterReload.of(store, Duration.ZERO);

        assertThat(reload.lines())
                .as("not those that are gone, or were stopped")
                .containsExactly(
                        "a: the new configuration was taken over",
                        "b: refused, and this node goes on as before:",
                        "  x:3: wrong",
                        "  y:4: worse",
                        "c: has not answered within 0 s; see its log",
                        "f: has been started with the new configuration",
                        "The configurations of the nodes differ (a, f: 12ab; c: 34cd): make application.properties and"
                                + " routes/ the same, then reload");
        assertThat(reload.isTaken()).isFalse();
        assertThat(reload.failure()).isEqualTo("the new configuration was not taken over by b, c");
    }

    @Test
    void itIsTakenOverOnceAllHaveTakenItOver() {
        node("a", NOW, "NULL", 1, "12ab", TAKEN);
        node("b", NOW, "NULL", 1, "12ab", TAKEN);

        ClusterReload reload = ClusterReload.of(store, Duration.ofSeconds(60));

        assertThat(reload.isTaken()).isTrue();
        assertThat(reload.lines())
                .containsExactly("a: the new configuration was taken over", "b: the new configuration was taken over");
        assertThat(ClusterReload.of(store, Duration.ZERO).lines())
                .as("to the next call these are no answers")
                .allMatch(line -> line.contains("has not answered"));
    }

    /** It seemed to be at work at the call, because it had been killed only just before. */
    @Test
    void aNodeThatTurnsOutToBeGoneIsNotWaitedForUnlessItMayHaveHeardOfTheCall() {
        node("a", NOW, "NULL", 1, "12ab", TAKEN);
        node("b", "1", "NULL", 0, "34cd", TAKEN);
        List<Member> before = ClusterQuery.read(store).members();

        ClusterReload gone = new ClusterReload(ClusterReload.outcomes(store, before, 1), Duration.ZERO);
        assertThat(gone.outcomes()).allMatch(Outcome::isCertain);
        assertThat(gone.lines())
                .containsExactly(
                        "a: the new configuration was taken over",
                        "b: has not been seen since before the call, and is gone");
        assertThat(gone.isTaken()).isTrue();

        store.transaction(connection -> Sql.update(connection, "UPDATE cluster_node SET seen_at = 2 WHERE node = 'b'"));
        ClusterReload died = new ClusterReload(ClusterReload.outcomes(store, before, 1), Duration.ZERO);
        assertThat(died.outcomes()).last().matches(outcome -> !outcome.isCertain());
        assertThat(died.failure()).isEqualTo("the new configuration was not taken over by b");
    }

    @Test
    void nodesThatAreStoppedMeanwhileAreNotWaitedFor() {
        Running taken = new Running("a", "alpha", 1, Path.of("/x"), SINCE, "12ab", 1, "", Set.of(), TAKEN);
        ClusterReload.Outcome stopped = new ClusterReload.Outcome("b", taken, false, Left.STOPPED);

        ClusterReload one = new ClusterReload(
                List.of(new ClusterReload.Outcome("a", taken, true, Left.NOT), stopped), Duration.ZERO);
        assertThat(one.isTaken()).isTrue();
        assertThat(one.lines()).contains("b: was stopped meanwhile");

        ClusterReload none = new ClusterReload(List.of(stopped), Duration.ZERO);
        assertThat(none.isTaken()).isFalse();
        assertThat(none.failure()).isEqualTo("no node is running any more; freshwatch run starts one");
    }
}
