package dev.freshwatch.cluster;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.store.SideConnection;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of the beats, which waits for no transaction of the store. For one thread at a time. */
public final class LeaseLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseLink.class);

    /** A watch that is stopped must not wait for longer, whatever the lease is. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final StateSettings where;
    private final String node;
    private final Duration patience;
    private Connection connection;

    /** @param lease an answer that takes longer than a third of it, or than 10 s, is of no use */
    public LeaseLink(StateSettings where, String node, Duration lease) {
        this.where = where;
        this.node = node;
        this.patience = patience(lease);
    }

    static Duration patience(Duration lease) {
        Duration third = lease.dividedBy(3);
        return third.compareTo(LONGEST) < 0 ? third : LONGEST;
    }

    /** Runs this, each statement for itself; after a failure with a new connection next time. */
    <T> T call(Store.Work<T> work) throws SQLException {
        boolean done = false;
        try {
            if (connection == null) {
                connection = SideConnection.open(where, "node " + node, patience);
            }
            T result = work.on(connection);
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("The connection of the beats was not closed cleanly: {}", e.getMessage());
        } finally {
            connection = null;
        }
    }
}
