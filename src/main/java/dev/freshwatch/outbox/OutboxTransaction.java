package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The notices that one transaction puts into outboxes. They are written together, and the sinks are signalled after the
 * commit. May be used by several threads, one after the other.
 */
public final class OutboxTransaction {

    private final UnitOfWork unitOfWork;
    private final List<DeliveryTable.Put> puts = new ArrayList<>();
    private final Map<String, Set<String>> touched = new TreeMap<>();

    private OutboxTransaction(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
        unitOfWork.beforeCommit(this::write);
        unitOfWork.afterCommit(() -> touched.forEach(unitOfWork.listeners()::ring));
    }

    /** Returns the outbox part of this unit of work. */
    public static OutboxTransaction in(UnitOfWork unitOfWork) {
        return unitOfWork.part(OutboxTransaction.class, OutboxTransaction::new);
    }

    /**
     * Puts a notice into the outbox of a sink; a notice that is already there is not added again.
     *
     * @param orderingKey notices with the same key are delivered in order
     */
    synchronized void put(Notice notice, String sink, String orderingKey) {
        if (!unitOfWork.isOpen()) {
            throw new IllegalStateException(UnitOfWork.ENDED);
        }
        puts.add(new DeliveryTable.Put(notice, sink, orderingKey));
        unitOfWork.wakeOthers();
        touched.computeIfAbsent(sink, any -> new TreeSet<>()).add(orderingKey);
    }

    private synchronized Void write(Connection connection) throws SQLException {
        if (!puts.isEmpty()) {
            Map<String, Notice> notices = new LinkedHashMap<>();
            puts.forEach(put -> notices.putIfAbsent(put.notice().id(), put.notice()));
            DeliveryTable.store(connection, notices.values());
            DeliveryTable.add(connection, puts, unitOfWork.now());
            puts.clear();
        }
        return null;
    }

    /** Moves times of pending notices after the wall clock was set, so that they have waited as long as before. */
    public void shiftWaiting(Duration by) {
        unitOfWork.use(connection -> {
            write(connection);
            DeliveryTable.shift(connection, by);
            SinkStateTable.shift(connection, by);
            return null;
        });
        unitOfWork.wakeOthers();
        unitOfWork.afterCommit(unitOfWork.listeners()::ringAll);
    }

    /** The sinks that an earlier problem or change notice of this episode has reached, or may still reach. */
    List<String> told(Notice notice) {
        return unitOfWork.use(connection -> {
            write(connection);
            return DeliveryTable.told(connection, notice);
        });
    }
}
