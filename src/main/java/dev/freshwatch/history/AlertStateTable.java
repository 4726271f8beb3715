package dev.freshwatch.history;

import dev.freshwatch.alert.AlertState;
import dev.freshwatch.alert.AlertState.Episode;
import dev.freshwatch.alert.AlertStateStore;
import dev.freshwatch.alert.Silence;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.outbox.OutboxTransaction;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.StoreException;
import dev.freshwatch.store.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@link AlertStateStore} in the database, within one transaction. Times are read back with millisecond precision. Only
 * changes since the last read are written; where nothing but the time of the observation changed, many checks are
 * updated at once.
 */
public final class AlertStateTable implements AlertStateStore {

    /** Checks per statement. */
    private static final int AT_ONCE = 500;

    private static final String LOOKED =
            "UPDATE check_state SET observed_at = ? WHERE check_id IN (SELECT check_id FROM asked)";
    private static final String LOOKED_AT_ONE = "UPDATE check_state SET observed_at = ? WHERE check_id = ?";
    private static final String CLOSE = "UPDATE episode SET closed_at = ? WHERE id = ?";
    /** Used if the previously open episode was not read. */
    private static final String CLOSE_OTHERS =
            "UPDATE episode SET closed_at = ? WHERE check_id = ? AND closed_at IS NULL AND id <> ?";

    private final UnitOfWork unitOfWork;
    private final Map<CheckId, AlertState> kept = new HashMap<>();

    private AlertStateTable(UnitOfWork unitOfWork) {
        this.unitOfWork = unitOfWork;
    }

    /** Returns the alert states of this unit of work. Methods throw {@link StoreException}. */
    public static AlertStateStore in(UnitOfWork unitOfWork) {
        return unitOfWork.part(AlertStateTable.class, AlertStateTable::new);
    }

    @Override
    public Map<CheckId, AlertState> of(Collection<CheckId> checks) {
        Map<CheckId, AlertState> alertStates = new LinkedHashMap<>();
        checks.forEach(check -> alertStates.put(check, AlertState.initial(check)));
        unitOfWork.use(connection -> {
            for (List<CheckId> some : inParts(List.copyOf(alertStates.keySet()))) {
                read(connection, some, alertStates);
            }
            return null;
        });
        return alertStates;
    }

    private void read(Connection connection, List<CheckId> some, Map<CheckId, AlertState> into) throws SQLException {
        String sql = AlertStateRow.query(some.size());
        for (AlertState alertState : Sql.list(connection, sql, AlertStateRow::read, ids(some))) {
            kept.put(alertState.check(), alertState);
            into.put(alertState.check(), alertState);
        }
    }

    @Override
    public void remember(Collection<AlertState> alertStates) {
        unitOfWork.use(connection -> {
            Map<Instant, List<CheckId>> looked = new LinkedHashMap<>();
            List<AlertState> changed = new ArrayList<>();
            List<AlertState> opened = new ArrayList<>();
            List<AlertState> unread = new ArrayList<>();
            Map<String, Instant> closed = new LinkedHashMap<>();
            for (AlertState alertState : alertStates) {
                AlertState before = kept.put(alertState.check(), alertState);
                if (before != null && alertState.observedAt() != null && isOnlyLooked(before, alertState)) {
                    looked.computeIfAbsent(alertState.observedAt(), any -> new ArrayList<>())
                            .add(alertState.check());
                    continue;
                }
                changed.add(alertState);
                Episode episodeBefore = before == null ? null : before.episode();
                if (alertState.episode() != null && !alertState.episode().equals(episodeBefore)) {
                    opened.add(alertState);
                }
                if (before == null) {
                    unread.add(alertState);
                } else if (episodeBefore != null && !episodeBefore.id().equals(id(alertState.episode()))) {
                    closed.put(episodeBefore.id(), closedAt(alertState));
                }
            }
            Sql.batch(connection, AlertStateRow.OPEN, opened, AlertStateRow::opened);
            Sql.batch(connection, AlertStateRow.WRITE, changed, AlertStateRow::written);
            Sql.batch(connection, CLOSE, closed.entrySet(), one -> Sql.args(one.getValue(), one.getKey()));
            Sql.batch(connection, CLOSE_OTHERS, unread, AlertStateTable::closingOthers);
            looked(connection, looked);
            return null;
        });
    }

    private static boolean isOnlyLooked(AlertState before, AlertState after) {
        return after.equals(before.observedAt(after.observedAt()));
    }

    private static String id(Episode episode) {
        return episode == null ? null : episode.id();
    }

    /** The checks of a platform are observed at the same time, services each at its own. */
    private static void looked(Connection connection, Map<Instant, List<CheckId>> looked) throws SQLException {
        List<Map.Entry<Instant, List<CheckId>>> alone = looked.entrySet().stream()
                .filter(at -> at.getValue().size() == 1)
                .toList();
        Sql.batch(
                connection,
                LOOKED_AT_ONE,
                alone,
                at -> Sql.args(at.getKey(), at.getValue().get(0).value()));
        for (Map.Entry<Instant, List<CheckId>> at : looked.entrySet()) {
            if (at.getValue().size() > 1) {
                looked(connection, at.getKey(), at.getValue());
            }
        }
    }

    private static void looked(Connection connection, Instant at, List<CheckId> checks) throws SQLException {
        for (List<CheckId> some : inParts(checks)) {
            Sql.update(
                    connection,
                    AlertStateRow.asked(some.size()) + LOOKED,
                    Stream.concat(Arrays.stream(ids(some)), Stream.of(at)).toArray());
        }
    }

    /** Closes any other open episode of this check. */
    private static Object[] closingOthers(AlertState alertState) {
        String open = id(alertState.episode());
        return Sql.args(closedAt(alertState), alertState.check().value(), open == null ? "" : open);
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
            Sql.batch(connection, sql, episodes, episode -> Sql.args(notice, episode));
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
            Sql.update(connection, alertStates, by, by, by, by);
            Sql.update(connection, "UPDATE episode SET told_at = told_at + ? WHERE closed_at IS NULL", by);
            // 0 is no time: to be forgotten
            Sql.update(connection, "UPDATE known_source SET gone_at = gone_at + ? WHERE gone_at > 0", by);
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

    private static Object[] ids(List<CheckId> checks) {
        return checks.stream().map(CheckId::value).toArray();
    }
}
