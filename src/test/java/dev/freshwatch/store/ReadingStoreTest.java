package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers beside the watch: they see what is committed, wait for nobody, and nobody waits for them. */
class ReadingStoreTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T17:05:09Z"));
    private static final String INSERT = "INSERT INTO last_due (what, due) VALUES (?, ?)";

    private static void insert(UnitOfWork transaction, String what) {
        transaction.use(connection -> Sql.update(connection, INSERT, what, 1));
    }

    private static void add(Store store, String what) {
        store.transaction(connection -> Sql.update(connection, INSERT, what, 1));
    }

    private static List<String> all(Store store) {
        return store.transaction(
                connection -> Sql.list(connection, "SELECT what FROM last_due ORDER BY what", Sql.Row::text));
    }

    @Nested
    @ParameterizedClass
    @EnumSource(Kept.class)
    class OnBoth {

        @TempDir
        Path folder;

        @Parameter
        Kept kept;

        @BeforeEach
        void prepare() {
            kept.prepare(folder);
        }

        private Store open() {
            return Store.open(Kept.in(folder), CLOCK);
        }

        @Test
        void whatIsCommittedIsReadWhileTheNextTransactionIsOpen() {
            try (Store store = open()) {
                add(store, "committed");
                UnitOfWork open = store.begin();
                insert(open, "not yet");

                assertThat(all(store.reading())).containsExactly("committed");

                open.commit();
                assertThat(all(store.reading())).containsExactly("committed", "not yet");
            }
        }

        @Test
        void aReaderThatDoesNotEndKeepsNoWriterAndNoReaderWaiting() {
            try (Store store = open()) {
                UnitOfWork slow = store.reading().begin();
                List<String> before =
                        slow.use(connection -> Sql.list(connection, "SELECT what FROM last_due", Sql.Row::text));
                add(store, "meanwhile");

                assertThat(before).isEmpty();
                assertThat(all(store.reading())).containsExactly("meanwhile");
                slow.rollBack();
            }
        }

        @Test
        void aReaderCannotWrite() {
            try (Store store = open()) {
                assertThatThrownBy(() -> add(store.reading(), "never")).isInstanceOf(StoreException.class);

                assertThat(all(store)).isEmpty();
                assertThat(store.trouble()).isEmpty();
            }
        }

        @Test
        void thereIsOneOfThemAndItEndsWithTheStore() {
            Store store = open();
            Store reading = store.reading();
            assertThat(all(reading)).isEmpty();
            assertThat(reading).isSameAs(store.reading()).isSameAs(reading.reading());
            store.close();

            assertThatThrownBy(() -> all(reading)).isInstanceOf(StoreException.class);
        }

        @Test
        void manyReadersAtOnceAreServedInTurn() throws Exception {
            try (Store store = open()) {
                add(store, "one");
                List<Thread> readers = new ArrayList<>();
                List<String> read = Collections.synchronizedList(new ArrayList<>());
                for (int i = 0; i < 4 * ReadingDatabase.READERS; i++) {
                    Thread reader = new Thread(() -> read.addAll(all(store.reading())));
                    reader.start();
                    readers.add(reader);
                }
                for (Thread reader : readers) {
                    reader.join();
                }

                assertThat(read).hasSize(readers.size()).containsOnly("one");
            }
        }
    }

    @TempDir
    Path folder;

    private Store sqlite(Path file) {
        return Store.open("jdbc:sqlite:" + file, CLOCK);
    }

    @Test
    void whileTheTablesAreInMemoryTheyAreReadThere() throws Exception {
        try (SmallDisk disk = SmallDisk.in(folder);
                Store store = sqlite(disk.folder().resolve("freshwatch.db"))) {
            add(store, "on disk");
            assertThat(all(store.reading())).containsExactly("on disk");
            disk.fill();
            for (int i = 0; store.trouble().isEmpty(); i++) {
                add(store, "in memory " + i);
            }

            assertThat(all(store.reading())).contains("on disk", "in memory 0").isEqualTo(all(store));

            disk.free();
            await().until(() -> store.trouble().isEmpty());
            assertThat(all(store.reading())).contains("on disk", "in memory 0");
        }
    }

    @Test
    void whileTheTablesAreInMemoryAWriterWaitsForOneReaderAtMost() throws Exception {
        try (SmallDisk disk = SmallDisk.in(folder);
                Store store = sqlite(disk.folder().resolve("freshwatch.db"))) {
            add(store, "on disk");
            disk.fill();
            for (int i = 0; store.trouble().isEmpty(); i++) {
                add(store, "in memory " + i);
            }
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            UnitOfWork slow = store.reading().begin();
            List<Thread> waiting = new ArrayList<>();
            for (String who : List.of("reader", "reader", "reader", "writer")) {
                Store turns = who.equals("writer") ? store : store.reading();
                Thread thread = new Thread(() -> turns.transaction(connection -> order.add(who)));
                thread.start();
                waiting.add(thread);
                await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            }

            slow.rollBack();
            for (Thread thread : waiting) {
                thread.join();
            }
            assertThat(order).containsExactly("writer", "reader", "reader", "reader");
        }
    }

    @Test
    void aNewFileInPlaceOfADamagedOneIsReadFromThenOn() throws Exception {
        Path file = folder.resolve("freshwatch.db");
        try (Store store = sqlite(file)) {
            add(store, "lost");
            assertThat(all(store.reading())).containsExactly("lost");
            onFile(store, "PRAGMA wal_checkpoint(TRUNCATE)");
            try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
                byte[] hole = new byte[(int) damaged.length() - 4096];
                Arrays.fill(hole, (byte) 0x5A);
                damaged.seek(4096);
                damaged.write(hole);
            }
            onFile(store, "PRAGMA shrink_memory");
            add(store, "fresh");

            assertThat(store.damaged()).isPresent();
            assertThat(all(store.reading())).containsExactly("fresh");
        }
    }

    private static void onFile(Store store, String pragma) throws SQLException {
        try (Connection connection = ((SqliteDatabase) store.database()).onFile();
                Statement statement = connection.createStatement()) {
            statement.execute(pragma);
        }
    }
}
