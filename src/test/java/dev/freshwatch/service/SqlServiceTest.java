package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.PostgresServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code service-sql} against a real PostgreSQL: what it makes of rows, and of queries that fail. It is 12:00. */
class SqlServiceTest {

    private static StateSettings database;

    @BeforeAll
    static void tables() throws SQLException {
        database = PostgresServer.shared().freshSchema();
        execute("CREATE TABLE event (host TEXT, site INTEGER, label TEXT, at TIMESTAMPTZ, local TIMESTAMP, ms BIGINT)");
        execute("INSERT INTO event VALUES"
                + " ('fw-1', 1, 'Border', '2026-11-20 11:57:00+00', '2026-11-20 12:57:00', 1763639820000),"
                + " ('fw-1', 1, 'Border', '2026-11-20 10:00:00+00', '2026-11-20 11:00:00', 1763632800000),"
                + " ('dc/1', 2, NULL, '2026-11-20 09:00:00+00', '2026-11-20 10:00:00', 1763629200000)");
        execute("CREATE TABLE nothing (at TIMESTAMPTZ)");
        execute("CREATE TABLE hidden (at TIMESTAMPTZ)");
        execute("DROP ROLE IF EXISTS reader");
        execute("CREATE ROLE reader LOGIN PASSWORD 'r3ad0nly'");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.url(), database.username(), database.password().reveal());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static OneList query(String sql) {
        return new OneList("service-sql")
                .set(Map.of("url", database.url(), "username", database.username(), "password", "secret.db"))
                .set(Map.of("query", sql, "rows", "one", "timeout", "20s"))
                .secret("secret.db", database.password().reveal());
    }

    private static String only(OneList of) throws Exception {
        Map<String, String> outcomes = of.ask("");
        assertThat(outcomes).containsOnlyKeys("events");
        return outcomes.get("events");
    }

    private static Arguments row(String sql, Map<String, String> more, String outcome) {
        return Arguments.of(sql, more, outcome);
    }

