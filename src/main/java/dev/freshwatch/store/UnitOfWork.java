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
 * One transaction of the store: everything written through it is stored, or nothing. May be used by several threads,
 * one after the other, until it has ended.
 */
public final class UnitOfWork {

    private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

    public static final String ENDED = "the transaction has already ended";

    /** The exchange property with the transaction; Camel copies it to the exchanges of a split or multicast. */
    static final String PROPERTY = "FreshwatchTransaction";

    private final Transactions transactions;
    private final Runnable giveBack;
    private final Map<Class<?>, Object> parts = new HashMap<>();
    private final List<Store.Work<?>> beforeCommit = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private Connection connection;
    private Throwable spoiledBy;
    private SQLException failure;
    private boolean mended;
    private boolean wakes;

    /** @param giveBack the turn of this transaction, when it has ended */
    UnitOfWork(Transactions transactions, Connection connection, Runnable giveBack) {
        this.transactions = transactions;
        this.connection = connection;
        this.giveBack = giveBack;
    }

    /**
     * Returns the transaction of this exchange.
     *
     * @throws IllegalStateException if it has none
     */
    public static UnitOfWork of(Exchange exchange) {
        return current(exchange)
                .orElseThrow(() -> new IllegalStateException(
                        "not within a transaction: put these steps into policy: {ref: oneTransaction, steps: …}"));
    }

    /** Returns the transaction of this exchange, if any. */
    public static Optional<UnitOfWork> current(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, UnitOfWork.class));
    }

    /**
     * Returns the part of another package in this transaction: one object of this type, created on first use.
     *
     * @param make may register actions for before and after the commit
     */
    public synchronized <T> T part(Class<T> type, Function<UnitOfWork, T> make) {
        Object part = parts.get(type);
        if (part == null) {
            part = make.apply(this);
            parts.put(type, part);
        }
        return type.cast(part);
    }

    /** Signalled after the commit. */
    public ChangeListeners listeners() {
        return transactions.listeners();
    }

    /** The time of the store's clock. */
    public Instant now() {
        return transactions.clock().instant();
    }

    public synchronized boolean isOpen() {
        return connection != null;
    }

    /**
     * Whether the same work can be repeated at once, because the cause of the failure was repaired, or because only a part of
     * what it is for was taken over by another process. False while open.
     */
    synchronized boolean isMended() {
        return mended;
    }

    /** Does work within this transaction; if it fails, the transaction can only be rolled back. */
    public synchronized <T> T use(Store.Work<T> work) {
        if (connection == null) {
            throw new IllegalStateException(ENDED);
        }
        try {
            return work.on(connection);
        } catch (SQLException e) {
            spoiledBy = e;
            failure = e;
            throw new StoreException("the store cannot be read or written", e);
        } catch (RuntimeException e) {
            spoiledBy = e;
            throw e;
        }
    }

    /** Prevents this transaction from ever being committed, even if the route handles the failure. */
    public synchronized void spoil(Throwable failure) {
        spoiledBy = failure;
    }

    /** Registers work to be done at the end of this transaction; if it fails, nothing is committed. */
    public synchronized void beforeCommit(Store.Work<?> work) {
        beforeCommit.add(work);
    }

    /** Other watches of the same database have something to do because of this transaction, such as a notice to send. */
    public synchronized void wakeOthers() {
        wakes = true;
    }

    /** Which namespaces this process may write for. */
    public Fencing fencing() {
        return transactions.fencing();
    }

    /**
     * What is written is for this namespace: if another process has it at the commit, nothing is committed.
     *
     * @param namespace null = what each process does for itself
     * @param number    with which this process had it when what is written was found out
     */
    public synchronized void fence(String namespace, long number) {
        if (namespace != null && transactions.fencing() != Fencing.NONE) {
            numbers.merge(namespace, number, Math::min);
        }
    }

    /** Registers an action to run after this transaction is committed; it does not run after a rollback. */
    public synchronized void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Commits, or rolls back if something failed before. */
    public void commit() {
        synchronized (this) {
            if (spoiledBy != null) {
                Throwable cause = spoiledBy;
                rollBack();
                throw new StoreException("nothing was stored because a part of the transaction failed", cause);
            }
            try {
                for (Store.Work<?> work : beforeCommit) {
                    work.on(connection);
                }
                transactions.commit(connection, wakes, numbers);
            } catch (FencedOut e) {
                boolean inPart = isStillOursInPart();
                rollBack();
                mended = inPart;
                throw e;
            } catch (SQLException e) {
                failure = e;
                rollBack();
                throw new StoreException("the store cannot be written", e);
            }
            end();
        }
        doAfterCommit();
    }

    /** Then the same steps leave out what another process does now, and the rest need not be lost with it. */
    private boolean isStillOursInPart() {
        long ours = numbers.entrySet().stream()
                .filter(each -> fencing().holds(each.getKey(), each.getValue()))
                .count();
        return ours > 0 && ours < numbers.size();
    }

    /**
     * The commit stands whatever an action does: a failing action does not keep the others, such as signals to sinks,
     * from running.
     */
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

    /** Rolls back; does nothing if the transaction has ended. */
    public synchronized void rollBack() {
        if (connection == null) {
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException e) {
            // After a full disk SQLite has already rolled back and reports that there is no transaction.
            LOG.debug("Nothing to roll back: {}", e.getMessage());
        }
        end();
    }

    private void end() {
        Connection mine = connection;
        connection = null;
        mended = transactions.ended(mine, failure, giveBack);
    }
}
