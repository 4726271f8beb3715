package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.cluster.Lease.Cause;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.FencedOut;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements, against a real PostgreSQL. */
class LeaseTableTest {

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Set<String> NONE = Set.of();

    private StateSettings where;
    private final List<Connection> open = new ArrayList<>();

    @BeforeEach
    void prepare() {
        where = PostgresServer.shared().freshSchema();
        Store.open(where, InstantSource.system()).close();
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20));
        open.add(connection);
        return connection;
    }

    private static Member node(String name, String incarnation) {
        Instant now = Instant.EPOCH;
        return new Member(name, incarnation, now, now, "1.2", "hash", Set.of("esm/soc"), null);
    }

    private static LeaseDecision create(Set<String> namespaces) {
        return new LeaseDecision(List.of(), List.of(), namespaces, List.of(), Map.of());
    }

    private static LeaseDecision take(Lease... leases) {
        return new LeaseDecision(
                List.of(),
                List.of(leases).stream()
                        .map(lease -> LeaseClaim.of(lease, false))
                        .toList(),
                NONE,
                List.of(),
                Map.of());
    }

    private static LeaseDecision keep(String namespace, long fence) {
        return new LeaseDecision(
                List.of(new LeaseClaim(namespace, fence, Instant.EPOCH, false)), List.of(), NONE, List.of(), Map.of());
    }

    private void expire() throws SQLException {
        Sql.update(connect(), "UPDATE cluster_lease SET expires_at = 1");
    }

    @Test
    void nodesThatWereNotThereForAMonthAreForgotten() throws SQLException {
        Connection connection = connect();
        LeaseTable.beat(connection, node("old", "1"), LEASE, create(Set.of("esm/soc")));
        LeaseTable.beat(connection, node("left", "2"), LEASE, create(NONE));
        LeaseTable.leave(connection, node("left", "2"));
        Sql.update(connection, "UPDATE cluster_node SET seen_at = 1 WHERE node <> 'left'");

        Member self = node("self", "3");
        LeaseTable.beat(connection, self, LEASE, create(NONE));
        ClusterView view =
                LeaseTable.beat(connection, self, LEASE, create(NONE)).view();
        assertThat(view.members()).extracting(Member::node).containsExactlyInAnyOrder("left", "self");
        assertThat(view.lease("esm/soc")).as("its number must only grow").isPresent();
    }

    @Test
    void aLeaseIsMadeKeptReleasedAndTaken() throws SQLException {
        Connection connection = connect();
        Member one = node("one", "1");
        Member two = node("two", "2");

        BeatResult made = LeaseTable.beat(connection, one, LEASE, create(Set.of("esm/soc", "misp/intel")));
        assertThat(made.member()).isTrue();
        assertThat(made.fences()).containsOnly(Map.entry("esm/soc", 1L), Map.entry("misp/intel", 1L));
        assertThat(made.taken()).containsEntry("esm/soc", Cause.NEW);

        BeatResult other = LeaseTable.beat(connection, two, LEASE, create(Set.of("esm/soc")));
        assertThat(other.fences()).isEmpty();
        Lease seen = other.view().lease("esm/soc").orElseThrow();
        assertThat(seen.holder()).isEqualTo("one");
        assertThat(LeaseTable.beat(connection, two, LEASE, take(seen)).fences())
                .as("not expired")
                .isEmpty();

        LeaseClaim claim = new LeaseClaim("esm/soc", 1, Instant.EPOCH, false);
        LeaseDecision release =
                new LeaseDecision(List.of(), List.of(), NONE, List.of(claim), Map.of("esm/soc", Cause.SHARED));
        assertThat(LeaseTable.beat(connection, one, LEASE, release).fences()).isEmpty();

        Lease free = LeaseTable.beat(connection, two, LEASE, LeaseDecision.NOTHING)
                .view()
                .lease("esm/soc")
                .orElseThrow();
        assertThat(free.isHeld()).isFalse();
        assertThat(free.previous()).isEqualTo("one");
        BeatResult taken = LeaseTable.beat(connection, two, LEASE, take(free));
        assertThat(taken.fences()).containsOnly(Map.entry("esm/soc", 2L));
        assertThat(taken.taken()).containsOnly(Map.entry("esm/soc", Cause.SHARED));
        assertThat(LeaseTable.beat(connection, one, LEASE, keep("esm/soc", 1)).fences())
                .as("with the old number")
                .isEmpty();
        assertThat(LeaseTable.beat(connection, two, LEASE, keep("esm/soc", 2)).fences())
                .containsKey("esm/soc");
    }

    @Test
    void aLateHolderKeepsWhatNobodyTookAndNothingElse() throws SQLException {
        Connection connection = connect();
        Member one = node("one", "1");
        LeaseTable.beat(connection, one, LEASE, create(Set.of("esm/soc")));
        expire();
        Lease expired = LeaseTable.beat(connection, node("two", "2"), LEASE, LeaseDecision.NOTHING)
                .view()
                .lease("esm/soc")
                .orElseThrow();

        assertThat(LeaseTable.beat(connection, one, LEASE, keep("esm/soc", 1)).fences())
                .containsKey("esm/soc");
        assertThat(LeaseTable.beat(connection, node("two", "2"), LEASE, take(expired))
                        .fences())
                .as("it was renewed since it was seen")
                .isEmpty();
    }

    @Test
    void ofTwoProcessesWithOneNameTheSecondIsNoMember() throws SQLException {
        Connection connection = connect();
        LeaseTable.beat(connection, node("one", "1"), LEASE, create(Set.of("esm/soc")));

        BeatResult second = LeaseTable.beat(connection, node("one", "2"), LEASE, create(Set.of("misp/intel")));
        assertThat(second.member()).isFalse();
        assertThat(second.fences()).isEmpty();

        LeaseTable.leave(connection, node("one", "1"));
        assertThat(LeaseTable.beat(connection, node("one", "2"), LEASE, LeaseDecision.NOTHING)
                        .member())
                .isTrue();
    }

    @Test
    void manyWhoTakeAtTheSameTimeNeverGetTheSame() throws Exception {
        Set<String> namespaces =
                IntStream.range(0, 40).mapToObj(i -> "esm/e" + i).collect(Collectors.toSet());
        Connection first = connect();
        LeaseTable.beat(first, node("first", "0"), LEASE, create(namespaces));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                expire();
                List<Lease> rows = LeaseTable.beat(first, node("first", "0"), LEASE, LeaseDecision.NOTHING)
                        .view()
                        .leases();
                CyclicBarrier start = new CyclicBarrier(4);
                List<Callable<Set<String>>> takers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Connection connection = connect();
                    Member node = node("n" + i, "i" + i);
                    takers.add(() -> {
                        start.await();
                        return LeaseTable.beat(connection, node, LEASE, take(rows.toArray(new Lease[0])))
                                .fences()
                                .keySet();
                    });
                }
                Set<String> taken = new HashSet<>();
                int count = 0;
                for (Future<Set<String>> each : threads.invokeAll(takers)) {
                    taken.addAll(each.get());
                    count += each.get().size();
                }
                assertThat(count).as("each once").isEqualTo(taken.size());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsWrittenWithAnOldNumberIsRefused() throws SQLException {
        Connection connection = connect();
        Member one = node("one", "1");
        LeaseTable.beat(connection, one, LEASE, create(Set.of("esm/soc", "misp/intel")));

        LeaseTable.verify(connection, one, Map.of("esm/soc", 1L, "misp/intel", 1L));
        assertThatThrownBy(() -> LeaseTable.verify(connection, one, Map.of("esm/soc", 2L, "misp/intel", 1L)))
                .isInstanceOf(FencedOut.class)
                .hasMessageContaining("esm/soc")
                .hasMessageNotContaining("misp/intel");
        assertThatThrownBy(() -> LeaseTable.verify(connection, node("one", "other start"), Map.of("esm/soc", 1L)))
                .isInstanceOf(FencedOut.class);
    }

    /** Otherwise a write could be committed after another node has taken over. */
    @Test
    void whileATransactionHasProvenItsNumberNobodyTakesTheLease() throws SQLException {
        Connection beats = connect();
        Member one = node("one", "1");
        LeaseTable.beat(beats, one, LEASE, create(Set.of("esm/soc")));
        expire();
        Lease expired = LeaseTable.beat(beats, node("two", "2"), LEASE, LeaseDecision.NOTHING)
                .view()
                .lease("esm/soc")
                .orElseThrow();
        Connection writing = connect();
        writing.setAutoCommit(false);
        LeaseTable.verify(writing, one, Map.of("esm/soc", 1L));

        assertThat(LeaseTable.beat(beats, node("two", "2"), LEASE, take(expired))
                        .fences())
                .isEmpty();
        writing.commit();
        assertThat(LeaseTable.beat(beats, node("two", "2"), LEASE, take(expired))
                        .fences())
                .containsOnly(Map.entry("esm/soc", 2L));
        assertThatThrownBy(() -> LeaseTable.verify(writing, one, Map.of("esm/soc", 1L)))
                .isInstanceOf(FencedOut.class);
    }
}
