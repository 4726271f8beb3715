package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for a namespace that another process has taken over is not committed. */
class FencingTest {

    private static final String PUT = "INSERT INTO last_due (what, due) VALUES ('test', 1)";

    @TempDir
    Path directory;

    /** What this process believes, and what is true. */
    private final Map<String, Long> believed = new HashMap<>();

    private final Map<String, Long> current = new HashMap<>();

    private final Fencing fencing = new Fencing() {
        @Override
        public OptionalLong number(String namespace) {
            return believed.containsKey(namespace) ? OptionalLong.of(believed.get(namespace)) : OptionalLong.empty();
        }

        @Override
        public boolean hadLast(String namespace) {
            return holds(namespace);
        }

        @Override
        public void verify(Connection connection, Map<String, Long> numbers) {
            if (!current.entrySet().containsAll(numbers.entrySet())) {
                throw new FencedOut("esm/soc");
            }
        }
    };

    private Store open() {
        Store store = Store.open("jdbc:sqlite:" + directory.resolve("freshwatch.db"), InstantSource.system());
        store.fencedBy(fencing);
        return store;
    }

    private static boolean isThere(Store store) {
        return store.transaction(connection -> Sql.exists(connection, "SELECT 1 FROM last_due WHERE what = 'test'"));
    }

    private static int put(Connection connection) throws SQLException {
        return Sql.update(connection, PUT);
    }

    @Test
    void withTheCurrentNumberItIsStored() {
        believed.put("esm/soc", 3L);
        current.put("esm/soc", 3L);
        try (Store store = open()) {
            store.transaction("esm/soc", FencingTest::put);

            assertThat(isThere(store)).isTrue();
        }
    }

    @Test
    void withAnOldNumberItIsNotAndTheStoreGoesOn() {
        believed.put("esm/soc", 3L);
        current.put("esm/soc", 4L);
        try (Store store = open()) {
            assertThatThrownBy(() -> store.transaction("esm/soc", FencingTest::put))
                    .isInstanceOf(FencedOut.class);

            assertThat(isThere(store)).isFalse();
            assertThat(store.unusable()).isEmpty();
        }
    }

    /** What was found out with an old number stays old, even if this process has got it back since. */
    @Test
    void theOldestNumberOfATransactionCounts() {
        believed.put("esm/soc", 5L);
        current.put("esm/soc", 5L);
        try (Store store = open()) {
            UnitOfWork unitOfWork = store.begin();
            try {
                unitOfWork.fence("esm/soc", 5);
                unitOfWork.fence("esm/soc", 3);
                assertThatThrownBy(unitOfWork::commit).isInstanceOf(FencedOut.class);
            } finally {
                unitOfWork.rollBack();
            }
        }
    }

    @Test
    void withoutALeaseItDoesNotEvenBegin() {
        try (Store store = open()) {
            assertThatThrownBy(() -> store.transaction("esm/soc", FencingTest::put))
                    .isInstanceOf(FencedOut.class);
            assertThat(isThere(store)).isFalse();
        }
    }

    /** Findings of several services are stored together. */
    @Test
    void whatIsOnlyInPartOfAnotherProcessCanBeRepeatedWithoutThatPart() {
        current.putAll(Map.of("services/1", 3L, "services/2", 8L));
        try (Store store = open()) {
            believed.putAll(Map.of("services/1", 3L));
            assertThat(isMendedAfterACommit(store)).isTrue();

            believed.putAll(Map.of("services/1", 3L, "services/2", 7L));
            assertThat(isMendedAfterACommit(store))
                    .as("it does not know better")
                    .isFalse();

            believed.clear();
            assertThat(isMendedAfterACommit(store)).as("nothing is left").isFalse();
        }
    }

    private static boolean isMendedAfterACommit(Store store) {
        UnitOfWork unitOfWork = store.begin();
        try {
            unitOfWork.fence("services/1", 3);
            unitOfWork.fence("services/2", 7);
            unitOfWork.use(FencingTest::put);
            assertThatThrownBy(unitOfWork::commit).isInstanceOf(FencedOut.class);
        } finally {
            unitOfWork.rollBack();
        }
        assertThat(isThere(store)).isFalse();
        return unitOfWork.isMended();
    }
}
