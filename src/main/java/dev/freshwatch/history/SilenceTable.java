package dev.freshwatch.history;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.Silence;
import dev.freshwatch.alert.SilenceMatcher;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Silences that operators create. A running watch heeds changes from its next cycle on. Each change is recorded in the
 * audit.
 */
public final class SilenceTable {

    private static final String OPEN =
            """
            SELECT id, glob, begins, ends, reason, made_by, made_at, heal FROM silence
            WHERE begins <= ? AND ends > ? ORDER BY ends, id""";

    private final Store store;

    public SilenceTable(Store store) {
        this.store = store;
    }

    /**
     * Suppresses notices for these checks from now on.
     *
     * @param glob   glob for check ids
     * @param length how long it lasts
     * @param who    the user who asked for it
     * @param heal   false = no healing either
     */
    public Silence add(String glob, Duration length, String reason, String who, boolean heal) {
        Instant now = store.clock().instant();
        Silence silence =
                new Silence(UUID.randomUUID().toString(), glob, now, now.plus(length), reason, who, now, heal);
        return store.transaction(connection -> {
            insert(connection, silence);
            String detail = String.format(
                    Locale.ROOT, "%s until %s%s: %s", glob, silence.ends(), heal ? "" : ", no healing", reason);
            AuditTable.write(connection, new AuditTable.Line(now, who, "silence", detail));
            return silence;
        });
    }

    /**
     * Ends the silences with exactly this glob.
     *
     * @return how many there were
     */
    public int end(String glob, String who) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> {
            String sql = "UPDATE silence SET ends = ? WHERE glob = ? AND ends > ?";
            int ended = Sql.update(connection, sql, now, glob, now);
            if (ended > 0) {
                AuditTable.write(connection, new AuditTable.Line(now, who, "unsilence", glob));
            }
            return ended;
        });
    }

    /** Silences that have not ended, the first to end first. */
    public List<Silence> open() {
        Instant now = store.clock().instant();
        return store.transaction(connection -> at(connection, now));
    }

    /**
     * Returns the silences in force now.
     *
     * @param maintenances the recurring silences of the configuration
     */
    public SilenceMatcher now(List<Maintenance> maintenances) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> new SilenceMatcher(now, at(connection, now), maintenances));
    }

    static List<Silence> at(Connection connection, Instant now) throws SQLException {
        return Sql.list(connection, OPEN, SilenceTable::read, now, now);
    }

    private static Silence read(Sql.Row row) throws SQLException {
        return new Silence(
                row.text(), row.text(), row.time(), row.time(), row.text(), row.text(), row.time(), row.flag());
    }

    private static void insert(Connection connection, Silence silence) throws SQLException {
        String sql =
                """
                INSERT INTO silence (id, glob, begins, ends, reason, made_by, made_at, heal)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
        Sql.update(
                connection,
                sql,
                silence.id(),
                silence.glob(),
                silence.begins(),
                silence.ends(),
                silence.reason(),
                silence.madeBy(),
                silence.madeAt(),
                silence.heal());
    }
}
