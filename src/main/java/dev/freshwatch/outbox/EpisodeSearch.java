package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.EpisodeHistory.Episode;
import dev.freshwatch.outbox.NoticeQuery.Position;
import dev.freshwatch.outbox.NoticeQuery.Told;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which problems there were, the newest first, each with its notices and what became of them.
 *
 * @param kind of at least one of its notices; null = any, or no notice at all
 * @param sink to whose queue at least one of its notices was added; null = any, or none
 * @param from it had not ended before this; null = from the first
 * @param to   it began before this; null = to the last
 */
public record EpisodeSearch(CheckFilter checks, Kind kind, String sink, Instant from, Instant to) {

    /** All problems. */
    public static final EpisodeSearch ALL = new EpisodeSearch(CheckFilter.ALL, null, null, null, null);

    /** So many problems are read at once, and at most so many times as many for one answer. */
    private static final int CHUNK = 250;

    private static final int MOST_CHUNKS = 20;

    /** Notices of one problem that are told: the latest. */
    private static final int MOST_NOTICES = 20;

    private static final String EPISODES =
            """
            SELECT e.check_id, e.name, e.id, e.since, e.closed_at, e.told, e.reason, e.message FROM episode e
            WHERE (e.since < ? OR (e.since = ? AND e.id < ?)) AND (e.closed_at IS NULL OR e.closed_at >= ?)""";
    private static final String KIND =
            """
             AND (EXISTS (SELECT 1 FROM notice n WHERE n.episode_id = e.id AND n.kind = ?)
              OR EXISTS (SELECT 1 FROM notice_member m JOIN notice n ON n.id = m.notice_id
                WHERE m.episode_id = e.id AND n.kind = ?))""";
    private static final String SINK =
            """
             AND (EXISTS (SELECT 1 FROM notice n JOIN delivery d ON d.notice_id = n.id
                WHERE n.episode_id = e.id AND d.sink = ?)
              OR EXISTS (SELECT 1 FROM notice_member m JOIN delivery d ON d.notice_id = m.notice_id
                WHERE m.episode_id = e.id AND d.sink = ?))""";
    private static final String ORDER = " ORDER BY e.since DESC, e.id DESC LIMIT ?";

    private static final String NOTICES = """
            SELECT
            """
            + NoticePayloads.COLUMNS
            + """
             FROM notice n WHERE n.id IN (
              SELECT id FROM notice WHERE episode_id = ?
              UNION SELECT notice_id FROM notice_member WHERE episode_id = ?)
            ORDER BY n.made_at DESC, n.id DESC LIMIT ?""";

    /**
     * A problem of a check.
     *
     * @param name display name; null = not known
     */
    public record Found(CheckId check, String name, Episode episode) {}

    /**
     * Some problems, the newest first.
     *
     * @param next where to go on; null = there are no more. There may be more also after a page with few, because large
     *     notices end it early; with a filter for checks also after one with none, because a limited number is looked at
     */
    public record Page(List<Found> episodes, Position next) {}

    /**
     * Reads a page.
     *
     * @param after null = from the newest
     * @param limit of the page, at least 1
     * @throws StoreException if the store cannot be read
     */
    public Page read(Store store, Position after, int limit) {
        return store.transaction(connection -> page(connection, after, limit));
    }

    private Page page(Connection connection, Position after, int limit) throws SQLException {
        List<Found> found = new ArrayList<>();
        Position last = after;
        int atMost = checks == CheckFilter.ALL ? limit + 1 : Math.max(CHUNK, limit + 1);
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            List<Found> rows = rows(connection, last, atMost);
            for (int i = 0; i < rows.size(); i++) {
                Found row = rows.get(i);
                last = new Position(row.episode().since(), row.episode().id());
                if (checks.matches(row.check(), row.name())) {
                    found.add(row);
                    if (found.size() == limit) {
                        boolean more = i + 1 < rows.size() || rows.size() == atMost;
                        return told(connection, found, more ? last : null);
                    }
                }
            }
            if (rows.size() < atMost) {
                return told(connection, found, null);
            }
        }
        return told(connection, found, last);
    }

    private List<Found> rows(Connection connection, Position after, int atMost) throws SQLException {
        // a time that is stored is in whole milliseconds
        Instant end = to == null ? Instant.ofEpochMilli(Long.MAX_VALUE) : to;
        boolean goesOn = after != null && after.madeAt().isBefore(end);
        Instant before = goesOn ? after.madeAt() : end;
        List<Object> parameters =
                new ArrayList<>(List.of(before, before, goesOn ? after.id() : "", from == null ? Instant.EPOCH : from));
        StringBuilder sql = new StringBuilder(EPISODES);
        if (kind != null) {
            sql.append(KIND);
            parameters.addAll(List.of(kind, kind));
        }
        if (sink != null) {
            sql.append(SINK);
            parameters.addAll(List.of(sink, sink));
        }
        parameters.add(atMost);
        return Sql.list(connection, sql.append(ORDER).toString(), EpisodeSearch::found, parameters.toArray());
    }

    private static Found found(Sql.Row row) throws SQLException {
        CheckId check = new CheckId(row.text());
        String name = row.text();
        return new Found(
                check,
                name,
                new Episode(
                        row.text(),
                        row.time(),
                        row.time(),
                        row.constant(State.class),
                        row.constant(Reason.class),
                        row.text(),
                        List.of()));
    }

    private static Page told(Connection connection, List<Found> found, Position next) throws SQLException {
        Set<CheckId> wanted = found.stream().map(Found::check).collect(Collectors.toSet());
        NoticePayloads payloads =
                new NoticePayloads(connection, new CutNotice.Cut(1, (check, name) -> wanted.contains(check)));
        List<Found> all = new ArrayList<>();
        for (Found row : found) {
            Episode episode = row.episode();
            List<NoticePayloads.Stored> stored =
                    Sql.list(connection, NOTICES, NoticePayloads.Stored::of, episode.id(), episode.id(), MOST_NOTICES);
            if (!all.isEmpty() && !payloads.hasRoom(stored)) {
                Episode last = all.get(all.size() - 1).episode();
                return new Page(all, new Position(last.since(), last.id()));
            }
            List<Told> notices = new ArrayList<>();
            for (NoticePayloads.Stored one : stored) {
                payloads.told(one).ifPresent(notices::add);
            }
            all.add(new Found(
                    row.check(),
                    row.name(),
                    new Episode(
                            episode.id(),
                            episode.since(),
                            episode.closed(),
                            episode.state(),
                            episode.reason(),
                            episode.message(),
                            notices)));
        }
        return new Page(all, next);
    }
}
