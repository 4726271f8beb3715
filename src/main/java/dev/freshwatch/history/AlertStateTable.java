package dev.freshwatch.history;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertStateStore;
import dev.freshwatch.alert.Silence;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.outbox.OutboxTransaction;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.store.UnitOfWork;
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
 * {@link AlertStateStore} in the store, within one transaction. Times come back as whole milliseconds. Only what has changed since
 * it was read is written; that a check was looked at is written for many at once.
 */
public final class AlertStateTable implements AlertStateStore {

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

    private final UnitOfWork unitOfWork;
    private final Map<CheckId, AlertState> kept = new HashMap<>();

    private AlertStateTable(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /** That of this transaction. Its methods throw {@link StoreException}. */
    public static AlertStateStore in(UnitOfWork unitOfWork) {
        return unitOfWork.part(AlertStateTable.class, AlertStateTable::new);
    }

    @Override
    public Map<CheckId, AlertState> of(Collection<CheckId> checks) {
        Map<CheckId, AlertState> alertStates = new LinkedHashMap<>();
        checks.forEach(check -> alertStates.put(check, AlertState.unborn(check)));
        unitOfWork.use(connection -> {
            for (List<CheckId> some : inParts(List.copyOf(alertStates.keySet()))) {
                read(connection, some, alertStates);
            }
            return null;
        });
        return alertStates;
    }

    private void read(Connection connection, List<CheckId> some, Map<CheckId, AlertState> into) throws SQLException {
        String sql = AlertStateRow.READ + places(some);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setAll(statement, 1, some);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    AlertState alertState = AlertStateRow.read(row);
                    kept.put(alertState.check(), alertState);
                    into.put(alertState.check(), alertState);
                }
            }
        }
    }

    @Override
    public void remember(Collection<AlertState> alertStates) {
        unitOfWork.use(connection -> {
            Map<Instant, List<CheckId>> looked = new LinkedHashMap<>();
            try (PreparedStatement open = connection.prepareStatement(OPEN);
                    PreparedStatement write = connection.prepareStatement(WRITE);
                    PreparedStatement close = connection.prepareStatement(CLOSE);
                    PreparedStatement closeOthers = connection.prepareStatement(CLOSE_OTHERS)) {
                for (AlertState alertState : alertStates) {
                    AlertState before = kept.put(alertState.check(), alertState);
                    if (before != null && alertState.observedAt() != null && isOnlyLooked(before, alertState)) {
                        looked.computeIfAbsent(alertState.observedAt(), any -> new ArrayList<>())
                                .add(alertState.check());
                        continue;
                    }
                    Episode episodeBefore = before == null ? null : before.episode();
                    if (alertState.episode() != null && !alertState.episode().equals(episodeBefore)) {
                        AlertStateRow.set(open, alertState.check(), alertState.episode());
                        open.addBatch();
                    }
                    AlertStateRow.set(write, alertState);
                    write.addBatch();
                    if (before == null) {
                        addCloseOthers(closeOthers, alertState);
                    } else if (episodeBefore != null && !episodeBefore.id().equals(id(alertState.episode()))) {
                        AlertStateRow.setTime(close, 1, closedAt(alertState));
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

    private static boolean isOnlyLooked(AlertState before, AlertState after) {
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
    private static void addCloseOthers(PreparedStatement close, AlertState alertState) throws SQLException {
        AlertStateRow.setTime(close, 1, closedAt(alertState));
        close.setString(2, alertState.check().value());
        close.setString(
                3, alertState.episode() == null ? "" : alertState.episode().id());
        close.addBatch();
    }

    private static Instant closedAt(AlertState alertState) {
        return alertState.observedAt() == null ? Instant.EPOCH : alertState.observedAt();
    }

    @Override
    public List<Silence> silences(Instant now) {
        return unitOfWork.use(connection -> SilenceTable.at(connection, now));
    }

    @Override
    public Set<String> acknowledged(Instant now) {
        return unitOfWork.use(connection -> AcknowledgementTable.at(connection, now));
    }

    @Override
    public void group(String notice, Collection<String> episodes) {
        unitOfWork.use(connection -> {
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
        unitOfWork.use(connection -> {
            String alertStates =
                    """
                    UPDATE check_state SET observed_at = observed_at + ?, unknown_since = unknown_since + ?,
                      turning_since = turning_since + ?, cause_since = cause_since + ?""";
            try (PreparedStatement update = connection.prepareStatement(alertStates)) {
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
        OutboxTransaction.in(unitOfWork).shiftWaiting(by);
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
