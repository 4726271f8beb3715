package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Finds out whether a connection pooler between a watch and PostgreSQL gives one session of the server to several clients in
 * turn, as PgBouncer does with {@code pool_mode = transaction}: locks of the session, its settings and LISTEN do not
 * survive that. (PgBouncer, documentation, "SQL feature map for pooling modes".)
 *
 * <p>A pooler answers for the server at the start of a connection, with a process number of its own making. Where that is
 * not the number of the server's process, a second connection begins a transaction: if it gets the session of the first, or
 * the first gets another one meanwhile, sessions are shared. With a session for each client neither can happen.
 */
final class PoolerProbe {

    private static final String PROCESS = "SELECT pg_backend_pid()";

    /** Somebody else may use the pool at the same moment, and get the session that would have been the proof. */
    private static final int ROUNDS = 5;

    private static final int PATIENCE_MILLIS = 5_000;

    static final String SHARED =
            "a connection pooler gives each session of the server to several clients in turn, so that no lock of a watch"
                    + " lasts there; set pool_mode = session for this database in PgBouncer, or write the address of the"
                    + " server itself in state.url";

    static final String TOO_SMALL =
            "the connection pooler has no second session for this watch, which needs up to eight: raise its pool size";

    private PoolerProbe() {}

    /**
     * @param source of another connection of the same kind
     * @param first  outside a transaction
     * @throws SQLException if sessions are shared; or, as one that may end by itself, if the pooler has no second one
     */
    static void refuseSharedSessions(DataSource source, Connection first) throws SQLException {
        if (first.unwrap(PGConnection.class).getBackendPID() == process(first)) {
            return;
        }
        try (Connection second = second(source)) {
            Executor here = Runnable::run;
            second.setNetworkTimeout(here, PATIENCE_MILLIS);
            second.setAutoCommit(false);
            for (int round = 0; round < ROUNDS; round++) {
                if (isShared(first, second)) {
                    throw new UnfitSession(SHARED, "0A000", null);
                }
            }
        }
    }

    private static Connection second(DataSource source) throws SQLException {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw tooSmall(e);
        }
    }

    private static SQLException tooSmall(SQLException failure) {
        return StoreException.isWaitedFor(failure) ? new UnfitSession(TOO_SMALL, "53300", failure) : failure;
    }

    private static boolean isShared(Connection first, Connection second) throws SQLException {
        int before = process(first);
        int other;
        try {
            other = process(second);
        } catch (SQLException e) {
            throw tooSmall(e);
        }
        boolean shared = before == other || before != process(first);
        second.rollback();
        return shared;
    }

    private static int process(Connection connection) throws SQLException {
        return Sql.first(connection, PROCESS, Sql.Row::integer).orElseThrow();
    }
}
