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
 * What a {@link Dispatcher} knows of its sink's rows, and its only way to the store: outcomes go in and what is to be
 * tried next comes out in one transaction. Nothing is handed out before the outcomes so far are written, so nothing is
 * sent twice; and what is handed out is written before it is. For one thread.
 */
final class DeliveryQueue {

    private static final long FIRST_OF_ALL = Duration.ofDays(30).toNanos();

    private final OutboxComponent component;
    private final Store store;
    private final String sink;
    private final OutcomeRules outcomes;
    private final SinkBackoff backoff;
    private final DeliveryPreparation items;
    private final QueueHeads heads = new QueueHeads();
    private List<DeliveryOutcome> marks = new ArrayList<>();
    private boolean opened;
    private boolean halfway;

    DeliveryQueue(OutboxComponent component, String sink, OutcomeRules outcomes, SinkBackoff backoff) {
        this.component = component;
        this.store = component.store();
        this.sink = sink;
        this.outcomes = outcomes;
        this.backoff = backoff;
        this.items = new DeliveryPreparation(sink);
    }

    /** To be written. */
    void add(DeliveryOutcome mark) {
        marks.add(mark);
    }

    int unwritten() {
        return marks.size();
    }

    /** What is known may not be all: everything is to be read again. */
    void outdate() {
        heads.outdate();
    }

    /**
     * Writes all outcomes, and decides what is to be tried now.
     *
     * @param news lanes that have new rows
     * @param room how many tries may begin
     */
    List<DeliveryAttempt> settle(Set<String> news, int room) {
        Set<String> orderingKeys = new HashSet<>(news);
        orderingKeys.removeIf(heads::knows);
        long now = System.nanoTime();
        boolean mayTry = room > 0 && backoff.isOpen(now) && heads.untilDue(now) <= 0;
        if (marks.isEmpty() && orderingKeys.isEmpty() && heads.untilOutdated(now) > 0 && !mayTry) {
            return List.of();
        }
        List<DeliveryAttempt> chosen = new ArrayList<>();
        boolean done = false;
        halfway = false;
        try {
            store.transaction(connection -> {
                beginAnew(chosen);
                open(connection);
                write(connection, orderingKeys);
                read(connection, orderingKeys);
                choose(connection, room, chosen);
                return null;
            });
            done = true;
        } finally {
            if (!done) {
                beginAnew(chosen);
            }
        }
        opened = true;
        tell();
        return chosen;
    }

    /** The store may do all this twice; then the first time counts for nothing. */
    private void beginAnew(List<DeliveryAttempt> chosen) {
        if (halfway) {
            chosen.forEach(this::takeBack);
            chosen.clear();
            heads.outdate();
        }
        halfway = true;
    }

    private void open(Connection connection) throws SQLException {
        if (!opened) {
            OrderingKeys.align(connection, sink, check -> component.orderingKey(sink, check));
            Instant closed = SinkStateTable.closedUntil(connection, sink).orElse(null);
            if (closed != null && outcomes.until(closed) > 0) {
                backoff.closeUntil(System.nanoTime() + outcomes.until(closed));
            }
        }
    }

    private void write(Connection connection, Set<String> orderingKeys) throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        DeliveryTable.mark(connection, marks);
        List<DeliveryOutcome> failures =
                marks.stream().filter(mark -> mark.reason() != null).toList();
        if (!backoff.isFailing()) {
            SinkStateTable.working(connection, sink);
        } else if (!failures.isEmpty()) {
            SinkStateTable.failing(connection, sink, failures.get(0).begunAt(), failures.get(failures.size() - 1));
        }
        for (DeliveryOutcome mark : marks) {
            heads.free(mark.row().orderingKey());
            orderingKeys.add(mark.row().orderingKey());
            orderingKeys.add(mark.orderingKey());
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

    /** A drill that somebody waits for comes before all others, and before the end of a pause. */
    private long due(PendingDelivery row, long now) {
        if (row.kind() == Kind.DRILL && row.attempts() == 0) {
            backoff.hurry(now);
            return now - FIRST_OF_ALL;
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

    /** A store that fails just here must not keep the lane busy with a try that nobody makes. */
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

    private void tell() {
        List<DeliveryOutcome> written = marks;
        marks = new ArrayList<>();
        for (DeliveryOutcome mark : written) {
            component.events().tried(sink, mark.row().kind(), outcome(mark));
        }
    }

    private static Outcome outcome(DeliveryOutcome mark) {
        return switch (mark.state()) {
            case DELIVERED -> Outcome.DELIVERED;
            case PENDING -> Outcome.RETRIED;
            case FAILED, WITHDRAWN -> Outcome.FAILED;
        };
    }

    /** How long until there is something to read. */
    long untilRead(long now) {
        return heads.untilOutdated(now);
    }

    /** How long until a row may be tried; {@link Long#MAX_VALUE} where none waits or that hangs on a try under way. */
    long untilTry(long now) {
        return Math.max(heads.untilDue(now), backoff.untilOpen(now));
    }
}
