package dev.freshwatch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A few connections beside that of the watch, which can only read. Thread-safe. They wait for no writer, and no writer
 * waits for them.
 */
final class ReadingDatabase implements Database {

    /** As many as there are readers; they are opened when they are needed, and closed when they are not. */
    static final int READERS = 3;

    private static final Duration IDLE = Duration.ofMinutes(1);

    /** A reader is to hear why there is no answer before it is told that it takes too long. */
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final HikariDataSource pool;

    /**
     * @param source of connections that can only read, by themselves or after they were prepared. Nothing is opened yet
     * @param prepare SQL for each new connection; null = none
     */
    ReadingDatabase(DataSource source, String prepare) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store-reading");
        config.setDataSource(source);
        config.setMaximumPoolSize(READERS);
        config.setReadOnly(true);
        config.setConnectionInitSql(prepare);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(CONNECT.toMillis());
        pool = new HikariDataSource(config);
    }

    /** Another file has taken the place of the one that was read: no connection to the old one is used again. */
    void renew() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void begin(Connection connection) {
        // The first statement begins it. It takes no lock.
    }

    @Override
    public void beforeCommit(Connection connection, boolean wakes) {
        // Nothing was written.
    }

    @Override
    public boolean isChanged(Connection connection) {
        return false;
    }

    @Override
    public Database reading() {
        return this;
    }

    @Override
    public void close() {
        pool.close();
    }
}
