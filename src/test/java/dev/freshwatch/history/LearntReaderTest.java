package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.misp.KeyMemory.Told;
import dev.freshwatch.misp.QueueMemory.Row;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read beside a watch, or after it, and that nothing is left behind by that. */
@ParameterizedClass
@EnumSource(Kept.class)
class LearntReaderTest {

    private static final Instant END = Instant.parse("2026-12-20T17:00:00Z");

    /** Its name needs care in a URL. */
    @TempDir
    Path parent;

    private Path folder;

    @Parameter
    Kept kept;

    private StateSettings where;

    @BeforeEach
    void prepare() throws IOException {
        folder = Files.createDirectory(parent.resolve("a b%20c+d?e#f"));
        kept.prepare(folder);
        where = Kept.in(folder);
    }

    private void learn(Store store) {
        HealingTable healingTable = new HealingTable(() -> store);
        healingTable.raise("intel", Map.of("default", 2));
        healingTable.keep("intel", "key", "aa", new Told(END));
        healingTable.keep("intel", Map.of("prio", new Row(4, 10, 3)));
    }

    private void knows(LearntReader learnt) {
        assertThat(learnt.highest("intel")).hasValue(Map.of("default", 2));
        assertThat(learnt.highest("lab")).hasValue(Map.of());
        assertThat(learnt.told("intel", "key", "aa")).contains(new Told(END));
        assertThat(learnt.told("intel", "key", "bb")).isEmpty();
        assertThat(learnt.rows("intel", Instant.EPOCH)).hasValue(Map.of("prio", new Row(4, 10, 3)));
        assertThat(learnt.trouble()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void besideAWatchEvenWhileThatWrites() throws Exception {
        try (Store store = Store.open(where, InstantSource.system())) {
            learn(store);
            List<String> before = files();
            UnitOfWork writing = store.begin();
            try {
                knows(new LearntReader(where));
            } finally {
                writing.rollBack();
            }
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void afterAWatch() throws Exception {
        try (Store store = Store.open(where, InstantSource.system())) {
            learn(store);
        }
        List<String> before = files();
        knows(new LearntReader(where));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void nothingIsEverWritten() {
        try (Store store = Store.open(where, InstantSource.system())) {
            learn(store);
            LearntReader learnt = new LearntReader(where);
            learnt.raise("intel", Map.of("default", 9));
            learnt.forget("intel", java.util.Set.of("default"));
            learnt.keep("intel", "key", "aa", new Told(null));
            learnt.keep("intel", Map.of());
            assertThat(learnt.counts()).isFalse();
            knows(new LearntReader(where));
        }
    }

    /** As between an update of the package and the start of its watch, which makes the tables. */
    @ParameterizedTest
    @ValueSource(strings = {"expected_workers", "misp_key", "misp_backlog"})
    void aTableThatIsNotMadeYetIsNothingLearntAndTheOthersAreRead(String table) throws Exception {
        try (Store store = Store.open(where, InstantSource.system());
                Connection connection = kept.connect(where);
                Statement statement = connection.createStatement()) {
            learn(store);
            statement.execute("DROP TABLE " + table);
        }
        LearntReader learnt = new LearntReader(where);

        assertThat(learnt.highest("intel"))
                .hasValue(table.equals("expected_workers") ? Map.of() : Map.of("default", 2));
        assertThat(learnt.told("intel", "key", "aa"))
                .isEqualTo(table.equals("misp_key") ? Optional.empty() : Optional.of(new Told(END)));
        assertThat(learnt.rows("intel", Instant.EPOCH))
                .hasValue(table.equals("misp_backlog") ? Map.of() : Map.of("prio", new Row(4, 10, 3)));
        assertThat(learnt.trouble()).isEmpty();
    }

    @Test
    void aStoreOfTheFirstVersionHasLearntNothing() {
        kept.makeOfFirstVersion(where);
        LearntReader learnt = new LearntReader(where);

        assertThat(learnt.highest("intel")).hasValue(Map.of());
        assertThat(learnt.told("intel", "key", "aa")).isEmpty();
        assertThat(learnt.trouble()).isEmpty();
    }

    @Test
    void whatFailsInOneTableAloneIsTroubleAndTheOthersAreRead() throws Exception {
        try (Store store = Store.open(where, InstantSource.system());
                Connection connection = kept.connect(where);
                Statement statement = connection.createStatement()) {
            learn(store);
            statement.execute("ALTER TABLE expected_workers RENAME COLUMN highest TO other");
        }
        LearntReader learnt = new LearntReader(where);

        assertThat(learnt.highest("intel")).isEmpty();
        assertThat(learnt.rows("intel", Instant.EPOCH)).hasValue(Map.of("prio", new Row(4, 10, 3)));
        assertThat(learnt.trouble()).hasValueSatisfying(why -> assertThat(why).contains("highest"));
    }
}
