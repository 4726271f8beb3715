package dev.freshwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of the store: what is written through it is kept as a whole or not at all.
 * Usable by several threads, one after the other; unusable once it has ended.
 */
public final class UnitOfWork {

    private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

    public static final String ENDED = "the transaction has ended; what comes after it must not use it";

    /** The exchange property that holds the transaction; Camel copies it to the parts of a split or multicast. */
    static final String PROPERTY = "FreshwatchTransaction";

    private final Store store;
    private final Map<Class<?>, Object> parts = new HashMap<>();
    private final List<Store.Work<?>> beforeCommit = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private Connection connection;
    private Throwable spoilt;
    private SQLException failure;
    private boolean mended;

    UnitOfWork(Store store, Connection connection) {
        this.store = store;
        this.connection = connection;
    }

    /**
     * The transaction that this exchange is in.
     *
     * @throws IllegalStateException where it is in none
     */
    public static UnitOfWork of(Exchange exchange) {
        return current(exchange)
                .orElseThrow(() -> new IllegalStateException(
                        "not within a transaction: these steps belong into policy: {ref: oneTransaction, steps: …}"));
    }

    /** The transaction that this exchange is in, if any. */
    public static Optional<UnitOfWork> current(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, UnitOfWork.class));
    }

    /**
     * What a room does within this transaction: one object of this type, made when it is asked for first.
     *
     * @param make may add to what is done before and after the commit
     */
    public synchronized <T> T part(Class<T> type, Function<UnitOfWork, T> make) {
        Object part = parts.get(type);
        if (part == null) {
            part = make.apply(this);
            parts.put(type, part);
        }
        return type.cast(part);
    }

    /** Who hears of what is committed. */
    public ChangeListeners listeners() {
        return store.listeners();
    }

    /** By the clock of the store. */
    public Instant now() {
        return store.clock().instant();
    }

    public synchronized boolean isOpen() {
        return connection != null;
    }

    /** Whether the same can be done again at once: it failed for a reason that is no more. False while it is open. */
    synchronized boolean isMended() {
        return mended;
    }

    /** Does work within this transaction; where it fails the transaction can only be rolled back. */
    public synchronized <T> T use(Store.Work<T> work) {
        if (connection == null) {
            throw new IllegalStateException(ENDED);
        }
        try {
            return work.on(connection);
        } catch (SQLException e) {
            spoilt = e;
            failure = e;
            throw new StoreException("the store cannot be read or written", e);
        } catch (RuntimeException e) {
            spoilt = e;
            throw e;
        }
    }

    /** Makes sure that this transaction is never committed, even where the failure is handled by the route. */
    public synchronized void spoil(Throwable failure) {
        spoilt = failure;
    }

    /** The last thing to be done within this transaction; where it fails nothing is committed. */
    public synchronized void beforeCommit(Store.Work<?> work) {
        beforeCommit.add(work);
    }

    /** To be done once this transaction is committed; not at all where it is rolled back. */
    public synchronized void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Commits. Rolls back where something went wrong before. */
    public void commit() {
        synchronized (this) {
            if (spoilt != null) {
                Throwable cause = spoilt;
                rollBack();
                throw new StoreException("nothing was stored because a part of the transaction failed", cause);
            }
            try {
                for (Store.Work<?> work : beforeCommit) {
                    work.on(connection);
                }
                store.commit(connection);
            } catch (SQLException e) {
                failure = e;
                rollBack();
                throw new StoreException("the store cannot be written", e);
            }
            end();
        }
        doAfterCommit();
    }

    /** It is committed, whatever one of them does: a failure of one keeps no other, such as a sink, from hearing of it. */
    private void doAfterCommit() {
        RuntimeException failed = null;
        for (Runnable action : afterCommit) {
            try {
                action.run();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** Undoes everything; nothing where the transaction has ended. */
    public synchronized void rollBack() {
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException e) {
            // After a full disk SQLite has rolled back by itself and says that there is nothing left to undo.
            LOG.debug("The store had nothing to roll back: {}", e.getMessage());
        }
        end();
    }

    private void end() {
        Connection mine = connection;
        connection = null;
        mended = store.ended(mine, failure);
    }
}
