package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which notices there are, the newest first, and what became of each in each sink.
 *
 * @param checks  a notice about several checks is chosen if one of them is
 * @param kind    null = any
 * @param sink    to whose queue the notice was added; null = any, or none
 * @param episode null = any
 * @param from    when it was made, inclusive; null = from the first
 * @param to      exclusive; null = to the last
 */
public record NoticeQuery(CheckFilter checks, Kind kind, String sink, String episode, Instant from, Instant to) {

    /** All notices. */
    public static final NoticeQuery ALL = new NoticeQuery(CheckFilter.ALL, null, null, null, null, null);

    /** So many notices are read at once, and at most so many times as many for one answer. */
    private static final int CHUNK = 250;

    private static final int MOST_CHUNKS = 20;

    /** Members of one notice that are told: the first, and with a filter for checks so many more that it chooses. */
    private static final int MEMBERS = 200;

    /** A page ends after so many characters of what is stored, about; a single notice is told in any case. */
    private static final long MOST_TOLD = 2_000_000;

    private static final String NOTICES = "SELECT n.made_at, "
            + NoticePayloads.COLUMNS
            + """
             FROM notice n
            WHERE (n.made_at < ? OR (n.made_at = ? AND n.id < ?)) AND n.made_at >= ?""";
    private static final String KIND = " AND n.kind = ?";
    private static final String SINK = " AND EXISTS (SELECT 1 FROM delivery d WHERE d.notice_id = n.id AND d.sink = ?)";
    private static final String EPISODE =
            " AND (n.episode_id = ? OR n.id IN (SELECT m.notice_id FROM notice_member m WHERE m.episode_id = ?))";
    private static final String ORDER = " ORDER BY n.made_at DESC, n.id DESC LIMIT ?";

    private static final String DELIVERIES =
            """
            SELECT d.sink, d.state, d.attempts, d.settled_at, CASE WHEN d.state = 'pending' THEN d.next_attempt_at END,
              d.last_reason
            FROM delivery d WHERE d.notice_id = ? ORDER BY d.sink""";

    /**
     * A notice, as it was made.
     *
     * @param notice     with its first members, and with those that are asked for; not with thousands
     * @param members    how many checks it is about; 0 = it is about one and not a group
     * @param deliveries by sink; empty = no sink was to have it
     */
    public record Told(Notice notice, int members, List<DeliveryRecord> deliveries) {}

    /**
     * Where a page ended.
     *
     * @param madeAt of the last notice that was looked at, in whole milliseconds
     * @param id     of that notice
     */
    public record Position(Instant madeAt, String id) {

        /** One word, for {@link #parse}. */
        @Override
        public String toString() {
            return madeAt.toEpochMilli() + "." + id;
        }

        /** Reads what {@link #toString} wrote; empty if this is something else. */
        public static Optional<Position> parse(String text) {
            String[] parts = text.split("\\.", 2);
            return parts.length == 2 && parts[0].matches("\\d{1,15}") && parts[1].matches("[A-Za-z0-9-]{1,64}")
                    ? Optional.of(new Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]))
                    : Optional.empty();
        }
    }

    /**
     * Some notices, the newest first.
     *
     * @param next where to go on; null = there are no more. There may be more also after a page with few notices, because
     *     large ones end it early; with a filter for checks also after one with none, because a limited number is looked at
     */
    public record Page(List<Told> notices, Position next) {}

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

    private record Row(Position position, NoticePayloads.Stored stored) {}

    private Page page(Connection connection, Position after, int limit) throws SQLException {
        NoticePayloads payloads = new NoticePayloads(
                connection,
                new CutNotice.Cut(MEMBERS, (check, name) -> checks != CheckFilter.ALL && checks.matches(check, name)));
        List<CutNotice> found = new ArrayList<>();
        long size = 0;
        Position last = after;
        int atMost = checks == CheckFilter.ALL ? limit + 1 : Math.max(CHUNK, limit + 1);
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            List<Row> rows = rows(connection, last, atMost);
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (size >= MOST_TOLD || !payloads.hasRoom(List.of(row.stored()))) {
                    return new Page(told(connection, found), last);
                }
                last = row.position();
                CutNotice notice = payloads.read(row.stored()).orElse(null);
                if (notice != null && (checks == CheckFilter.ALL || notice.wanted())) {
                    found.add(notice);
                    size += notice.size();
                    if (found.size() == limit) {
                        boolean more = i + 1 < rows.size() || rows.size() == atMost;
                        return new Page(told(connection, found), more ? last : null);
                    }
                }
            }
            if (rows.size() < atMost) {
                return new Page(told(connection, found), null);
            }
        }
        return new Page(told(connection, found), last);
    }

    private List<Row> rows(Connection connection, Position after, int atMost) throws SQLException {
        // a time that is stored is in whole milliseconds
        Instant end = to == null ? Instant.ofEpochMilli(Long.MAX_VALUE) : to;
        boolean goesOn = after != null && after.madeAt().isBefore(end);
        Instant before = goesOn ? after.madeAt() : end;
        List<Object> parameters =
                new ArrayList<>(List.of(before, before, goesOn ? after.id() : "", from == null ? Instant.EPOCH : from));
        StringBuilder sql = new StringBuilder(NOTICES);
        if (kind != null) {
            sql.append(KIND);
            parameters.add(kind);
        }
        if (sink != null) {
            sql.append(SINK);
            parameters.add(sink);
        }
        if (episode != null) {
            sql.append(EPISODE);
            parameters.addAll(List.of(episode, episode));
        }
        sql.append(ORDER);
        parameters.add(atMost);
        return Sql.list(connection, sql.toString(), NoticeQuery::row, parameters.toArray());
    }

    private static Row row(Sql.Row row) throws SQLException {
        Instant madeAt = row.time();
        NoticePayloads.Stored stored = NoticePayloads.Stored.of(row);
        return new Row(new Position(madeAt, stored.id()), stored);
    }

    private static List<Told> told(Connection connection, List<CutNotice> notices) throws SQLException {
        List<Told> told = new ArrayList<>();
        for (CutNotice notice : notices) {
            told.add(told(connection, notice));
        }
        return told;
    }

    /** Returns a notice with what became of it. */
    static Told told(Connection connection, CutNotice cut) throws SQLException {
        return new Told(cut.notice(), cut.members(), deliveries(connection, cut.notice()));
    }

    private static List<DeliveryRecord> deliveries(Connection connection, Notice notice) throws SQLException {
        return Sql.list(
                connection,
                DELIVERIES,
                row -> new DeliveryRecord(
                        notice.kind(),
                        notice.madeAt(),
                        row.text(),
                        row.text(),
                        row.integer(),
                        row.time(),
                        row.time(),
                        row.text()),
                notice.id());
    }
}
