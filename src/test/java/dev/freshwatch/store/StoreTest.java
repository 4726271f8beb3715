package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AlertStateTable;
import dev.freshwatch.outbox.Children;
import dev.freshwatch.outbox.DeliveryTable;
import dev.freshwatch.outbox.Desk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T17:05:09Z"));

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("state/freshwatch.db");
    }

    private Store open() {
        return Desk.open(folder, CLOCK);
    }

    @Test
    void whatFailsAfterACommitKeepsNothingElseFromBeingDone() {
        List<String> done = new ArrayList<>();
        try (Store store = Store.open(StateSettings.of("jdbc:sqlite:" + database()), InstantSource.system())) {
            UnitOfWork work = store.begin();
            work.afterCommit(() -> {
                throw new IllegalStateException("first");
            });
            work.afterCommit(() -> done.add("sinks were told"));
            work.afterCommit(() -> {
                throw new IllegalStateException("second");
            });

            assertThatThrownBy(work::commit).hasMessage("first").satisfies(failure -> assertThat(
                            failure.getSuppressed())
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .isEqualTo("second"));
        }
        assertThat(done).containsExactly("sinks were told");
    }

    @Test
    void makesItsFolderAndKeepsWhatItWasGiven() {
        CheckId check = new CheckId("esm/soc/alarms");
        AlertState alertState = new AlertState(check, State.OK, Instant.ofEpochMilli(5), null, null);
        try (Store store = open()) {
            remember(store, alertState);
        }
        try (Store store = open()) {
            assertThat(store.setAside()).isEmpty();
            UnitOfWork unitOfWork = store.begin();
            assertThat(AlertStateTable.in(unitOfWork).of(List.of(check))).containsEntry(check, alertState);
            unitOfWork.rollBack();
        }
    }

    private static void remember(Store store, AlertState alertState) {
        UnitOfWork unitOfWork = store.begin();
        AlertStateTable.in(unitOfWork).remember(List.of(alertState));
        unitOfWork.commit();
    }

    @Test
    void commitsAreOnTheDiskAndOthersCanRead() throws Exception {
        try (Store store = open()) {
            assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(store, "synchronous")).isEqualTo("2");
            assertThat(pragma(store, "foreign_keys")).isEqualTo("1");
            remember(store, new AlertState(new CheckId("esm/soc/clock"), State.OK, Instant.EPOCH, null, null));
            UnitOfWork open = store.begin();
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + database());
                    var statement = other.createStatement();
                    var row = statement.executeQuery("SELECT COUNT(*) FROM check_state")) {
                assertThat(row.getInt(1)).isEqualTo(1);
            } finally {
                open.rollBack();
            }
        }
    }

    private static String pragma(Store store, String name) {
        return store.transaction(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("PRAGMA " + name)) {
                return row.getString(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "few bytes", "hole in the middle", "cut in half"})
    void aDamagedStoreIsSetAsideAndAFreshOneStarted(String damage) throws IOException {
        try (Store store = open()) {
            for (int i = 0; i < 400; i++) {
                remember(
                        store, new AlertState(new CheckId("esm/soc/events/" + i), State.OK, Instant.EPOCH, null, null));
            }
        }
        damage(damage);
        byte[] broken = Files.readAllBytes(database());
        Path aside = folder.resolve("state/freshwatch.db.damaged-20261120T170509Z");
        try (Store store = open()) {
            assertThat(store.setAside()).contains(aside);
            assertThat(aside).hasBinaryContent(broken);
            assertThat(DeliveryTable.backlog(store)).isEmpty();
            remember(store, new AlertState(new CheckId("esm/soc/clock"), State.OK, Instant.EPOCH, null, null));
        }
        try (Store store = open()) {
            assertThat(store.setAside()).isEmpty();
        }
    }

    private void damage(String damage) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            switch (damage) {
                case "garbage" -> {
                    file.setLength(0);
                    file.write("this is no database at all".repeat(1000).getBytes(StandardCharsets.UTF_8));
                }
                case "few bytes" -> file.setLength(20);
                case "hole in the middle" -> {
                    // every page but the first, so that whatever is read meets it
                    byte[] hole = new byte[(int) file.length() - 4096];
                    Arrays.fill(hole, (byte) 0x5A);
                    file.seek(4096);
                    file.write(hole);
                }
                default -> file.setLength(file.length() / 2);
            }
        }
    }

    @Test
    void whatBelongsToADamagedStoreGoesWithIt() throws IOException {
        Files.createDirectories(database().getParent());
        Files.writeString(database(), "no database".repeat(100));
        Files.writeString(folder.resolve("state/freshwatch.db-wal"), "left over");
        Files.writeString(folder.resolve("state/freshwatch.db.damaged-20261120T170509Z"), "an earlier one");
        try (Store store = open()) {
            Path aside = store.setAside().orElseThrow();
            assertThat(aside).hasFileName("freshwatch.db.damaged-20261120T170509Z-2");
            assertThat(aside.resolveSibling(aside.getFileName() + "-wal")).hasContent("left over");
        }
    }

    @Test
    void anEmptyFileIsAFreshStore() throws IOException {
        Files.createDirectories(database().getParent());
        Files.createFile(database());
        try (Store store = open()) {
            assertThat(store.setAside()).isEmpty();
        }
    }

    @Test
    void aSecondWatchIsRefusedUntilTheFirstHasEnded() {
        try (Store first = open()) {
            assertThat(first.setAside()).isEmpty();
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("a watch is already running");
            assertThatThrownBy(this::open).hasMessageContaining("a watch is already running");
        }
        open().close();
    }

    @Test
    void anotherProcessIsRefusedAndToldWhoHasIt() throws Exception {
        try (Store first = open()) {
            assertThat(first.setAside()).isEmpty();
            Process second = Children.java(OpenAndSay.class, "jdbc:sqlite:" + database());
            assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("a watch is already running, pid "
                            + ProcessHandle.current().pid() + ":")
                    .hasLineCount(1);
        }
    }

    /** Opens a store and says why it cannot. */
    static final class OpenAndSay {
        public static void main(String[] url) {
            try (Store store = Store.open(url[0], InstantSource.system())) {
                System.out.println("opened " + store.setAside());
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    static Stream<String> places() {
        return Stream.of("/proc/nowhere/freshwatch.db", "FOLDER/plain-file/freshwatch.db", "FOLDER/a-folder");
    }

    @ParameterizedTest
    @MethodSource("places")
    void aPlaceThatCanNotBeUsedIsRefusedInOneLine(String place) throws IOException {
        Files.createFile(folder.resolve("plain-file"));
        Files.createDirectory(folder.resolve("a-folder"));
        String url = "jdbc:sqlite:" + place.replace("FOLDER", folder.toString());
        assertThatThrownBy(() -> Store.open(url, CLOCK))
                .isInstanceOf(StoreException.class)
                .message()
                .hasLineCount(1)
                .contains(place.replace("FOLDER", folder.toString()).replaceFirst("/freshwatch.db", ""));
    }

    @Test
    void aFileThatMayOnlyBeReadIsRefused() {
        open().close();
        assertThat(database().toFile().setReadOnly()).isTrue();
        assumeFalse(Files.isWritable(database()), "this user may write everything");
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("read-only");
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() throws Exception {
        Files.createDirectories(database().getParent());
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + database());
                var statement = other.createStatement()) {
            statement.execute("CREATE TABLE bookmarks (url TEXT)");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .message()
                .hasLineCount(1);
        assertThat(folder.resolve("state").toFile().list()).noneMatch(name -> name.contains("damaged"));
    }

    @Test
    void aStoreOfANewerFreshwatchIsLeftAlone() throws Exception {
        open().close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + database());
                var statement = other.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT 99, '99', 'newer', type, 'V99__newer.sql', 1,"
                    + " installed_by, installed_on, 1, 1 FROM flyway_schema_history WHERE installed_rank = 1");
        }
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("newer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://user:secret@host/db",
                "jdbc:postgresql://host/db?user=me&password=secret",
                "jdbc:sqlite:",
                "nonsense"
            })
    void otherUrlsAreRefusedWithoutShowingWhatTheyHold(String url) {
        assertThatThrownBy(() -> Store.open(url, CLOCK))
                .isInstanceOf(StoreException.class)
                .message()
                .startsWith("state.url must be jdbc:sqlite:")
                .doesNotContain("secret");
    }
}
