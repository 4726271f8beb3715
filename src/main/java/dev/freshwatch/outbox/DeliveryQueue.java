package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.outbox.OutboxEvents.Outcome;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of one {@link Dispatcher}'s sink, and its only access to the store: in one transaction, outcomes are written
 * and the next rows are chosen. Rows are handed out only after all previous outcomes have been written, so nothing is
 * sent twice; and what the notice says is stored before it is handed out. Not thread-safe.
 */
final class DeliveryQueue {

    private static final long BEFORE_ALL_OTHERS = Duration.ofDays(30).toNanos();

    private final OutboxComponent component;
    private final Store store;
    private final SinkTenure tenure;
    private final String sink;
    private final OutcomeRules outcomes;
    private final SinkBackoff backoff;
    private final DeliveryPreparation items;
    private QueueHeads heads = new QueueHeads();
    private List<DeliveryOutcome> unwritten = new ArrayList<>();
    private boolean opened;
    private boolean halfway;

    DeliveryQueue(
            OutboxComponent component, SinkTenure tenure, String sink, OutcomeRules outcomes, SinkBackoff backoff) {
        this.tenure = tenure;
        this.component = component;
        this.store = component.store();
        this.sink = sink;
        this.outcomes = outcomes;
        this.backoff = backoff;
        this.items = new DeliveryPreparation(sink);
    }

    /** Adds an outcome that {@link #settle} will write. */
    void add(DeliveryOutcome outcome) {
        unwritten.add(outcome);
    }

    int unwritten() {
        return unwritten.size();
    }

    /** The rows in memory may be incomplete: reads everything again next time. */
    void outdate() {
        heads.outdate();
    }

    /** Forgets everything, because another process may have served the sink. */
    void startAnew() {
        unwritten = new ArrayList<>();
        heads = new QueueHeads();
        opened = false;
    }

    /** Writes the outcomes that are left, if there are any: this process may never have served the sink. */
    void writeLast() {
        if (!unwritten.isEmpty()) {
            settle(Set.of(), 0);
        }
    }

    /**
     * Writes all outcomes and chooses the next attempts.
     *
     * @param news ordering keys that have new rows
     * @param room how many attempts may begin
     */
    List<DeliveryAttempt> settle(Set<String> news, int room) {
        Set<String> orderingKeys = new HashSet<>(news);
        orderingKeys.removeIf(heads::knows);
        long now = System.nanoTime();
        boolean mayTry = room > 0 && backoff.isOpen(now) && heads.untilDue(now) <= 0;
        if (unwritten.isEmpty() && orderingKeys.isEmpty() && heads.untilOutdated(now) > 0 && !mayTry) {
            return List.of();
        }
        List<DeliveryAttempt> chosen = new ArrayList<>();
        boolean done = false;
        halfway = false;
        try {
            store.transaction(tenure.namespace(), tenure.number(), connection -> {
                startOver(chosen);
                open(connection);
                write(connection, orderingKeys);
                read(connection, orderingKeys);
                choose(connection, room, chosen);
                return null;
            });
            done = true;
        } finally {
            if (!done) {
                startOver(chosen);
            }
        }
        opened = true;
        reportOutcomes();
        return chosen;
    }

    /** The store may run the transaction twice; then the effects of the first run are undone. */
    private void startOver(List<DeliveryAttempt> chosen) {
        if (halfway) {
            chosen.forEach(this::takeBack);
            chosen.clear();
            heads.outdate();
        }
        halfway = true;
    }

    private void open(Connection connection) throws SQLException {
        if (!opened) {
            OrderingKeys.align(connection, sink, check -> component.rules().orderingKey(sink, check));
            Instant closed = SinkStateTable.closedUntil(connection, sink).orElse(null);
            if (closed != null && outcomes.until(closed) > 0) {
                backoff.closeUntil(System.nanoTime() + outcomes.until(closed));
            }
        }
    }

