package dev.freshwatch.outbox;

import dev.freshwatch.alert.AlertStateStore;
import dev.freshwatch.alert.Notice;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of the store: what is remembered and put into outboxes through it is kept as a whole or not at all.
 * Usable by several threads, one after the other; unusable once it has ended.
 */
public final class UnitOfWork {

    private static final Logger LOG = LoggerFactory.getLogger(UnitOfWork.class);

    private static final String ENDED = "the transaction has ended; what comes after it must not use it";

    /** The exchange property that holds the transaction; Camel copies it to the parts of a split or multicast. */
    static final String PROPERTY = "FreshwatchLedger";

    private final Store store;
    private final AlertStateStore alertStates = new AlertStateTable(this);
    private final List<DeliveryTable.Put> puts = new ArrayList<>();
    private final Map<String, Set<String>> touched = new TreeMap<>();
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
        UnitOfWork unitOfWork = exchange.getProperty(PROPERTY, UnitOfWork.class);
        if (unitOfWork == null) {
            throw new IllegalStateException(
                    "not within a transaction: these steps belong into" + " policy: {ref: oneTransaction, steps: …}");
        }
        return unitOfWork;
    }

    /** The lives of all checks. Its methods throw {@link StoreException}. */
    public AlertStateStore alertStates() {
        return alertStates;
    }

    /**
     * Puts a notice into the outbox of a sink; once, however often it is put. Written together with the others.
     *
     * @param orderingKey what it is delivered in order with
     */
    synchronized void put(Notice notice, String sink, String orderingKey) {
        if (connection == null) {
            throw new IllegalStateException(ENDED);
        }
        puts.add(new DeliveryTable.Put(notice, sink, orderingKey));
        touched.computeIfAbsent(sink, any -> new TreeSet<>()).add(orderingKey);
    }

    private void writePuts() throws SQLException {
        if (puts.isEmpty()) {
            return;
        }
        Map<String, Notice> notices = new LinkedHashMap<>();
        puts.forEach(put -> notices.putIfAbsent(put.notice().id(), put.notice()));
        DeliveryTable.store(connection, notices.values());
        DeliveryTable.add(connection, puts, store.clock().instant());
        puts.clear();
    }

    /** The wall clock was set: what waits has waited as long as before. */
    void shiftWaiting(Duration by) {
        use(connection -> {
            DeliveryTable.shift(connection, by);
            SinkStateTable.shift(connection, by);
            return null;
        });
        afterCommit(store.listeners()::ringAll);
    }

    /** The sinks that an earlier problem or change of this notice's episode has reached, or still may. */
    List<String> told(Notice notice) {
        return use(connection -> DeliveryTable.told(connection, notice));
    }

    /** By the clock of the store. */
    Instant now() {
        return store.clock().instant();
    }

    synchronized boolean isOpen() {
        return connection != null;
    }

    /** Whether the same can be done again at once: it failed for a reason that is no more. False while it is open. */
    synchronized boolean isMended() {
        return mended;
    }

    /** Does work within this transaction; where it fails the transaction can only be rolled back. */
    synchronized <T> T use(Store.Work<T> work) {
        if (connection == null) {
            throw new IllegalStateException(ENDED);
        }
        try {
            writePuts();
            return work.on(connection);
        } catch (SQLException e) {
            spoilt = e;
            failure = e;
            throw new StoreException("the store can not be read or written", e);
        } catch (RuntimeException e) {
            spoilt = e;
            throw e;
        }
    }

    /** Makes sure that this transaction is never committed, even where the failure is handled by the route. */
    synchronized void spoil(Throwable failure) {
        spoilt = failure;
    }

    /** To be done once this transaction is committed; not at all where it is rolled back. */
    public synchronized void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Commits, and then wakes the sinks. Rolls back where something went wrong before. */
    void commit() {
        Map<String, Set<String>> news;
        synchronized (this) {
            if (spoilt != null) {
                Throwable cause = spoilt;
                rollBack();
                throw new StoreException("nothing was stored because a part of the transaction failed", cause);
            }
            try {
                writePuts();
                store.commit(connection);
            } catch (SQLException e) {
                failure = e;
                rollBack();
                throw new StoreException("the store can not be written", e);
            }
            end();
            news = new TreeMap<>(touched);
        }
        news.forEach(store.listeners()::ring);
        afterCommit.forEach(Runnable::run);
    }

    /** Undoes everything; nothing where the transaction has ended. */
    synchronized void rollBack() {
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
