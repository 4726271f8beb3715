package dev.freshwatch.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.QuarantinedStore;
import dev.freshwatch.store.SmallDisk;
import dev.freshwatch.store.SqliteDatabase;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk does to the store of a running watch: it is full, read-only or damages the file. */
class DiskTest {

    private static final CheckId CHECK = new CheckId("esm/soc/alarms");
    private static final Instant THEN = Instant.ofEpochMilli(1_763_654_400_123L);

    @TempDir
    Path folder;

    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final AtomicBoolean mailIsDown = new AtomicBoolean(true);

    private Desk client(Path home) {
        return new Desk(home, FailureRule.TRY_AGAIN, Desk.QUICK, InstantSource.system(), Set.of())
                .sink("syslog", exchange -> delivered.add(Desk.id(exchange)))
                .sink("mail", exchange -> {
                    if (mailIsDown.get()) {
                        throw new IllegalStateException("mail is down");
                    }
                    delivered.add("mail " + Desk.id(exchange));
                })
                .route(new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        from("direct:cycle")
                                .policy("oneTransaction")
                                .process(DiskTest::follow)
                                .split(body())
                                .stopOnException()
                                .to("outbox:syslog", "outbox:mail");
                    }
                })
                .start();
    }

    /** One cycle: body is its number. The check has been critical since the first. */
    private static void follow(Exchange exchange) {
        int number = exchange.getMessage().getBody(Integer.class);
        AlertState alertState = new AlertState(
                CHECK, State.CRITICAL, THEN.plusMillis(number), null, new Episode("e1", THEN, State.CRITICAL));
        AlertStateTable.in(UnitOfWork.of(exchange)).remember(List.of(alertState));
        exchange.getMessage().setBody(List.of(Notices.notice("n" + number, CHECK.value(), Kind.CHANGE, "e1")));
    }

    private static void cycle(Desk client, int number) {
        client.template.sendBody("direct:cycle", number);
    }

    private void awaitOnSyslog(String id) {
        await().until(() -> delivered.contains(id));
    }

    /** As another program reads the file. */
    private static List<String> inFile(Path home, String sql) throws SQLException {
        String url = "jdbc:sqlite:" + home.resolve("state/freshwatch.db");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (row.next()) {
                all.add(row.getString(1));
            }
            return all;
        }
    }

    /** On the store's own connection to the file, outside of any transaction. */
    private static void onFile(Desk client, String pragma) throws SQLException {
        try (var connection = ((SqliteDatabase) client.store.database()).onFile();
                var statement = connection.createStatement()) {
            statement.execute(pragma);
        }
    }

    @Test
    @MostlyWaits
    void aFullDiskStopsNothingAndIsCaughtUpWith() throws Exception {
        try (SmallDisk disk = SmallDisk.in(folder)) {
            Path home = disk.folder();
            try (Desk client = client(home)) {
                cycle(client, 1);
                awaitOnSyslog("n1");
                disk.fill();
                int last = 1;
                while (client.store.trouble().isEmpty()) {
                    // The write-ahead log may have room left for a few.
                    cycle(client, ++last);
                }
                assertThat(client.store.trouble()).contains("no space left on the disk");
                cycle(client, ++last);
                awaitOnSyslog("n" + last);
                assertThat(inFile(home, "SELECT notice_id FROM delivery")).doesNotContain("n" + last);
                try (Store command = Store.beside(Kept.in(home), InstantSource.system())) {
                    assertThat(DeliveryTable.backlog(command))
                            .as("can be read all the while")
                            .isNotEmpty();
                }

                disk.free();
                await().until(() -> client.store.trouble().isEmpty());
                assertThat(inFile(home, "SELECT notice_id FROM delivery WHERE sink = 'syslog' AND state = 'delivered'"))
                        .hasSize(last)
                        .contains("n" + last);
                assertThat(inFile(home, "SELECT notice_id FROM delivery WHERE sink = 'mail' AND state = 'pending'"))
                        .hasSize(last);
                assertThat(inFile(home, "SELECT observed_at FROM check_state"))
                        .containsExactly(String.valueOf(THEN.plusMillis(last).toEpochMilli()));
                mailIsDown.set(false);
                awaitOnSyslog("mail n" + last);
                cycle(client, ++last);
                awaitOnSyslog("n" + last);
                assertThat(inFile(home, "PRAGMA foreign_key_check")).isEmpty();
                assertThat(delivered.stream().filter(id -> id.startsWith("n"))).hasSize(last);
            }
            assertThat(inFile(home, "PRAGMA integrity_check")).containsExactly("ok");
        }
    }

    @Test
    void whatIsInMemoryIsWrittenAtTheEndWhereThatIsPossible() throws Exception {
        try (SmallDisk disk = SmallDisk.in(folder)) {
            try (Desk client = client(disk.folder())) {
                disk.fill();
                int last = 0;
                while (client.store.trouble().isEmpty()) {
                    cycle(client, ++last);
                }
                cycle(client, 99);
                awaitOnSyslog("n99");
                disk.free();
            }
            assertThat(inFile(disk.folder(), "SELECT notice_id FROM delivery")).contains("n99");
        }
    }

    @Test
    @MostlyWaits
    void aStoreThatTurnsReadOnlyStopsNothingEither() throws Exception {
        try (Desk client = client(folder)) {
            cycle(client, 1);
            awaitOnSyslog("n1");
            await().until(() -> client.rows().contains("n1 syslog delivered 1"));
            onFile(client, "PRAGMA query_only = 1");
            cycle(client, 2);
            awaitOnSyslog("n2");
            assertThat(client.store.trouble()).contains("it is read-only");
            client.sql("DELETE FROM delivery WHERE notice_id = 'n1' AND sink = 'syslog'");
            assertThat(inFile(folder, "SELECT DISTINCT notice_id FROM delivery"))
                    .containsExactly("n1");

            onFile(client, "PRAGMA query_only = 0");
            await().until(() -> client.store.trouble().isEmpty());
            assertThat(inFile(folder, "SELECT notice_id || ' ' || sink FROM delivery ORDER BY 1"))
                    .containsExactly("n1 mail", "n2 mail", "n2 syslog");
        }
    }

    @Test
    @MostlyWaits
    void anotherProcessMayWriteMeanwhile() throws Exception {
        try (Desk client = client(folder)) {
            cycle(client, 1);
            awaitOnSyslog("n1");
            onFile(client, "PRAGMA query_only = 1");
            cycle(client, 2);
            awaitOnSyslog("n2");
            try (Store command = Store.beside(Kept.in(folder), InstantSource.system())) {
                UnitOfWork unitOfWork = command.begin();
                OutboxTransaction.in(unitOfWork).put(Notices.problem("theirs", "a/b/c"), "mail", "a/b/c");
                unitOfWork.commit();
            }
            onFile(client, "PRAGMA query_only = 0");
            await().until(() -> client.store.trouble().isEmpty());
            assertThat(inFile(folder, "SELECT notice_id FROM delivery WHERE sink = 'mail'"))
                    .containsExactlyInAnyOrder("n1", "n2", "theirs");
        }
    }

    @Test
    void aStoreThatIsDamagedWhileItRunsIsReplacedWithoutARestart() throws Exception {
        Path database = folder.resolve("state/freshwatch.db");
        try (Store store = Store.open(StateSettings.of("jdbc:sqlite:" + database), InstantSource.system())) {
            store.transaction(connection -> null);
        }
        try (Desk client = client(folder)) {
            cycle(client, 1);
            awaitOnSyslog("n1");
            await().until(() -> client.rows().contains("n1 syslog delivered 1"));
            onFile(client, "PRAGMA wal_checkpoint(TRUNCATE)");
            try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
                byte[] hole = new byte[(int) file.length() - 4096];
                java.util.Arrays.fill(hole, (byte) 0x5A);
                file.seek(4096);
                file.write(hole);
            }
            onFile(client, "PRAGMA shrink_memory");
            cycle(client, 2);
            awaitOnSyslog("n2");
            QuarantinedStore damaged = client.store.damaged().orElseThrow();
            assertThat(damaged.kept()).isRegularFile();
            assertThat(damaged.kept().getFileName().toString()).startsWith("freshwatch.db.damaged-");
            assertThat(client.store.trouble()).isEmpty();
            assertThat(Long.parseLong(
                            client.texts("SELECT MIN(seq) FROM delivery").get(0)))
                    .as("no row has the number of one of before")
                    .isGreaterThan(1_000_000_000_000L);
            assertThat(inFile(folder, "SELECT notice_id FROM delivery WHERE sink = 'mail'"))
                    .containsExactly("n2");
        }
        try (Store store = Desk.open(folder, InstantSource.system())) {
            assertThat(store.setAside()).isEmpty();
            assertThat(store.damaged()).isPresent();
            Files.delete(store.damaged().orElseThrow().kept());
            assertThat(store.damaged()).isEmpty();
        }
    }
}
