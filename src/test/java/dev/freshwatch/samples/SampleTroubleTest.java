package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.PostgresServer;
import dev.freshwatch.store.SmallDisk;
import dev.freshwatch.store.StoreException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history does where it cannot be written or read: samples are missing, and nothing else happens. */
class SampleTroubleTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T17:00:00Z");
    private static final CheckId CHECK = new CheckId("esm/soc/alarms");

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("freshwatch-history.db");
    }

    private StateSettings state() {
        return StateSettings.of("jdbc:sqlite:" + folder.resolve("freshwatch.db"));
    }

    private static List<Sample> looks(int from, int to) {
        List<Sample> looks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            looks.add(SampleDesk.sample(CHECK.value(), BEGIN.plusSeconds(i), State.OK, i, i));
        }
        return looks;
    }

    private static List<Sample> all(SampleDesk desk) {
        return desk.reader.samples(CHECK, BEGIN, BEGIN.plus(Duration.ofDays(1)));
    }

    private List<String> damagedFiles() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(one -> one.getFileName().toString())
                    .filter(name -> name.contains("damaged") && !name.endsWith("-wal") && !name.endsWith("-shm"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void onlyThisUserCanReadItAndItHasLargePages() throws Exception {
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            desk.write(looks(0, 10));
            assertThat(all(desk)).hasSize(10);
            for (String end : List.of("", "-wal", "-shm")) {
                Path part = file().resolveSibling(file().getFileName() + end);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                        .as(part.toString())
                        .isEqualTo("rw-------");
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA page_size")) {
            assertThat(row.getInt(1)).isEqualTo(8192);
        }
    }

    @Test
    void aFullDiskCostsNoSampleAsLongAsTheyCanWait() throws Exception {
        try (SmallDisk disk = SmallDisk.in(folder)) {
            StateSettings there =
                    StateSettings.of("jdbc:sqlite:" + disk.folder().resolve("freshwatch.db"));
            try (SampleDesk desk = new SampleDesk(there, BEGIN)) {
                desk.write(looks(0, 100));
                disk.fill();
                desk.queue.add(looks(100, 200));
                desk.writer.flush();
                assertThat(desk.writer.trouble())
                        .hasValueSatisfying(why -> assertThat(why).contains("only 0.0 MB are left on its disk"));
                assertThat(all(desk)).as("what waits is shown too").isEqualTo(looks(0, 200));
                disk.free();
                desk.writer.flush();
                assertThat(desk.writer.trouble()).isEmpty();
                assertThat(desk.queue.size()).isZero();
                assertThat(all(desk)).isEqualTo(looks(0, 200));
            }
        }
    }

    /** Whatever is thrown at the file, between one write and the next. */
    @Test
    void aFileThatBecomesDamagedIsSetAsideAndANewOneBegun() throws Exception {
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            desk.write(looks(0, 5000));
            desk.tidyAt(BEGIN.plus(Duration.ofHours(3)));
        }
        try (RandomAccessFile inside = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = 8192; at < inside.length(); at += 512) {
                inside.seek(at);
                inside.write("no page of a database".getBytes(StandardCharsets.US_ASCII));
            }
        }
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            assertThatThrownBy(() -> all(desk))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("freshwatch-history.db cannot be read: it is damaged");
            desk.queue.add(looks(5000, 5010));
            desk.writer.flush();
            desk.writer.flush();
            assertThat(desk.writer.trouble()).isEmpty();
            assertThat(all(desk)).isEqualTo(looks(5000, 5010));
            assertThat(damagedFiles()).containsExactly("freshwatch-history.db.damaged-20261120T170000Z");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSetAsideAndOfThoseTheLatestIsKept() throws Exception {
        for (int time = 0; time < 3; time++) {
            Files.deleteIfExists(file());
            Files.writeString(file(), "no database at all".repeat(1000));
            try (SampleDesk desk = new SampleDesk(state(), BEGIN.plusSeconds(time))) {
                desk.write(looks(0, 10));
                assertThat(all(desk)).hasSize(10);
            }
            assertThat(damagedFiles()).containsExactly("freshwatch-history.db.damaged-20261120T17000" + time + "Z");
        }
    }

    private void sql(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void aChunkThatCannotBeReadIsLeftOut() throws Exception {
        Instant next = BEGIN.plus(Duration.ofHours(1));
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            desk.write(looks(0, 7200));
            desk.tidyAt(BEGIN.plus(Duration.ofHours(3)));
            sql("UPDATE sample_hour SET data = x'0102030405060708' WHERE slot = (SELECT MIN(slot) FROM sample_hour)");
            desk.write(looks(7200, 7210));
            sql("INSERT INTO sample_batch (hour, data) SELECT MAX(hour), x'7f' FROM sample_batch");
            assertThat(all(desk)).isEqualTo(looks(3600, 7210));
            assertThat(desk.reader
                            .heat(BEGIN, Duration.ofHours(1), 2)
                            .get(CHECK)
                            .get(0)
                            .looks())
                    .isZero();
            desk.tidyAt(BEGIN.plus(Duration.ofDays(2)));
            assertThat(all(desk)).isEqualTo(looks(3600, 7210));
            sql("UPDATE sample_day SET data = x''");
            desk.tidyAt(BEGIN.plus(Duration.ofDays(5)));
            List<SampleSpan> hours = desk.reader.spans(CHECK, List.of(BEGIN, next, next.plus(Duration.ofHours(1))));
            assertThat(hours.get(0).looks()).isEmpty();
            assertThat(hours.get(1).looks()).as("hourly rows are left").containsEntry(State.OK, 3600);
            sql("UPDATE sample_month SET data = x'ff00ff00ff00'");
            assertThat(desk.reader.spans(CHECK, List.of(BEGIN, next)).get(0).looks())
                    .isEmpty();
        }
    }

    @Test
    void aFileOfANewerVersionIsLeftAlone() throws Exception {
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            desk.write(looks(0, 10));
        }
        sql(
                "INSERT INTO history_schema SELECT 99, '99', 'newer', type, 'V99__newer.sql', 1, installed_by, installed_on, 1,"
                        + " success FROM history_schema WHERE version = '1'");
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            desk.queue.add(looks(10, 20));
            desk.writer.flush();
            assertThat(desk.writer.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("was made by a newer Freshwatch"));
            assertThatThrownBy(() -> all(desk)).hasMessageContaining("was made by another version of Freshwatch");
        }
        assertThat(damagedFiles()).isEmpty();
        sql("DELETE FROM history_schema WHERE version = '99'");
        try (SampleHistory history = SampleStore.reader(state())) {
            assertThat(history.samples(CHECK, BEGIN, BEGIN.plusSeconds(60))).isEqualTo(looks(0, 10));
        }
    }

    @Test
    void aCommandReadsBesideAWatchAndWithoutAndLeavesNothingBehind() throws Exception {
        try (SampleHistory none = SampleStore.reader(state())) {
            assertThat(none.samples(CHECK, BEGIN, BEGIN.plusSeconds(60))).isEmpty();
            assertThat(none.heat(BEGIN, Duration.ofMinutes(1), 5)).isEmpty();
            assertThat(none.checks()).isEmpty();
        }
        assertThat(file()).doesNotExist();
        try (SampleDesk desk = new SampleDesk(state(), BEGIN)) {
            desk.write(looks(0, 10));
            try (SampleHistory beside = SampleStore.reader(state())) {
                assertThat(beside.samples(CHECK, BEGIN, BEGIN.plusSeconds(60))).isEqualTo(looks(0, 10));
                desk.write(looks(10, 20));
                assertThat(beside.samples(CHECK, BEGIN, BEGIN.plusSeconds(60))).isEqualTo(looks(0, 20));
                assertThat(beside.checks()).containsExactly(CHECK);
            }
        }
        try (SampleHistory without = SampleStore.reader(state())) {
            assertThat(without.samples(CHECK, BEGIN, BEGIN.plusSeconds(60))).isEqualTo(looks(0, 20));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void samplesWaitForAPostgresThatIsAway() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            StateSettings where = server.freshSchema();
            try (SampleDesk desk = new SampleDesk(where, BEGIN)) {
                desk.write(looks(0, 10));
                assertThat(all(desk)).hasSize(10);
                server.stop();
                desk.queue.add(looks(10, 20));
                desk.writer.flush();
                assertThat(desk.writer.trouble()).isPresent();
                assertThatThrownBy(() -> all(desk)).isInstanceOf(StoreException.class);
                server.run();
                desk.writer.flush();
                assertThat(desk.writer.trouble()).isEmpty();
                assertThat(all(desk)).isEqualTo(looks(0, 20));
            }
        }
    }

    @Test
    void bothKindsOfStoreSurviveManyReadersAtOnce() throws Exception {
        for (Kept kept : Kept.values()) {
            Path home = Files.createDirectory(folder.resolve(kept.name()));
            kept.prepare(home);
            try (SampleDesk desk = new SampleDesk(Kept.in(home), BEGIN)) {
                desk.write(looks(0, 100));
                List<Thread> readers = new ArrayList<>();
                List<Object> wrong = Collections.synchronizedList(new ArrayList<>());
                for (int reader = 0; reader < 8; reader++) {
                    Thread thread = new Thread(() -> {
                        for (int i = 0; i < 50; i++) {
                            int size = all(desk).size();
                            if (size < 100) {
                                wrong.add(size);
                            }
                        }
                    });
                    thread.setUncaughtExceptionHandler((dead, e) -> wrong.add(e));
                    readers.add(thread);
                    thread.start();
                }
                for (int i = 100; i < 200; i++) {
                    desk.write(looks(i, i + 1));
                }
                for (Thread reader : readers) {
                    reader.join();
                }
                assertThat(wrong).isEmpty();
            }
        }
    }
}
