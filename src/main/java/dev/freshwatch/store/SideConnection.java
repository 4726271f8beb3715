package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to the PostgreSQL database of a store that wait for none of its transactions. */
public final class SideConnection {

    private SideConnection() {}

    /**
     * Opens a connection that commits each statement.
     *
     * @param name     shown in {@code pg_stat_activity}
     * @param patience how long to wait for a connection, for an answer, and for a locked row; at least a second
     * @throws SQLException if there is none in that time
     */
    public static Connection open(StateSettings where, String name, Duration patience) throws SQLException {
        PGSimpleDataSource source = PostgresDatabase.source(where);
        int seconds = (int) Math.max(1, patience.toSeconds());
        source.setConnectTimeout(seconds);
        source.setLoginTimeout(seconds);
        source.setSocketTimeout(seconds);
        source.setApplicationName(
                "freshwatch " + name + " " + ProcessHandle.current().pid());
        Connection connection = source.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + patience.toMillis());
            return connection;
        } catch (SQLException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }
}
