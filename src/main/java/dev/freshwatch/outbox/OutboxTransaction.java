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
 * What is put into outboxes within one transaction. It is written together, and the sinks hear of it once it is
 * committed. Usable by several threads, one after the other.
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

    /** That of this transaction of the store. */
    public static OutboxTransaction in(UnitOfWork unitOfWork) {
        return unitOfWork.part(OutboxTransaction.class, OutboxTransaction::new);
    }

    /**
     * Puts a notice into the outbox of a sink; once, however often it is put. Written together with the others.
     *
     * @param orderingKey what it is delivered in order with
     */
    synchronized void put(Notice notice, String sink, String orderingKey) {
        if (!unitOfWork.isOpen()) {
            throw new IllegalStateException(UnitOfWork.ENDED);
        }
        puts.add(new DeliveryTable.Put(notice, sink, orderingKey));
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

    /** The wall clock was set: what waits has waited as long as before. */
    public void shiftWaiting(Duration by) {
        unitOfWork.use(connection -> {
            write(connection);
            DeliveryTable.shift(connection, by);
            SinkStateTable.shift(connection, by);
            return null;
        });
        unitOfWork.afterCommit(unitOfWork.listeners()::ringAll);
    }

    /** The sinks that an earlier problem or change of this notice's episode has reached, or still may. */
    List<String> told(Notice notice) {
        return unitOfWork.use(connection -> {
            write(connection);
            return DeliveryTable.told(connection, notice);
        });
    }
}
