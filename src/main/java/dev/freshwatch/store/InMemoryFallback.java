package dev.freshwatch.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * An in-memory copy of all tables, used while the file cannot be written. Changes are tracked by row and written back
 * in one transaction. Not thread-safe.
 *
 * <p>Another process may be able to write to the file in the meantime, so generated numbers start far above those of
 * the file.
 */
final class InMemoryFallback implements AutoCloseable {

    private static final int APART = 1_000_000;

    /** A table and the columns of its primary key. */
    private record Table(String name, List<String> key) {

        /** SQL for the key of a row as a single text; {@code row} is the prefix of the column names. */
        String keyOf(String row) {
            return key.stream().map(column -> row + column).collect(Collectors.joining(", ", "json_array(", ")"));
        }
    }

    private final Connection memory;
    private final List<Table> tables;

    private InMemoryFallback(Connection memory, List<Table> tables) {
        this.memory = memory;
        this.tables = tables;
    }

    /** @throws SQLException if the file cannot be read either */
    static InMemoryFallback of(Path database) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        // The disk that holds temporary files may be full too.
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        Connection memory = config.createConnection("jdbc:sqlite::memory:");
        try {
            int outcome = ((SQLiteConnection) memory).getDatabase().restore("main", database.toString(), null);
            if (outcome != 0) {
                throw new SQLException("it cannot be read either (SQLite says " + outcome + ")");
            }
            InMemoryFallback fallback = new InMemoryFallback(memory, tables(memory));
            fallback.prepare();
            return fallback;
        } catch (SQLException | RuntimeException e) {
            Store.closeQuietly(memory, e);
            throw e;
        }
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        String sql =
                """
                SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'flyway_schema_history' AND c.pk > 0
                ORDER BY t.name, c.pk""";
        Map<String, List<String>> keys = new LinkedHashMap<>();
        Sql.list(connection, sql, row -> Map.entry(row.text(), row.text()))
                .forEach(column -> keys.computeIfAbsent(column.getKey(), table -> new ArrayList<>())
                        .add(column.getValue()));
        return keys.entrySet().stream()
                .map(table -> new Table(table.getKey(), table.getValue()))
                .toList();
    }

    private void prepare() throws SQLException {
        try (Statement statement = memory.createStatement()) {
            statement.execute("CREATE TEMP TABLE changed (name TEXT, row TEXT, PRIMARY KEY (name, row))");
            for (Table table : tables) {
                for (String event : List.of("INSERT NEW.", "UPDATE NEW.", "UPDATE OLD.", "DELETE OLD.")) {
                    String[] words = event.split(" ");
                    statement.execute(String.format(
                            Locale.ROOT,
                            """
                            CREATE TEMP TRIGGER %1$s_%2$s AFTER %3$s ON main.%1$s BEGIN
                              INSERT INTO changed SELECT '%1$s', %4$s WHERE NOT EXISTS (
                                SELECT 1 FROM changed WHERE name = '%1$s' AND row = %4$s);
                            END""",
                            table.name(),
                            event.replaceAll("\\W", "_"),
                            words[0],
                            table.keyOf(words[1])));
                }
            }
            raiseNumbers(memory, APART, APART);
        }
    }

    /** Raises the next row numbers of all tables by an amount, and to at least a minimum where a table has none yet. */
    static void raiseNumbers(Connection connection, long by, long least) throws SQLException {
        Sql.update(connection, "UPDATE sqlite_sequence SET seq = seq + ?", by);
        String sql =
                """
                INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM sqlite_master
                WHERE sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)""";
        Sql.update(connection, sql, least);
    }

    Connection connection() {
        return memory;
    }

    /** The number of rows that would be written back now. */
    long changes() throws SQLException {
        return Sql.first(memory, "SELECT COUNT(*) FROM changed", Sql.Row::number)
                .orElseThrow();
    }

    /** Marks every row to be written back, because the file was replaced by an empty one. */
    void changeEverything() throws SQLException {
        try (Statement statement = memory.createStatement()) {
            for (Table table : tables) {
                statement.executeUpdate(String.format(
                        Locale.ROOT,
                        "INSERT OR IGNORE INTO changed SELECT '%s', %s FROM main.%s",
                        table.name(),
                        table.keyOf(""),
                        table.name()));
            }
        }
    }

    /** Writes all changes to the file, in one transaction. */
    void writeTo(Connection file) throws SQLException {
        file.setAutoCommit(false);
        try (Statement statement = file.createStatement()) {
            // A row may be written before the rows it references.
            statement.execute("PRAGMA defer_foreign_keys = ON");
            for (Table table : tables) {
                delete(table, file);
                write(table, file);
            }
            file.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(file, e);
            throw e;
        }
        file.setAutoCommit(true);
    }

    private static void rollBack(Connection file, Exception cause) {
        try {
            file.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        try {
            file.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private void delete(Table table, Connection file) throws SQLException {
        String gone = String.format(
                Locale.ROOT,
                """
                SELECT json_group_array(row) FROM changed
                WHERE name = '%1$s' AND row NOT IN (SELECT %2$s FROM main.%1$s)""",
                table.name(),
                table.keyOf(""));
        String keys = Sql.first(memory, gone, Sql.Row::text).orElseThrow();
        String delete = String.format(
                Locale.ROOT,
                "DELETE FROM %s WHERE %s IN (SELECT value FROM json_each(?))",
                table.name(),
                table.keyOf(""));
        Sql.update(file, delete, keys);
    }

    private void write(Table table, Connection file) throws SQLException {
        String changed = String.format(
                Locale.ROOT,
                "SELECT * FROM main.%1$s WHERE %2$s IN (SELECT row FROM changed WHERE name = '%1$s')",
                table.name(),
                table.keyOf(""));
        try (Statement query = memory.createStatement();
                ResultSet row = query.executeQuery(changed)) {
            int columns = row.getMetaData().getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                names.add(row.getMetaData().getColumnName(i));
            }
            String sql = String.format(
                    Locale.ROOT,
                    "INSERT OR REPLACE INTO %s (%s) VALUES (%s)",
                    table.name(),
                    String.join(", ", names),
                    Stream.generate(() -> "?").limit(columns).collect(Collectors.joining(", ")));
            try (PreparedStatement write = file.prepareStatement(sql)) {
                while (row.next()) {
                    for (int i = 1; i <= columns; i++) {
                        write.setObject(i, row.getObject(i));
                    }
                    write.executeUpdate();
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        memory.close();
    }
}
