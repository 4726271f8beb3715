package dev.freshwatch.history;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AuditTable.Line;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Forgets checks that are not made any more: their open problems end without a notice, and with a line in the audit. */
public final class GoneChecks {

    private static final String ALL =
            """
            SELECT k.check_id, s.episode_id, s.confirmed, e.since
            FROM (SELECT check_id FROM check_state UNION SELECT check_id FROM check_look
                UNION SELECT check_id FROM known_source) k
              LEFT JOIN check_state s ON s.check_id = k.check_id
              LEFT JOIN episode e ON e.id = s.episode_id AND e.closed_at IS NULL
            ORDER BY k.check_id""";

    private static final String OF_KIND =
            """
            SELECT check_id FROM check_state WHERE check_id LIKE ?
            UNION SELECT check_id FROM check_look WHERE check_id LIKE ?""";

    private static final String ONE =
            """
            SELECT k.check_id, s.episode_id, s.confirmed, e.since, COALESCE(l.observed_at, s.observed_at),
              l.interval_ms, n.gone_at
            FROM (SELECT check_id FROM check_state UNION SELECT check_id FROM check_look
                UNION SELECT check_id FROM known_source WHERE COALESCE(gone_at, 1) <> 0) k
              LEFT JOIN check_state s ON s.check_id = k.check_id
              LEFT JOIN check_look l ON l.check_id = k.check_id
              LEFT JOIN known_source n ON n.check_id = k.check_id
              LEFT JOIN episode e ON e.id = s.episode_id AND e.closed_at IS NULL
            WHERE k.check_id = ?""";

    private static final List<String> DELETES = List.of(
            "DELETE FROM check_state WHERE check_id = ?",
            "DELETE FROM check_look WHERE check_id = ?",
            "DELETE FROM known_source WHERE check_id = ?");

    private static final String TO_FORGET =
            """
            SELECT n.list_id, n.check_id, s.episode_id, s.confirmed, e.since
            FROM known_source n LEFT JOIN check_state s ON s.check_id = n.check_id
              LEFT JOIN episode e ON e.id = s.episode_id AND e.closed_at IS NULL
            WHERE n.gone_at = 0""";

    /** Where it is not known how often a check is looked at. */
    private static final Duration UNKNOWN_INTERVAL = Duration.ofHours(1);

    private final Store store;

    public GoneChecks(Store store) {
        this.store = store;
    }

    /** Returns what is remembered whose id begins like this. @param prefix of letters and slashes */
    public List<CheckId> known(String prefix) {
        return store.transaction(connection ->
                Sql.list(connection, OF_KIND, row -> new CheckId(row.text()), prefix + "%", prefix + "%"));
    }

    private record Known(CheckId check, String episode, State confirmed, Instant since) {}

    /**
     * Forgets those that are gone.
     *
     * @param what what the audit calls it: one word, such as {@code reload}
     * @param why  what the audit says, such as {@code not in the configuration any more}
     * @return how many problems were ended
     */
    public int forget(Predicate<CheckId> gone, String what, String why) {
        return store.transaction(connection -> {
            List<Known> all = Sql.list(
                    connection,
                    ALL,
                    row -> new Known(new CheckId(row.text()), row.text(), row.constant(State.class), row.time()));
            int ended = 0;
            for (Known one : all) {
                if (gone.test(one.check())) {
                    ended += end(connection, one, what, why, store.clock().instant()) ? 1 : 0;
                }
            }
            return ended;
        });
    }

    /**
     * Forgets this check, if nobody makes it any more, with a line in the audit.
     *
     * @param who     the user who asked for it
     * @param watched whether a watch is running: it may just be writing its last look at a source, so it is the one that
     *                forgets it, when it has read the list once more
     * @return what became of it
     */
    public Outcome forget(CheckId check, String who, boolean watched) {
        return store.transaction(connection -> {
            Optional<Remembered> found = Sql.first(connection, ONE, GoneChecks::remembered, check.value());
            if (found.isEmpty()) {
                return new Outcome.Unknown();
            }
            Remembered one = found.get();
            if (one.gone() == null && one.isWatched(latestLook(connection))) {
                return new Outcome.Watched(one.lookedAt(), one.every());
            }
            Instant now = store.clock().instant();
            AuditTable.write(connection, new Line(now, who, "forget", check.value()));
            boolean later = watched && one.gone() != null;
            if (later) {
                KnownSourceTable.letForget(connection, List.of(check));
            } else {
                end(connection, one.known(), "forget", "forgotten by " + who, now);
            }
            return new Outcome.Forgotten(one.known().since() != null, later);
        });
    }

    /** Forgets the sources of these lists that are to be forgotten; within the transaction that stores the lists' last look. */
    static void forgetSources(Connection connection, Set<CheckId> lists, Instant now) throws SQLException {
        Map<Known, CheckId> marked = new LinkedHashMap<>();
        Sql.list(connection, TO_FORGET, row -> {
            CheckId list = new CheckId(row.text());
            return marked.put(
                    new Known(new CheckId(row.text()), row.text(), row.constant(State.class), row.time()), list);
        });
        for (Map.Entry<Known, CheckId> one : marked.entrySet()) {
            if (lists.contains(one.getValue())) {
                end(connection, one.getKey(), "forget", "no longer in its list", now);
            }
        }
    }

    /** What became of the request to forget a check. */
    public sealed interface Outcome {

        /**
         * It is forgotten.
         *
         * @param ended whether a problem of it was open
         * @param later whether the running watch does it, after its next look at the list
         */
        record Forgotten(boolean ended, boolean later) implements Outcome {}

        /** It is still watched. @param every null = not known */
        record Watched(Instant lookedAt, Duration every) implements Outcome {}

        /** Nothing is remembered of it. */
        record Unknown() implements Outcome {}
    }

    /**
     * What is remembered of a check.
     *
     * @param lookedAt null = never
     * @param every    null = not known
     * @param gone     since when it is missing from its list; null = it is there, or of no list
     */
    private record Remembered(Known known, Instant lookedAt, Duration every, Instant gone) {

        /** By the latest look at any check: where no watch runs, nothing has been looked at since. */
        boolean isWatched(Instant latest) {
            Duration patience = every == null ? UNKNOWN_INTERVAL : every.multipliedBy(2);
            return lookedAt != null
                    && latest != null
                    && !lookedAt.plus(patience).isBefore(latest);
        }
    }

    private static Remembered remembered(Sql.Row row) throws SQLException {
        Known known = new Known(new CheckId(row.text()), row.text(), row.constant(State.class), row.time());
        return new Remembered(known, row.time(), row.duration(), row.time());
    }

    private static Instant latestLook(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT MAX(observed_at) FROM check_look", Sql.Row::time)
                .orElse(null);
    }

    private static boolean end(Connection connection, Known one, String what, String why, Instant now)
            throws SQLException {
        for (String delete : DELETES) {
            Sql.update(connection, delete, one.check().value());
        }
        if (one.since() == null) {
            return false;
        }
        Sql.update(connection, "UPDATE episode SET closed_at = ? WHERE id = ?", now, one.episode());
        String state = one.confirmed() == null ? "open" : one.confirmed().word();
        String detail = String.format(
                Locale.ROOT,
                "%s: %s; its problem (%s since %s) has ended without a notice",
                one.check(),
                why,
                state,
                one.since());
        AuditTable.write(connection, new Line(now, "freshwatch", what, detail));
        return true;
    }
}
