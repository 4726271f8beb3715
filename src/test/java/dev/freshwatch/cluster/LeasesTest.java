package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.ClusterSettings;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The beats of a node, on a real PostgreSQL. */
class LeasesTest {

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ClusterClock clock =
            new ClusterClock(InstantSource.system(), System::nanoTime, Duration.ofSeconds(15));
    private StateSettings where;

    @BeforeEach
    void prepare() {
        where = PostgresServer.shared().freshSchema();
        Store.open(where, InstantSource.system()).close();
    }

    private Leases leases(Duration lease) {
        return new Leases(
                new ClusterSettings("one", lease, ClusterSettings.Kind.POSTGRESQL, Duration.ofMinutes(2)),
                "1.2",
                new LeaseLink(where, "one", lease),
                InstantSource.system(),
                System::nanoTime,
                clock);
    }

    @Test
    void aListenerThatFailsKeepsNeitherTheOthersNorTheBeatFromGoingOn() throws Exception {
        ConcurrentLinkedQueue<String> gained = new ConcurrentLinkedQueue<>();
        try (Leases leases = leases(Duration.ofSeconds(3))) {
            leases.listen(new Failing());
            leases.listen(new LeaseListener() {
                @Override
                public void gained(String namespace) {
                    gained.add(namespace);
                }

                @Override
                public void lost(String namespace) {
                    gained.remove(namespace);
                }
            });
            leases.want(Set.of("esm/soc", "esm/lab"), "hash");
            leases.join();
            await().atMost(PATIENCE).until(() -> gained.size() == 2);

            leases.want(Set.of("misp/intel"), "hash");
            await().atMost(PATIENCE).until(() -> List.copyOf(gained).equals(List.of("misp/intel")));
        }
        assertThat(gained).as("after the end").isEmpty();
    }

    private static final class Failing implements LeaseListener {
        @Override
        public void gained(String namespace) {
            throw new IllegalStateException("on purpose: gained " + namespace);
        }

        @Override
        public void lost(String namespace) {
            throw new NoClassDefFoundError("on purpose: lost " + namespace);
        }
    }

    @Test
    void aNodeThatWaitsForItsNameStopsWaitingWhenItIsToldTo() throws Exception {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
            Instant now = Instant.now();
            Member killed = new Member("one", "another", now, now, "1.2", "hash", Set.of(), null);
            LeaseTable.beat(connection, killed, LEASE, LeaseDecision.NOTHING);
        }
        try (Leases leases = leases(LEASE)) {
            CompletableFuture<Void> joined = CompletableFuture.runAsync(() -> join(leases));
            await().atMost(PATIENCE).until(() -> !leases.view().members().isEmpty());
            assertThat(joined).isNotDone();

            leases.stopWaiting();

            joined.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(leases.isMember()).isFalse();
        }
    }

    private static void join(Leases leases) {
        try {
            leases.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another may have told something newer meanwhile. */
    @Test
    void whatANodeFoundOutBeforeItLostALeaseIsNotItsOwnAnyMoreWhenItHasGotItBack() throws Exception {
        try (Leases leases = leases(Duration.ofSeconds(3));
                Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
            leases.want(Set.of("esm/soc"), "hash");
            leases.join();
            await().atMost(PATIENCE).until(() -> leases.holds("esm/soc"));
            long number = leases.number("esm/soc").orElseThrow();
            Instant foundOut = clock.instant();
            assertThat(leases.number("esm/soc", foundOut)).hasValue(number);

            Sql.update(
                    connection,
                    "UPDATE cluster_lease SET holder = 'two', incarnation = 'x', fence = fence + 1, expires_at = 1");
            await().atMost(PATIENCE).until(() -> leases.holds("esm/soc", number + 2));

            assertThat(leases.number("esm/soc", foundOut)).isEmpty();
            assertThat(leases.number("esm/soc", clock.instant())).hasValue(number + 2);
            assertThat(leases.number(null, foundOut)).hasValue(0);
        }
    }

    /** Once it has joined, that does not end its beats. */
    @Test
    void aNodeGoesOnAfterThat() throws Exception {
        try (Leases leases = leases(Duration.ofSeconds(3))) {
            leases.join();
            leases.stopWaiting();
            leases.want(Set.of("esm/soc"), "hash");

            await().atMost(PATIENCE).until(() -> leases.holds("esm/soc"));
        }
        assertThat(holders()).containsExactly("nobody");
    }

    /** When the database goes away, the one that had freshwatch/watch last says so: not two of them. */
    @Test
    void whatANodeHasLeftToOthersItHadNotLast() throws Exception {
        try (Leases leases = leases(LEASE)) {
            leases.want(Set.of("freshwatch/watch", "esm/soc"), "hash");
            leases.join();
            await().atMost(PATIENCE).until(() -> leases.hadLast("freshwatch/watch"));

            leases.want(Set.of("esm/soc"), "hash");

            await("before the next beat, which is a third of a lease away")
                    .atMost(PATIENCE)
                    .until(() -> !leases.hadLast("freshwatch/watch"));
            assertThat(leases.hadLast("esm/soc")).isTrue();
        }
    }

    private List<String> holders() throws SQLException {
        try (Connection connection = SideConnection.open(where, "test", Duration.ofSeconds(20))) {
            return Sql.list(connection, "SELECT coalesce(holder, 'nobody') FROM cluster_lease", Sql.Row::text);
        }
    }

    @Test
    void aLongLeaseDoesNotMakeTheEndOfTheWatchWaitForAnAnswer() {
        assertThat(LeaseLink.patience(LEASE)).isEqualTo(Duration.ofSeconds(10));
        assertThat(LeaseLink.patience(Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(5));
    }
}
