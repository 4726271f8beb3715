package dev.freshwatch.outbox;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.NoticeQuery.Told;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest problems of one check, each with its notices and what became of them in each sink.
 *
 * @param episodes the newest first
 * @param older    whether there are earlier ones
 * @param cut      whether there are earlier notices of these episodes, also because large ones are not all read
 */
public record EpisodeHistory(List<Episode> episodes, boolean older, boolean cut) {

    private static final String EPISODES =
            """
            SELECT id, since, closed_at, told, reason, message FROM episode WHERE check_id = ?
            ORDER BY since DESC, id DESC LIMIT ?""";

    private static final String NOTICES =
            """
            WITH latest AS (SELECT id FROM episode WHERE check_id = ? ORDER BY since DESC, id DESC LIMIT ?),
            about (episode, notice) AS (
              SELECT l.id, n.id FROM latest l JOIN notice n ON n.episode_id = l.id
              UNION SELECT l.id, m.notice_id FROM latest l JOIN notice_member m ON m.episode_id = l.id)
            SELECT a.episode,
            """
                    + NoticePayloads.COLUMNS
                    + """
             FROM about a JOIN notice n ON n.id = a.notice
            ORDER BY n.made_at DESC, n.id DESC LIMIT ?""";

    /**
     * A problem of a check.
     *
     * @param closed  null = open
     * @param state   that people were told last; null = nobody was told
     * @param reason  null = not known
     * @param message of the latest look that agreed with what is confirmed; null = not known
     * @param notices about it, also those about several checks, the newest first
     */
    public record Episode(
            String id, Instant since, Instant closed, State state, Reason reason, String message, List<Told> notices) {

        private Episode with(List<Told> all) {
            return new Episode(id, since, closed, state, reason, message, all);
        }
    }

    private record Row(String episode, NoticePayloads.Stored stored) {}

    /**
     * Reads it.
     *
     * @param episodes at most so many
     * @param notices  at most so many of all of them, the newest
     * @throws StoreException if the store cannot be read
     */
    public static EpisodeHistory of(Store store, CheckId check, int episodes, int notices) {
        return store.transaction(connection -> read(connection, check, episodes, notices));
    }

    private static EpisodeHistory read(Connection connection, CheckId check, int most, int mostNotices)
            throws SQLException {
        List<Episode> found = Sql.list(connection, EPISODES, EpisodeHistory::episode, check.value(), most + 1);
        List<Row> rows = new ArrayList<>();
        if (!found.isEmpty()) {
            rows = Sql.list(
                    connection,
                    NOTICES,
                    row -> new Row(row.text(), NoticePayloads.Stored.of(row)),
                    check.value(),
                    most,
                    mostNotices + 1);
        }
        Map<String, List<Told>> notices = new HashMap<>();
        boolean cut = rows.size() > mostNotices;
        NoticePayloads payloads = new NoticePayloads(connection, new CutNotice.Cut(1, (id, name) -> id.equals(check)));
        for (Row row : rows.subList(0, Math.min(rows.size(), mostNotices))) {
            if (!payloads.hasRoom(List.of(row.stored()))) {
                cut = true;
                break;
            }
            payloads.told(row.stored())
                    .ifPresent(told -> notices.computeIfAbsent(row.episode(), any -> new ArrayList<>())
                            .add(told));
        }
        return new EpisodeHistory(
                found.stream()
                        .limit(most)
                        .map(episode -> episode.with(notices.getOrDefault(episode.id(), List.of())))
                        .toList(),
                found.size() > most,
                cut);
    }

    private static Episode episode(Sql.Row row) throws SQLException {
        return new Episode(
                row.text(),
                row.time(),
                row.time(),
                row.constant(State.class),
                row.constant(Reason.class),
                row.text(),
                List.of());
    }
}
