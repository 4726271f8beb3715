package dev.freshwatch.outbox;

import dev.freshwatch.notice.Kind;
import dev.freshwatch.outbox.OutboxEvents.Outcome;
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
final class Books {

    private static final long FIRST_OF_ALL = Duration.ofDays(30).toNanos();

    private final OutboxComponent component;
    private final Store store;
    private final String sink;
    private final Outcomes outcomes;
    private final Pacing pacing;
    private final Parcels parcels;
    private final Heads heads = new Heads();
    private List<Mark> marks = new ArrayList<>();
    private boolean opened;
    private boolean halfway;

    Books(OutboxComponent component, String sink, Outcomes outcomes, Pacing pacing) {
        this.component = component;
        this.store = component.store();
        this.sink = sink;
        this.outcomes = outcomes;
        this.pacing = pacing;
        this.parcels = new Parcels(sink);
    }

    /** To be written. */
    void add(Mark mark) {
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
    List<Attempt> settle(Set<String> news, int room) {
        Set<String> lanes = new HashSet<>(news);
        lanes.removeIf(heads::knows);
        long now = System.nanoTime();
        boolean mayTry = room > 0 && pacing.isOpen(now) && heads.untilDue(now) <= 0;
        if (marks.isEmpty() && lanes.isEmpty() && heads.untilOutdated(now) > 0 && !mayTry) {
            return List.of();
        }
        List<Attempt> chosen = new ArrayList<>();
        boolean done = false;
        halfway = false;
        try {
            store.transaction(connection -> {
                beginAnew(chosen);
                open(connection);
                write(connection, lanes);
                read(connection, lanes);
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
    private void beginAnew(List<Attempt> chosen) {
        if (halfway) {
            chosen.forEach(this::takeBack);
            chosen.clear();
            heads.outdate();
        }
        halfway = true;
    }

    private void open(Connection connection) throws SQLException {
        if (!opened) {
            Lanes.align(connection, sink, check -> component.lane(sink, check));
            Instant closed = SinkStates.closedUntil(connection, sink);
            if (closed != null && outcomes.until(closed) > 0) {
                pacing.closeUntil(System.nanoTime() + outcomes.until(closed));
            }
        }
    }

    private void write(Connection connection, Set<String> lanes) throws SQLException {
        if (marks.isEmpty()) {
            return;
        }
        Deliveries.mark(connection, marks);
        List<Mark> failures =
                marks.stream().filter(mark -> mark.reason() != null).toList();
        if (!pacing.isFailing()) {
            SinkStates.working(connection, sink);
        } else if (!failures.isEmpty()) {
            SinkStates.failing(connection, sink, failures.get(0).begunAt(), failures.get(failures.size() - 1));
        }
        for (Mark mark : marks) {
            heads.free(mark.row().lane());
            lanes.add(mark.row().lane());
            lanes.add(mark.lane());
        }
    }

    private void read(Connection connection, Set<String> lanes) throws SQLException {
        long now = System.nanoTime();
        if (heads.untilOutdated(now) <= 0) {
            heads.replace(Deliveries.heads(connection, sink), row -> due(row, now), now);
        } else {
            put(Deliveries.heads(connection, sink, lanes));
        }
    }

    private void put(List<Waiting> rows) {
        long now = System.nanoTime();
        rows.forEach(row -> heads.put(row, due(row, now)));
    }

    /** A drill that somebody waits for comes before all others, and before the end of a pause. */
    private long due(Waiting row, long now) {
        if (row.kind() == Kind.DRILL && row.attempts() == 0) {
            pacing.hurry(now);
            return now - FIRST_OF_ALL;
        }
        return now + outcomes.untilDue(row);
    }

    private void choose(Connection connection, int room, List<Attempt> chosen) throws SQLException {
        long now = System.nanoTime();
        while (chosen.size() < room && pacing.isOpen(now)) {
            Waiting row = heads.take(now);
            if (row == null) {
                return;
            }
            Parcel parcel = packed(connection, row);
            if (parcel == null) {
                heads.free(row.lane());
                put(Deliveries.heads(connection, sink, Set.of(row.lane())));
            } else {
                Attempt attempt = new Attempt(parcel, System.nanoTime());
                pacing.handedOut(attempt);
                chosen.add(attempt);
            }
        }
    }

    /** A store that fails just here must not keep the lane busy with a try that nobody makes. */
    private Parcel packed(Connection connection, Waiting row) throws SQLException {
        boolean done = false;
        try {
            Parcel parcel = parcels.pack(connection, row, store.clock().instant());
            done = true;
            return parcel;
        } finally {
            if (!done) {
                heads.free(row.lane());
            }
        }
    }

    private void takeBack(Attempt attempt) {
        pacing.clear(attempt);
        heads.free(attempt.parcel().row().lane());
    }

    private void tell() {
        List<Mark> written = marks;
        marks = new ArrayList<>();
        for (Mark mark : written) {
            component.events().tried(sink, mark.row().kind(), outcome(mark));
        }
    }

    private static Outcome outcome(Mark mark) {
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
        return Math.max(heads.untilDue(now), pacing.untilOpen(now));
    }
}
