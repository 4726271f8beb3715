package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no store that can be read, a look beside the watch goes on without it. */
class LearntReaderFileTest {

    @TempDir
    Path folder;

    private LearntReader at(Path file) {
        return new LearntReader(StateSettings.of("jdbc:sqlite:" + file));
    }

    @Test
    void noStoreIsNoTroubleAndNoneIsMade() throws IOException {
        LearntReader learnt = at(folder.resolve("state/freshwatch.db"));

        assertThat(learnt.highest("intel")).hasValue(Map.of());
        assertThat(learnt.rows("intel", Instant.EPOCH)).hasValue(Map.of());
        assertThat(learnt.told("intel", "key", "aa")).isEmpty();
        assertThat(learnt.trouble()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoStoreIsTroubleAndStaysAsItIs() throws IOException {
        Path file =
                Files.writeString(folder.resolve("freshwatch.db"), "no database at all, but long enough".repeat(50));
        byte[] before = Files.readAllBytes(file);

        LearntReader learnt = at(file);
        assertThat(learnt.highest("intel")).isEmpty();
        assertThat(learnt.trouble()).contains("it is damaged");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(at(folder).highest("intel")).as("a folder").isEmpty();
    }

    @Test
    void aStoreThatIsBusyIsWaitedForOnce() throws Exception {
        Path file = folder.resolve("freshwatch.db");
        try (Store store = Store.open("jdbc:sqlite:" + file, InstantSource.system())) {
            assertThat(store).isNotNull();
        }
        LearntReader learnt = at(file);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            assertThat(learnt.highest("intel")).isEmpty();
        }
        assertThat(at(file).rows("intel", Instant.EPOCH)).as("free again").isPresent();
        assertThat(learnt.rows("intel", Instant.EPOCH)).as("not asked again").isEmpty();
        assertThat(learnt.trouble()).hasValue("another process has it locked");
    }

    @Test
    void aDatabaseServerThatIsAwayIsAskedOnceAndNotWaitedForLong() {
        StateSettings away = StateSettings.of("jdbc:postgresql://127.0.0.1:1/freshwatch");
        long start = System.nanoTime();
        LearntReader learnt = new LearntReader(away);

        assertThat(learnt.highest("intel")).isEmpty();
        assertThat(learnt.told("intel", "key", "aa")).isEmpty();
        assertThat(learnt.trouble()).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
}
