package dev.freshwatch.history;

import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Records who did what and when: silences, acknowledgements, and what the watch itself does to a platform. */
public final class AuditTable {

    private final Store store;

    public AuditTable(Store store) {
        this.store = store;
    }

    /**
     * An entry.
     *
     * @param who    a user, or {@code freshwatch}
     * @param what   one word: {@code silence}, {@code unsilence}, {@code acknowledge} …
     * @param detail one line of plain words
     */
    public record Line(Instant at, String who, String what, String detail) {}

    /** Writes an entry in its own transaction. */
    public void write(String who, String what, String detail) {
        store.transaction(connection -> {
            write(connection, new Line(store.clock().instant(), who, what, detail));
            return null;
        });
    }

    /** The latest entries first. */
    public List<Line> latest(int atMost) {
        return store.transaction(connection -> {
            String sql = "SELECT at, who, what, detail FROM audit ORDER BY seq DESC LIMIT ?";
            return Sql.list(connection, sql, row -> new Line(row.time(), row.text(), row.text(), row.text()), atMost);
        });
    }

    static void write(Connection connection, Line line) throws SQLException {
        String sql = "INSERT INTO audit (at, who, what, detail) VALUES (?, ?, ?, ?)";
        Sql.update(connection, sql, line.at(), line.who(), line.what(), line.detail());
    }
}
