package dev.freshwatch.jdbc;

import dev.freshwatch.freshness.Reason;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes one query, in a transaction that can only read, on a connection of its own. To be closed from another thread if it
 * takes too long.
 */
public final class DatabaseReader implements Closeable {

    /** Rows that are in memory at the same time. */
    private static final int AT_ONCE = 500;

    private static final int LONGEST_CONNECT_SECONDS = 10;

    private final DatabaseQuery query;
    private volatile Connection open;
    private volatile boolean closed;

    public DatabaseReader(DatabaseQuery query) {
        this.query = query;
    }

    /**
     * Reads all rows.
     *
     * @param row receives the columns of each, as the database writes them; null = null
     * @throws DatabaseFailure if the query has not given all of them
     */
    public void read(Consumer<List<String>> row) throws DatabaseFailure {
        try (Connection connection = query.isPostgres() ? source().getConnection() : byDriver()) {
            open = connection;
            if (closed) {
                throw new DatabaseFailure(Reason.TIMEOUT, "no connection within its timeout");
            }
            boolean transaction = beginReading(connection);
            try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
                statement.setQueryTimeout(seconds(query.timeout()));
                statement.setFetchSize(AT_ONCE);
                for (int i = 0; i < query.values().size(); i++) {
                    statement.setString(i + 1, query.values().get(i));
                }
                rows(statement, row);
            } finally {
                if (transaction) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of(e, query);
        } catch (RuntimeException | LinkageError e) {
            if (query.isPostgres()) {
                throw e;
            }
            throw DatabaseFailure.ofDriver(e, query);
        }
    }

    /** Whether there is a connection, or was one. */
    public boolean isConnected() {
        return open != null;
    }

    /** Returns whether there is a transaction: some databases have none, and some can only be read anyway. */
    private boolean beginReading(Connection connection) throws SQLException {
        try {
            connection.setReadOnly(true);
        } catch (SQLFeatureNotSupportedException e) {
            mustBeOther(e);
        }
        try {
            connection.setAutoCommit(false);
            return true;
        } catch (SQLFeatureNotSupportedException e) {
            mustBeOther(e);
            return false;
        }
    }

    private void mustBeOther(SQLException failure) throws SQLException {
        if (query.isPostgres()) {
            throw failure;
        }
    }

    private static void rows(PreparedStatement statement, Consumer<List<String>> row) throws SQLException {
        try (ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> texts = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    texts.add(result.getString(i));
                }
                row.accept(texts);
            }
        }
    }

    /** By a driver that the operator has put into {@code lib/}; limits on the time of connecting are those of its URL. */
    private Connection byDriver() throws SQLException {
        Properties login = new Properties();
        if (query.username() != null) {
            login.setProperty("user", query.username().reveal());
        }
        if (query.password() != null) {
            login.setProperty("password", query.password().reveal());
        }
        return DriverManager.getConnection(query.url(), login);
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setConnectTimeout(Math.min(LONGEST_CONNECT_SECONDS, seconds(query.timeout())));
        source.setSocketTimeout(seconds(query.timeout()) + 1);
        source.setApplicationName("freshwatch check");
        // texts of no type
        source.setStringType("unspecified");
        // a second lock, should the query leave its transaction
        source.setOptions("-c default_transaction_read_only=on -c statement_timeout="
                + query.timeout().toMillis());
        source.setURL(query.url());
        if (query.username() != null) {
            source.setUser(query.username().reveal());
        }
        if (query.password() != null) {
            source.setPassword(query.password().reveal());
        }
        return source;
    }

    private static int seconds(Duration time) {
        return (int) Math.max(1, time.plusMillis(999).toSeconds());
    }

    /**
     * Cuts off a query that is running.
     *
     * @throws DatabaseFailure if its driver cannot
     */
    @Override
    public void close() throws DatabaseFailure {
        closed = true;
        Connection connection = open;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException | RuntimeException | LinkageError e) {
                throw DatabaseFailure.notCutOff(e);
            }
        }
    }
}
