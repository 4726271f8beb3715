package dev.freshwatch.history;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.Silence;
import dev.freshwatch.alert.SilenceMatcher;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The silences that people ask for. A watch that runs beside it heeds them from its next cycle on. Each change leaves a
 * line in the audit.
 */
public final class SilenceTable {

    private static final String COLUMNS =
            "SELECT id, glob, begins, ends, reason, made_by, made_at, heal FROM silence WHERE ";

    private final Store store;

    public SilenceTable(Store store) {
        this.store = store;
    }

    /**
     * No notices for these checks from now on.
     *
     * @param glob   on check ids
     * @param length for how long
     * @param who    asks for it
     * @param heal   false: nothing is healed either
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
     * Ends the silences that were asked for with exactly this glob.
     *
     * @return how many there were
     */
    public int end(String glob, String who) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> {
            String sql = "UPDATE silence SET ends = ? WHERE glob = ? AND ends > ?";
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, now.toEpochMilli());
                update.setString(2, glob);
                update.setLong(3, now.toEpochMilli());
                int ended = update.executeUpdate();
                if (ended > 0) {
                    AuditTable.write(connection, new AuditTable.Line(now, who, "unsilence", glob));
                }
                return ended;
            }
        });
    }

    /** Those that are not over, the one that ends first in front. */
    public List<Silence> open() {
        Instant now = store.clock().instant();
        return store.transaction(connection -> at(connection, now));
    }

    /**
     * What is silenced now.
     *
     * @param maintenances the recurring silences of the configuration
     */
    public SilenceMatcher now(List<Maintenance> maintenances) {
        Instant now = store.clock().instant();
        return store.transaction(connection -> new SilenceMatcher(now, at(connection, now), maintenances));
    }

    static List<Silence> at(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(COLUMNS + "begins <= ? AND ends > ? ORDER BY ends, id")) {
            query.setLong(1, now.toEpochMilli());
            query.setLong(2, now.toEpochMilli());
            List<Silence> silences = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    silences.add(new Silence(
                            row.getString(1),
                            row.getString(2),
                            AlertStateRow.time(row, 3),
                            AlertStateRow.time(row, 4),
                            row.getString(5),
                            row.getString(6),
                            AlertStateRow.time(row, 7),
                            row.getInt(8) != 0));
                }
            }
            return silences;
        }
    }

    private static void insert(Connection connection, Silence silence) throws SQLException {
        String sql =
                """
                INSERT INTO silence (id, glob, begins, ends, reason, made_by, made_at, heal)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, silence.id());
            insert.setString(2, silence.glob());
            insert.setLong(3, silence.begins().toEpochMilli());
            insert.setLong(4, silence.ends().toEpochMilli());
            insert.setString(5, silence.reason());
            insert.setString(6, silence.madeBy());
            insert.setLong(7, silence.madeAt().toEpochMilli());
            insert.setInt(8, silence.heal() ? 1 : 0);
            insert.executeUpdate();
        }
    }
}
