package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.notice.Life;
import dev.freshwatch.notice.Life.Episode;
import dev.freshwatch.notice.Lives;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Lives} in the store, within one transaction. Times come back as whole milliseconds. */
final class JdbcLives implements Lives {

    /** Checks in one statement. */
    private static final int AT_ONCE = 500;

    private static final String READ =
            """
            SELECT s.check_id, s.state, s.observed_at, s.unknown_since, e.id, e.since, e.announced
            FROM check_state s LEFT JOIN episode e ON e.id = s.episode_id
            WHERE s.check_id IN (""";
    private static final String OPEN =
            """
            INSERT INTO episode (id, check_id, since, announced) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET since = excluded.since, announced = excluded.announced, closed_at = NULL""";
    private static final String WRITE =
            """
            INSERT INTO check_state (check_id, state, observed_at, unknown_since, episode_id) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (check_id) DO UPDATE SET state = excluded.state, observed_at = excluded.observed_at,
              unknown_since = excluded.unknown_since, episode_id = excluded.episode_id""";
    private static final String CLOSE =
            "UPDATE episode SET closed_at = ? WHERE check_id = ? AND closed_at IS NULL AND id <> ?";

    private final Ledger ledger;

    JdbcLives(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Map<CheckId, Life> of(Collection<CheckId> checks) {
        Map<CheckId, Life> lives = new LinkedHashMap<>();
        checks.forEach(check -> lives.put(check, Life.unborn(check)));
        List<CheckId> all = List.copyOf(lives.keySet());
        ledger.use(connection -> {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                read(connection, all.subList(from, Math.min(all.size(), from + AT_ONCE)), lives);
            }
            return null;
        });
        return lives;
    }

    private static void read(Connection connection, List<CheckId> some, Map<CheckId, Life> into) throws SQLException {
        String sql = READ + String.join(",", Collections.nCopies(some.size(), "?")) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < some.size(); i++) {
                statement.setString(i + 1, some.get(i).value());
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Life life = life(row);
                    into.put(life.check(), life);
                }
            }
        }
    }

    private static Life life(ResultSet row) throws SQLException {
        Episode episode = row.getString(5) == null
                ? null
                : new Episode(row.getString(5), time(row, 6), State.valueOf(row.getString(7)));
        String state = row.getString(2);
        return new Life(
                new CheckId(row.getString(1)),
                state == null ? null : State.valueOf(state),
                time(row, 3),
                time(row, 4),
                episode);
    }

    @Override
    public void remember(Collection<Life> lives) {
        ledger.use(connection -> {
            try (PreparedStatement open = connection.prepareStatement(OPEN);
                    PreparedStatement write = connection.prepareStatement(WRITE);
                    PreparedStatement close = connection.prepareStatement(CLOSE)) {
                for (Life life : lives) {
                    if (life.episode() != null) {
                        addOpen(open, life);
                    }
                    addWrite(write, life);
                    addClose(close, life);
                }
                open.executeBatch();
                write.executeBatch();
                close.executeBatch();
            }
            return null;
        });
    }

    private static void addOpen(PreparedStatement open, Life life) throws SQLException {
        open.setString(1, life.episode().id());
        open.setString(2, life.check().value());
        open.setLong(3, life.episode().since().toEpochMilli());
        open.setString(4, life.episode().announced().name());
        open.addBatch();
    }

    private static void addWrite(PreparedStatement write, Life life) throws SQLException {
        write.setString(1, life.check().value());
        write.setString(2, life.state() == null ? null : life.state().name());
        setTime(write, 3, life.observedAt());
        setTime(write, 4, life.unknownSince());
        write.setString(5, life.episode() == null ? null : life.episode().id());
        write.addBatch();
    }

    /** Whatever other episode was open for this check is over. */
    private static void addClose(PreparedStatement close, Life life) throws SQLException {
        setTime(close, 1, life.observedAt() == null ? Instant.EPOCH : life.observedAt());
        close.setString(2, life.check().value());
        close.setString(3, life.episode() == null ? "" : life.episode().id());
        close.addBatch();
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static void setTime(PreparedStatement statement, int at, Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, time.toEpochMilli());
        }
    }
}