    static Stream<Arguments> queries() {
        Map<String, String> none = Map.of();
        return Stream.of(
                row("SELECT max(at) FROM event", none, "ok fresh: newest event is 3 min old (limit 1 h)"),
                row("SELECT at FROM event ORDER BY at", none, "ok fresh: newest event is 3 min old"),
                row(
                        "SELECT max(at) FROM event WHERE site = ?",
                        Map.of("values", "2"),
                        "critical stale: newest event is 3 h"),
                row(
                        "SELECT max(at) FROM event WHERE host = ? AND site = ?",
                        Map.of("values", "fw-1\n1"),
                        "ok fresh: newest event is 3 min"),
                row(
                        "SELECT max(at) FROM event WHERE host = ?",
                        Map.of("values", "' OR true --"),
                        "critical silent: no event at all"),
                row(
                        "SELECT max(local) FROM event",
                        none,
                        "unknown unreadable: found '2026-11-20 12:57:00', which is not a"),
                row("SELECT max(local) FROM event", Map.of("zone", "Europe/Berlin"), "ok fresh: newest event is 3 min"),
                row(
                        "SELECT max(ms) FROM event",
                        Map.of("time-format", "epoch-millis"),
                        "critical stale: newest event is"),
                row("SELECT max(at) FROM nothing", none, "critical silent: no event at all (limit 1 h)"),
                row("SELECT at FROM nothing", none, "critical silent: no event at all (limit 1 h)"),
                row(
                        "SELECT 'infinity'::timestamptz",
                        none,
                        "unknown unreadable: found 'infinity', which is not a time"),
                row("SELECT '0044-03-15 00:00+00 BC'::timestamptz", none, "unknown unreadable: found '0044-03-15"),
                row("SELECT ''", none, "unknown unreadable: found '', which is not a time (iso)"),
                row("SELECT '2026-11-20 12:30Z'", none, "warning future: newest event is 30 min ahead"),
                row("SELECT max(ms) FROM event", none, "unknown unreadable: found '1763639820000', which is not a"),
                row(
                        "SELECT max(ms) FROM event",
                        Map.of("time-format", "epoch-seconds"),
                        "unknown unreadable: found '1763639820000', which is not a time (epoch-seconds)"),
                row("SELECT * FROM (VALUES (NULL), ('2026-11-20 11:57Z')) v", none, "ok fresh: newest event is 3 min"),
                row(
                        "SELECT * FROM (VALUES ('x'), ('2026-11-20 11:57Z')) v",
                        none,
                        "unknown unreadable: found 'x', which"),
                row(
                        "SELECT max(at) FROM nowhere",
                        none,
                        "unknown failed: query failed: ERROR: relation \"nowhere\" does not"),
                row("SELECT max(at FROM event", none, "unknown failed: query failed: ERROR: syntax error"),
                row(
                        "SELECT max(at) FROM event WHERE site = ?",
                        none,
                        "unknown failed: query failed: No value specified"),
                row("DELETE FROM event RETURNING at", none, "unknown failed: the query is not one that only reads"),
                row("COMMIT; DELETE FROM event RETURNING at", none, "unknown failed: "),
                row(
                        "SELECT pg_sleep(60)::text",
                        Map.of("timeout", "1s"),
                        "unknown timeout: query not complete within its timeout"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("queries")
    void theNewestRecordIsJudged(String sql, Map<String, String> more, String outcome) throws Exception {
        assertThat(only(query(sql).set(more))).startsWith(outcome);
        assertThat(only(query("SELECT '2026-11-20 11:57Z' FROM event HAVING count(*) = 3")))
                .startsWith("ok fresh");
    }

    @Test
    void manyRowsAreSources() throws Exception {
        OneList list = query("SELECT host, max(at), max(label) FROM event GROUP BY host ORDER BY 1 DESC")
                .set(Map.of("rows", "many", "limits", "Border=5m/10m, *=1h/2h", "error-after", ""));

        assertThat(list.ask(""))
                .isEqualTo(Map.of(
                        "events", "ok up: 2 sources in the list",
                        "fw-1", "ok fresh: newest event is 3 min old (limit 5 min)",
                        "dc~2F1", "critical stale: newest event is 3 h old (limit 2 h)"));
        execute("UPDATE event SET host = 'dc/2' WHERE host = 'dc/1'");
        try {
            assertThat(list.ask(""))
                    .containsEntry("dc~2F1", "critical missing: is not in the list any more since 2026-11-20 12:00 UTC")
                    .containsKey("dc~2F2");
            execute("ALTER TABLE event RENAME TO away");
            assertThat(list.ask("").get("dc~2F1")).startsWith("unknown failed: its list cannot be used: query failed");
            execute("ALTER TABLE away RENAME TO event");
        } finally {
            execute("UPDATE event SET host = 'dc/1' WHERE host = 'dc/2'");
        }
    }

    @Test
    void oddRowsAreUnknownAndTheOthersAreJudged() throws Exception {
        String good = "'2026-11-20 11:57Z'";
        OneList list = query("SELECT * FROM (VALUES ('a', " + good + "), (NULL, " + good
                        + "), ('b', NULL), ('c', 'x'), ('d', " + good + "), ('d', " + good
                        + "), ('e', '2026-11-20 13:00Z')) v")
                .set("rows", "many");

        assertThat(list.ask(""))
                .isEqualTo(Map.of(
                        "events", "unknown unreadable: 1 of 7 rows have no usable id",
                        "a", "ok fresh: newest event is 3 min old (limit 1 h)",
                        "b", "unknown unreadable: has no time in the list",
                        "c", "unknown unreadable: has 'x' in the list, which is not a time (iso)",
                        "d", "unknown unreadable: is in the list more than once",
                        "e",
                                "warning future: newest event is 60 min ahead of the platform's clock (wrong zone, date format or"
                                        + " device clock?)"));
    }

    @Test
    void aListNeedsTwoColumns() throws Exception {
        assertThat(only(query("SELECT host FROM event").set("rows", "many")))
                .isEqualTo("unknown unreadable: the query has one column; select id, time, and a label if you like");
    }

    @Test
    void loginsAndRightsThatAreRefusedAreUnauthorized() throws Exception {
        assertThat(only(query("SELECT 1").secret("secret.db", "wr0ng")))
                .startsWith("unknown unauthorized: login refused (username, password): ")
                .doesNotContain("wr0ng");
        assertThat(only(query("SELECT at FROM " + schema() + ".hidden")
                        .set("username", "reader")
                        .secret("secret.db", "r3ad0nly")))
                .startsWith("unknown unauthorized: the account may not do this: ");
    }

    private static String schema() {
        return database.url().replaceFirst(".*currentSchema=", "");
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws Exception {
        int gone;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = port.getLocalPort();
            assertThat(only(query("SELECT 1")
                            .set("url", "jdbc:postgresql://127.0.0.1:" + gone + "/x")
                            .set("timeout", "1s")))
                    .startsWith("unknown ");
        }
        assertThat(only(query("SELECT 1").set("url", "jdbc:postgresql://127.0.0.1:" + gone + "/x")))
                .startsWith("unknown unreachable: Connection to 127.0.0.1:" + gone + " refused");
        assertThat(only(query("SELECT 1").set("url", "jdbc:postgresql://nowhere.invalid/x")))
                .startsWith("unknown unreachable: unknown host nowhere.invalid (url)");
    }

    @Test
    void withoutTlsAServerThatMustHaveItIsNotBelieved() throws Exception {
        assertThat(only(query("SELECT 1").set("url", database.url() + "&sslmode=verify-full")))
                .startsWith("unknown ");
    }

    static Stream<Arguments> badParameters() {
        return Stream.of(
                Arguments.of("url", "", "url: is missing: write jdbc:postgresql://host:port/database"),
                Arguments.of(
                        "url",
                        "jdbc:mysql://x/y",
                        "url: the value is for no database whose driver is there: put the jar of the driver for jdbc:mysql: into lib/"),
                Arguments.of("url", "jdbc:mysql://h/d?password=x", "url: the value contains a login"),
                Arguments.of("url", "jdbc:oracle:thin:scott/tiger@//h/d", "url: the value contains a login"),
                Arguments.of("url", "mysql://h/d", "url: the value is neither for SQLite nor for PostgreSQL"),
                Arguments.of(
                        "url", "jdbc:sqlite:x.db", "url: the value is not for PostgreSQL: write jdbc:postgresql://"),
                Arguments.of(
                        "url",
                        "jdbc:postgresql://h/d?password=x",
                        "url: the value contains a login: set username and password instead"),
                Arguments.of("password", "plain", "password: is a secret, and secrets must not be in route files"),
                Arguments.of("password", "secret.gone", "password: names secret.gone, which is not set"),
                Arguments.of("query", "", "query: is missing: write SELECT max(received_at) FROM events"),
                Arguments.of("rows", "some", "rows: 'some' is neither one nor many: write one, or many"),
                Arguments.of("limits", "*=1h", "limits: is for many sources: set rows to many, or leave it out"),
                Arguments.of("error-after", "", "error-after: is missing: write how old the newest may be"));
    }

    @ParameterizedTest
    @MethodSource("badParameters")
    void aBadParameterIsAFaultThatSaysWhatToWrite(String name, String value, String fault) {
        assertThat(query("SELECT 1").set(name, value).faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(fault);
    }
}
