package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.Instant;
import java.util.List;

/**
 * What became of one notice in one sink.
 *
 * @param madeAt   when the notice was made
 * @param sink     null = no sink was to have it
 * @param state    {@code pending}, {@code delivered}, {@code failed} or {@code withdrawn}; null without a sink
 * @param attempts number of finished delivery attempts
 * @param settled  when it was delivered or given up; null = not yet
 * @param retryAt  when the next attempt is due; null = none
 * @param reason   why the last attempt failed; null = it did not
 */
public record DeliveryRecord(
        Kind kind,
        Instant madeAt,
        String sink,
        String state,
        int attempts,
        Instant settled,
        Instant retryAt,
        String reason) {

    private static final String OF_EPISODE =
            """
            SELECT n.kind, n.made_at, d.sink, d.state, d.attempts, d.settled_at,
              CASE WHEN d.state = 'pending' THEN d.next_attempt_at END, d.last_reason
            FROM notice n LEFT JOIN delivery d ON d.notice_id = n.id
            WHERE n.episode_id = ? OR n.id IN (SELECT notice_id FROM notice_member WHERE episode_id = ?)
            ORDER BY n.made_at DESC, n.id, d.sink LIMIT ?""";

    /**
     * Returns the deliveries of the notices of an episode, of group notices too, the latest first.
     *
     * @throws StoreException if the store cannot be read
     */
    public static List<DeliveryRecord> ofEpisode(Store store, String episode, int atMost) {
        return store.transaction(connection -> Sql.list(
                connection,
                OF_EPISODE,
                row -> new DeliveryRecord(
                        row.constant(Kind.class),
                        row.time(),
                        row.text(),
                        row.text(),
                        row.integer(),
                        row.time(),
                        row.time(),
                        row.text()),
                episode,
                episode,
                atMost));
    }
}
