package dev.freshwatch.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import dev.freshwatch.misp.KeyMemory.Told;
import dev.freshwatch.misp.QueueMemory.Row;
import dev.freshwatch.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealingTableTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    @TempDir
    Path directory;

    private Store open() {
        return Store.open("jdbc:sqlite:" + directory.resolve("freshwatch.db"), InstantSource.fixed(NOW));
    }

    private static Attempt attempt(String id, String misp, Instant at) {
        return new Attempt(id, at, misp, "e1", "restartDeadWorkers", Outcome.ATTEMPTED, "no worker in email");
    }

    @Test
    void numbersOfWorkersOnlyRiseAndSurviveARestart() {
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            healingTable.raise("intel", Map.of("default", 5, "prio", 2));
            healingTable.raise("intel", Map.of("default", 3, "prio", 4, "email", 1));
            healingTable.raise("lab", Map.of("default", 9));
        }
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            assertThat(healingTable.highest("intel")).hasValue(Map.of("default", 5, "prio", 4, "email", 1));
            healingTable.forget("intel", Set.of("default", "none"));
            assertThat(healingTable.highest("intel")).hasValue(Map.of("prio", 4, "email", 1));
            assertThat(healingTable.highest("lab")).hasValue(Map.of("default", 9));
        }
    }

    @Test
    void whatAKeyWasToldIsKeptForThatKeyAlone() {
        Instant end = NOW.plus(Duration.ofDays(20));
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            healingTable.keep("intel", "key", "aa", new Told(end));
            healingTable.keep("intel", "admin-key", "bb", new Told(null));
            healingTable.keep("lab", "key", "cc", new Told(NOW));
            healingTable.keep("lab", "key", "cc", new Told(end.plusMillis(1)));
            healingTable.keep("old", "key", "dd", new Told(end));
            healingTable.keep("old", "key", "ee", new Told(null));
        }
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            assertThat(healingTable.told("intel", "key", "aa")).contains(new Told(end));
            assertThat(healingTable.told("intel", "admin-key", "bb")).contains(new Told(null));
            assertThat(healingTable.told("lab", "key", "cc")).contains(new Told(end.plusMillis(1)));
            assertThat(healingTable.told("lab", "key", "aa")).isEmpty();
            assertThat(healingTable.told("old", "key", "dd"))
                    .as("it was replaced")
                    .isEmpty();
            assertThat(healingTable.told("old", "key", "ee")).contains(new Told(null));
        }
    }

    @Test
    void jobsThatWaitAreKeptForAWhile() {
        Map<String, Row> rows = Map.of("prio", new Row(4, 10, 3), "default", new Row(1, 1, 0));
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            healingTable.keep("intel", Map.of("email", new Row(1, 1, 0)));
            healingTable.keep("intel", rows);
            healingTable.keep("lab", Map.of("prio", new Row(7, 8, 9)));
        }
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            assertThat(healingTable.rows("intel", NOW)).hasValue(rows);
            assertThat(healingTable.rows("intel", NOW.plusMillis(1))).hasValue(Map.of());
            healingTable.keep("intel", Map.of());
            assertThat(healingTable.rows("intel", NOW)).hasValue(Map.of());
            assertThat(healingTable.rows("lab", NOW))
                    .hasValueSatisfying(kept -> assertThat(kept).hasSize(1));
        }
    }

    @Test
    void whatCannotBeReadIsNotWhatIsNotThere() {
        Store store = open();
        store.close();
        HealingTable healingTable = new HealingTable(() -> store);

        assertThat(healingTable.highest("intel")).isEmpty();
        healingTable.raise("intel", Map.of("default", 5));
        healingTable.keep("intel", "key", "aa", new Told(NOW));
        assertThat(healingTable.told("intel", "key", "aa")).isEmpty();
        healingTable.keep("intel", Map.of("prio", new Row(4, 10, 3)));
        assertThat(healingTable.rows("intel", NOW)).isEmpty();
    }

    @Test
    void attemptsAreKeptAndSettledByMisp() {
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            healingTable.write(attempt("a2", "intel", NOW));
            healingTable.write(attempt("a1", "intel", NOW.minus(Duration.ofHours(1))));
            healingTable.write(attempt("b1", "lab", NOW));
            healingTable.settle("intel", "a2", Outcome.GIVEN_UP, "x".repeat(600));
        }
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            assertThat(healingTable.since("intel", NOW.minus(Duration.ofHours(2))))
                    .extracting(Attempt::id, Attempt::outcome)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("a1", Outcome.ATTEMPTED),
                            org.assertj.core.groups.Tuple.tuple("a2", Outcome.GIVEN_UP));
            assertThat(healingTable.since("intel", NOW)).hasSize(1).first().satisfies(row -> {
                assertThat(row.at()).isEqualTo(NOW);
                assertThat(row.episode()).isEqualTo("e1");
                assertThat(row.what()).isEqualTo("restartDeadWorkers");
                assertThat(row.detail()).hasSize(500).endsWith("…");
            });
        }
    }

    @Test
    void oldAttemptsGo() {
        try (Store store = open()) {
            HealingTable healingTable = new HealingTable(() -> store);
            healingTable.write(attempt("old", "intel", NOW.minus(Duration.ofDays(91))));
            healingTable.write(attempt("new", "intel", NOW));

            assertThat(healingTable.since("intel", Instant.EPOCH))
                    .extracting(Attempt::id)
                    .containsExactly("new");
        }
    }
}