    private void write(Connection connection, Set<String> orderingKeys) throws SQLException {
        if (unwritten.isEmpty()) {
            return;
        }
        DeliveryTable.writeOutcomes(connection, unwritten);
        List<DeliveryOutcome> failures =
                unwritten.stream().filter(outcome -> outcome.reason() != null).toList();
        if (!backoff.isFailing()) {
            SinkStateTable.working(connection, sink);
        } else if (!failures.isEmpty()) {
            SinkStateTable.failing(connection, sink, failures.get(0).begunAt(), failures.get(failures.size() - 1));
            // what failed may have been withdrawn meanwhile
            SinkStateTable.forgetIdle(connection);
        }
        for (DeliveryOutcome outcome : unwritten) {
            heads.free(outcome.row().orderingKey());
            orderingKeys.add(outcome.row().orderingKey());
            orderingKeys.add(outcome.orderingKey());
        }
    }

    private void read(Connection connection, Set<String> orderingKeys) throws SQLException {
        long now = System.nanoTime();
        if (heads.untilOutdated(now) <= 0) {
            heads.replace(DeliveryTable.heads(connection, sink), row -> due(row, now), now);
        } else {
            put(DeliveryTable.heads(connection, sink, orderingKeys));
        }
    }

    private void put(List<PendingDelivery> rows) {
        long now = System.nanoTime();
        rows.forEach(row -> heads.put(row, due(row, now)));
    }

    /** A drill that somebody is waiting for goes before everything else and ends a pause. */
    private long due(PendingDelivery row, long now) {
        if (row.kind() == Kind.DRILL && row.attempts() == 0) {
            backoff.hurry(now);
            return now - BEFORE_ALL_OTHERS;
        }
        return now + outcomes.untilDue(row);
    }

    private void choose(Connection connection, int room, List<DeliveryAttempt> chosen) throws SQLException {
        long now = System.nanoTime();
        while (chosen.size() < room && backoff.isOpen(now)) {
            PendingDelivery row = heads.take(now);
            if (row == null) {
                return;
            }
            DeliveryItem item = packed(connection, row);
            if (item == null) {
                heads.free(row.orderingKey());
                put(DeliveryTable.heads(connection, sink, Set.of(row.orderingKey())));
            } else {
                DeliveryAttempt attempt = new DeliveryAttempt(item, System.nanoTime());
                backoff.handedOut(attempt);
                chosen.add(attempt);
            }
        }
    }

    /** If the store fails here, the ordering key must not stay busy with an attempt that nobody makes. */
    private DeliveryItem packed(Connection connection, PendingDelivery row) throws SQLException {
        boolean done = false;
        try {
            DeliveryItem item = items.pack(connection, row, store.clock().instant());
            done = true;
            return item;
        } finally {
            if (!done) {
                heads.free(row.orderingKey());
            }
        }
    }

    private void takeBack(DeliveryAttempt attempt) {
        backoff.clear(attempt);
        heads.free(attempt.item().row().orderingKey());
    }

    private void reportOutcomes() {
        List<DeliveryOutcome> written = unwritten;
        unwritten = new ArrayList<>();
        for (DeliveryOutcome outcome : written) {
            component.events().tried(sink, outcome.row().kind(), outcome(outcome));
        }
    }

    private static Outcome outcome(DeliveryOutcome outcome) {
        return switch (outcome.state()) {
            case DELIVERED -> Outcome.DELIVERED;
            case PENDING -> Outcome.RETRIED;
            case FAILED, WITHDRAWN -> Outcome.FAILED;
        };
    }

    /** How long until rows must be read again. */
    long untilRead(long now) {
        return heads.untilOutdated(now);
    }

    /**
     * How long until a row may be attempted; {@link Long#MAX_VALUE} if none is waiting or it depends on a running
     * attempt.
     */
    long untilTry(long now) {
        return Math.max(heads.untilDue(now), backoff.untilOpen(now));
    }
}
