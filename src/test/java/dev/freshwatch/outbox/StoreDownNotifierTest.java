package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.outbox.FailureRule.Peer;
import dev.freshwatch.outbox.FailureRule.Verdict;
import dev.freshwatch.store.FencedOut;
import dev.freshwatch.store.Fencing;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoreDownNotifierTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @MostlyWaits
    void aServerThatIsGoneIsToldOnceToEachSinkAndItsReturnToo() {
        List<Notice> syslog = new CopyOnWriteArrayList<>();
        AtomicInteger mailTries = new AtomicInteger();
        try (PostgresServer server = PostgresServer.start();
                Store store = Store.open(server.freshSchema(), InstantSource.system())) {
            StoreDownNotifier storeDownNotifier = new StoreDownNotifier(store, Duration.ZERO, Runnable::run);
            storeDownNotifier.origin(new Notice.Origin("watch", 4711));
            storeDownNotifier.serve("syslog", notice -> {
                syslog.add(notice);
                return null;
            });
            storeDownNotifier.serve("mail", notice -> {
                mailTries.incrementAndGet();
                return Verdict.tryAgain("no connection", null, Peer.UNREACHED);
            });
            storeDownNotifier.run();
            assertThat(syslog).isEmpty();

            server.stop();
            await().atMost(PATIENCE).until(() -> store.unusable().isPresent());
            storeDownNotifier.run();
            storeDownNotifier.run();
            assertThat(syslog).hasSize(1);
            assertThat(mailTries).hasValue(2);
            Notice problem = syslog.get(0);
            assertThat(problem.kind()).isEqualTo(Kind.PROBLEM);
            assertThat(problem.getCheck()).isEqualTo("freshwatch/store");
            assertThat(problem.getState()).isEqualTo("critical");
            assertThat(problem.message()).contains("cannot be used: ").contains("no other notices are sent");

            server.run();
            await().atMost(PATIENCE).until(() -> store.unusable().isEmpty());
            storeDownNotifier.run();
            storeDownNotifier.run();
            assertThat(DeliveryTable.backlog(store))
                    .extracting(SinkBacklog::sink)
                    .containsExactly("syslog");
            String payload = store.transaction(connection -> {
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery("SELECT payload FROM notice")) {
                    row.next();
                    return row.getString(1);
                }
            });
            Notice recovery = NoticeJson.read(payload);
            assertThat(recovery.kind()).isEqualTo(Kind.RECOVERY);
            assertThat(recovery.episode()).isEqualTo(problem.episode());
            assertThat(syslog).hasSize(1);
        }
    }

    /** Otherwise each node of a cluster would send one. */
    @Test
    @MostlyWaits
    void aNodeThatDidNotHaveTheWatchLastTellsNeitherTheProblemNorTheRecovery() {
        List<Notice> told = new CopyOnWriteArrayList<>();
        try (PostgresServer server = PostgresServer.start();
                Store store = Store.open(server.freshSchema(), InstantSource.system())) {
            store.fencedBy(new Others());
            StoreDownNotifier storeDownNotifier = new StoreDownNotifier(store, Duration.ZERO, Runnable::run);
            storeDownNotifier.origin(new Notice.Origin("watch", 4711));
            storeDownNotifier.serve("syslog", notice -> {
                told.add(notice);
                return null;
            });

            server.stop();
            await().atMost(PATIENCE).until(() -> store.unusable().isPresent());
            storeDownNotifier.run();
            assertThat(told).isEmpty();

            server.run();
            await().atMost(PATIENCE).until(() -> store.unusable().isEmpty());
            storeDownNotifier.run();
            assertThat(DeliveryTable.backlog(store)).isEmpty();
        }
    }

    /** Other nodes have everything. */
    private static final class Others implements Fencing {

        @Override
        public OptionalLong number(String namespace) {
            return OptionalLong.empty();
        }

        @Override
        public boolean hadLast(String namespace) {
            return false;
        }

        @Override
        public void verify(Connection connection, Map<String, Long> numbers) {
            throw new FencedOut(numbers.toString());
        }
    }
}
