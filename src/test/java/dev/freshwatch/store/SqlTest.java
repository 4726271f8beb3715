package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource(Kept.class)
class SqlTest {

    private static final Instant THEN = Instant.ofEpochMilli(1_763_654_400_123L);
    private static final String INSERT =
            "INSERT INTO thing (id, word, small, big, yes, at, takes) VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT id, word, small, big, yes, at, takes FROM thing";

    /** One of each kind of column. */
    private record Thing(String id, TimeUnit word, Integer small, Long big, Boolean yes, Instant at, Duration takes) {

        static Thing read(Sql.Row row) throws SQLException {
            return new Thing(
                    row.text(),
                    row.constant(TimeUnit.class),
                    row.integer(),
                    row.numberOrNull(),
                    row.flag(),
                    row.time(),
                    row.duration());
        }

        Object[] args() {
            return Sql.args(id, word, small, big, yes, at, takes);
        }
    }

    private static final Thing FULL =
            new Thing("é 'x' ?", TimeUnit.DAYS, -7, Long.MIN_VALUE, true, THEN, Duration.ofMillis(1500));

    @TempDir
    Path folder;

    @Parameter
    Kept kept;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        kept.prepare(folder);
        if (kept == Kept.SQLITE) {
            folder.resolve("state").toFile().mkdirs();
        }
        connection = kept.connect(Kept.in(folder));
        Sql.update(
                connection,
                "CREATE TABLE thing (id VARCHAR(64) PRIMARY KEY, word VARCHAR(16), small INTEGER, big BIGINT,"
                        + " yes INTEGER, at BIGINT, takes BIGINT)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    static Stream<Thing> things() {
        return Stream.of(
                FULL,
                new Thing("", TimeUnit.SECONDS, Integer.MAX_VALUE, 0L, false, Instant.EPOCH, Duration.ZERO),
                new Thing(
                        "before", TimeUnit.SECONDS, 0, 1L << 40, false, Instant.ofEpochMilli(-1), Duration.ofDays(-9)));
    }

    @ParameterizedTest
    @MethodSource("things")
    void valuesComeBackAsTheyWere(Thing thing) throws Exception {
        assertThat(Sql.update(connection, INSERT, thing.args())).isEqualTo(1);
        assertThat(Sql.first(connection, SELECT + " WHERE id = ?", Thing::read, thing.id()))
                .contains(thing);
    }

    @Test
    void nullsAreWrittenAndReadInColumnsOfEachKind() throws Exception {
        Sql.update(connection, INSERT, "none", null, null, null, null, null, null);
        assertThat(Sql.first(connection, SELECT, Thing::read))
                .contains(new Thing("none", null, 0, null, false, null, null));
        assertThat(Sql.first(connection, SELECT, row -> row.at(4).number())).contains(0L);
        Sql.update(connection, "UPDATE thing SET at = ?, word = ? WHERE id = ?", THEN, TimeUnit.DAYS, "none");
        Sql.update(connection, "UPDATE thing SET at = ?, word = ? WHERE id = ?", null, null, "none");
        assertThat(Sql.first(connection, SELECT, row -> row.at(6).time())).isEmpty();
        assertThat(Sql.exists(connection, "SELECT 1 FROM thing WHERE word = ?", (Object) null))
                .isFalse();
    }

    @Test
    void aBatchWritesItsRowsInTheirOrderWithNullsAnywhere() throws Exception {
        List<Thing> things = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            things.add(
                    i % 3 == 0
                            ? new Thing("t" + i, null, 0, null, false, null, null)
                            : new Thing("t" + i, TimeUnit.DAYS, i, (long) i, true, THEN, Duration.ofMillis(i)));
        }
        Sql.batch(connection, INSERT, things, Thing::args);
        assertThat(Sql.list(connection, SELECT + " ORDER BY LENGTH(id), id", Thing::read))
                .isEqualTo(things);
        Sql.batch(connection, "UPDATE thing SET small = ?", List.of(1, 2, 3), Sql::args);
        assertThat(Sql.list(connection, "SELECT DISTINCT small FROM thing", Sql.Row::integer))
                .containsExactly(3);
    }

    @Test
    void nothingIsPreparedForABatchWithoutRows() throws Exception {
        Sql.batch(connection, "no statement at all", Collections.<String>emptyList(), Sql::args);
        assertThat(Sql.exists(connection, SELECT)).isFalse();
    }

    @Test
    void aLoopOfQueriesPreparesItsStatementOnce() throws Exception {
        Sql.batch(connection, INSERT, List.of("a", "b", "c"), id -> Sql.args(id, null, null, null, null, null, null));
        List<String> prepared = new ArrayList<>();
        Connection counted = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                    }
                    return method.invoke(connection, arguments);
                });
        String sql = "SELECT id FROM thing WHERE id >= ? ORDER BY id";
        assertThat(Sql.listForEach(counted, sql, Sql.Row::text, Arrays.asList("b", null, "c", "d"), Sql::args))
                .containsExactly("b", "c", "c");
        assertThat(prepared).containsExactly(sql);
    }

    @Test
    void updatesSayHowManyRowsTheyHaveChanged() throws Exception {
        Sql.batch(connection, INSERT, List.of("a", "b", "c"), id -> Sql.args(id, null, 1, null, null, THEN, null));
        assertThat(Sql.update(connection, "UPDATE thing SET small = small + ? WHERE id < ?", 4, "c"))
                .isEqualTo(2);
        assertThat(Sql.update(connection, "UPDATE thing SET at = at + ?", Duration.ofHours(1)))
                .isEqualTo(3);
        assertThat(Sql.list(
                        connection,
                        "SELECT small, at FROM thing ORDER BY id LIMIT ?",
                        row -> row.integer() + " " + row.time(),
                        2))
                .containsExactly("5 " + THEN.plusSeconds(3600), "5 " + THEN.plusSeconds(3600));
        assertThat(Sql.update(connection, "DELETE FROM thing WHERE id = ?", "nobody"))
                .isZero();
    }

    @Test
    void whatIsWrongSurfaces() throws Exception {
        Sql.update(connection, INSERT, FULL.args());
        assertThatThrownBy(() -> Sql.update(connection, INSERT, FULL.args())).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Sql.batch(connection, INSERT, List.of(FULL), Thing::args))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Sql.list(connection, "SELECT nothing FROM nowhere", Sql.Row::text))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Sql.exists(connection, SELECT + " WHERE big = ?", 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a supported SQL parameter: java.lang.Double");
        assertThatThrownBy(() -> Sql.first(connection, SELECT, row -> row.constant(Thread.State.class)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
