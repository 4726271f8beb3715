package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.notice.Life;
import dev.freshwatch.notice.Life.Episode;
import dev.freshwatch.notice.Lives;
import dev.freshwatch.notice.Silence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@link Lives} in the store, within one transaction. Times come back as whole milliseconds. Only what has changed since
 * it was read is written; that a check was looked at is written for many at once.
 */
final class JdbcLives implements Lives {

    /** Checks in one statement. */
    private static final int AT_ONCE = 500;

    private static final String OPEN =
            """
            INSERT INTO episode (id, check_id, since, told, told_at, announced_by, name, reason, message,
              cause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET since = excluded.since, told = excluded.told, told_at = excluded.told_at,
              announced_by = excluded.announced_by, name = excluded.name, reason = excluded.reason,
              message = excluded.message, cause = excluded.cause, closed_at = NULL""";
    private static final String WRITE =
            """
            INSERT INTO check_state (check_id, state, observed_at, unknown_since, confirmed, turns, turning_since,
              changes, counted, flapping, flapping_told, gap, episode_id, cause, cause_looks, cause_since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (check_id) DO UPDATE SET state = excluded.state, observed_at = excluded.observed_at,
              unknown_since = excluded.unknown_since, confirmed = excluded.confirmed, turns = excluded.turns,
              turning_since = excluded.turning_since, changes = excluded.changes, counted = excluded.counted,
              flapping = excluded.flapping, flapping_told = excluded.flapping_told, gap = excluded.gap,
              episode_id = excluded.episode_id, cause = excluded.cause, cause_looks = excluded.cause_looks,
              cause_since = excluded.cause_since""";
    private static final String LOOKED = "UPDATE check_state SET observed_at = ? WHERE check_id IN (";
    private static final String CLOSE = "UPDATE episode SET closed_at = ? WHERE id = ?";
    /** Where it was not read what was open before. */
    private static final String CLOSE_OTHERS =
            "UPDATE episode SET closed_at = ? WHERE check_id = ? AND closed_at IS NULL AND id <> ?";

    private final Ledger ledger;
    private final Map<CheckId, Life> kept = new HashMap<>();

    JdbcLives(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Map<CheckId, Life> of(Collection<CheckId> checks) {
        Map<CheckId, Life> lives = new LinkedHashMap<>();
        checks.forEach(check -> lives.put(check, Life.unborn(check)));
        ledger.use(connection -> {
            for (List<CheckId> some : inParts(List.copyOf(lives.keySet()))) {
                read(connection, some, lives);
            }
            return null;
        });
        return lives;
    }

    private void read(Connection connection, List<CheckId> some, Map<CheckId, Life> into) throws SQLException {
        String sql = LifeRow.READ + places(some);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setAll(statement, 1, some);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Life life = LifeRow.read(row);
                    kept.put(life.check(), life);
                    into.put(life.check(), life);
                }
            }
        }
    }

    @Override
    public void remember(Collection<Life> lives) {
        ledger.use(connection -> {
            Map<Instant, List<CheckId>> looked = new LinkedHashMap<>();
            try (PreparedStatement open = connection.prepareStatement(OPEN);
                    PreparedStatement write = connection.prepareStatement(WRITE);
                    PreparedStatement close = connection.prepareStatement(CLOSE);
                    PreparedStatement closeOthers = connection.prepareStatement(CLOSE_OTHERS)) {
                for (Life life : lives) {
                    Life before = kept.put(life.check(), life);
                    if (before != null && life.observedAt() != null && isOnlyLooked(before, life)) {
                        looked.computeIfAbsent(life.observedAt(), any -> new ArrayList<>())
                                .add(life.check());
                        continue;
                    }
                    Episode episodeBefore = before == null ? null : before.episode();
                    if (life.episode() != null && !life.episode().equals(episodeBefore)) {
                        LifeRow.set(open, life.check(), life.episode());
                        open.addBatch();
                    }
                    LifeRow.set(write, life);
                    write.addBatch();
                    if (before == null) {
                        addCloseOthers(closeOthers, life);
                    } else if (episodeBefore != null && !episodeBefore.id().equals(id(life.episode()))) {
                        LifeRow.setTime(close, 1, closedAt(life));
                        close.setString(2, episodeBefore.id());
                        close.addBatch();
                    }
                }
                open.executeBatch();
                write.executeBatch();
                close.executeBatch();
                closeOthers.executeBatch();
            }
            for (Map.Entry<Instant, List<CheckId>> at : looked.entrySet()) {
                looked(connection, at.getKey(), at.getValue());
            }
            return null;
        });
    }

    private static boolean isOnlyLooked(Life before, Life after) {
        return after.equals(before.observedAt(after.observedAt()));
    }

    private static String id(Episode episode) {
        return episode == null ? null : episode.id();
    }

    private static void looked(Connection connection, Instant at, List<CheckId> checks) throws SQLException {
        for (List<CheckId> some : inParts(checks)) {
            try (PreparedStatement update = connection.prepareStatement(LOOKED + places(some))) {
                update.setLong(1, at.toEpochMilli());
                setAll(update, 2, some);
                update.executeUpdate();
            }
        }
    }

    /** Whatever other episode was open for this check is over. */
    private static void addCloseOthers(PreparedStatement close, Life life) throws SQLException {
        LifeRow.setTime(close, 1, closedAt(life));
        close.setString(2, life.check().value());
        close.setString(3, life.episode() == null ? "" : life.episode().id());
        close.addBatch();
    }

    private static Instant closedAt(Life life) {
        return life.observedAt() == null ? Instant.EPOCH : life.observedAt();
    }

    @Override
    public List<Silence> silences(Instant now) {
        return ledger.use(connection -> Silences.at(connection, now));
    }

    @Override
    public Set<String> acknowledged(Instant now) {
        return ledger.use(connection -> Acknowledgements.at(connection, now));
    }

    @Override
    public void group(String notice, Collection<String> episodes) {
        ledger.use(connection -> {
            String sql = "INSERT INTO notice_member (notice_id, episode_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (String episode : episodes) {
                    insert.setString(1, notice);
                    insert.setString(2, episode);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    @Override
    public void shift(Duration by) {
        kept.clear();
        ledger.use(connection -> {
            String lives =
                    """
                    UPDATE check_state SET observed_at = observed_at + ?, unknown_since = unknown_since + ?,
                      turning_since = turning_since + ?, cause_since = cause_since + ?""";
            try (PreparedStatement update = connection.prepareStatement(lives)) {
                for (int i = 1; i <= 4; i++) {
                    update.setLong(i, by.toMillis());
                }
                update.executeUpdate();
            }
            String episodes = "UPDATE episode SET told_at = told_at + ? WHERE closed_at IS NULL";
            try (PreparedStatement update = connection.prepareStatement(episodes)) {
                update.setLong(1, by.toMillis());
                update.executeUpdate();
            }
            return null;
        });
        ledger.shiftWaiting(by);
    }

    private static List<List<CheckId>> inParts(List<CheckId> all) {
        List<List<CheckId>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        return parts;
    }

    private static String places(List<CheckId> checks) {
        return String.join(",", Collections.nCopies(checks.size(), "?")) + ")";
    }

    private static void setAll(PreparedStatement statement, int first, List<CheckId> checks) throws SQLException {
        for (int i = 0; i < checks.size(); i++) {
            statement.setString(first + i, checks.get(i).value());
        }
    }
}
