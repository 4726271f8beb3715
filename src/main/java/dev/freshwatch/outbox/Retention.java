package dev.freshwatch.outbox;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up notices that have waited too long and deletes old rows. Works in small batches with a transaction each, so
 * that nobody waits for it.
 */
final class Retention implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 200;

    private static final String GIVE_UP =
            """
            UPDATE delivery SET state = 'failed', settled_at = ?,
              last_reason = CAST(? AS VARCHAR(64)) || COALESCE('; ' || last_reason, '')
            WHERE seq IN (SELECT seq FROM delivery WHERE state = 'pending' AND created_at < ? LIMIT ?)""";
    /** Deliveries of an open episode are kept: they decide who is notified of its end. */
    private static final String DELIVERIES =
            """
            DELETE FROM delivery WHERE seq IN (
              SELECT d.seq FROM delivery d JOIN notice n ON n.id = d.notice_id
              WHERE d.settled_at < ? AND NOT EXISTS (
                SELECT 1 FROM episode e WHERE e.id = n.episode_id AND e.closed_at IS NULL)
              AND NOT EXISTS (
                SELECT 1 FROM notice_member m JOIN episode e ON e.id = m.episode_id
                WHERE m.notice_id = n.id AND e.closed_at IS NULL)
              LIMIT ?)""";

    private static final String MEMBERS =
            """
            DELETE FROM notice_member WHERE notice_id IN (
              SELECT g.notice_id FROM notice_member g
              WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice_id = g.notice_id)
                AND NOT EXISTS (
                  SELECT 1 FROM notice_member m JOIN episode e ON e.id = m.episode_id
                  WHERE m.notice_id = g.notice_id AND (e.closed_at IS NULL OR e.closed_at >= ?))
              LIMIT ?)""";
    private static final String NOTICES =
            """
            DELETE FROM notice WHERE id IN (
              SELECT n.id FROM notice n WHERE n.made_at < ?
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notice_id = n.id)
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.ends = n.id AND d.state = 'pending')
                AND NOT EXISTS (SELECT 1 FROM notice_member m WHERE m.notice_id = n.id)
              LIMIT ?)""";
    private static final String EPISODES =
            """
            DELETE FROM episode WHERE id IN (
              SELECT e.id FROM episode e WHERE e.closed_at < ?
                AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.episode_id = e.id)
                AND NOT EXISTS (SELECT 1 FROM notice_member m WHERE m.episode_id = e.id)
              LIMIT ?)""";
    /** Checks that were removed from the configuration. */
    private static final String STATES =
            """
            DELETE FROM check_state WHERE check_id IN (
              SELECT check_id FROM check_state WHERE observed_at < ? AND episode_id IS NULL LIMIT ?)""";

    private static final String LOOKS =
            "DELETE FROM check_look WHERE check_id IN (SELECT check_id FROM check_look WHERE observed_at < ? LIMIT ?)";

    private static final String SILENCES =
            "DELETE FROM silence WHERE id IN (SELECT id FROM silence WHERE ends < ? LIMIT ?)";
    private static final String ACKNOWLEDGEMENTS =
            """
            DELETE FROM acknowledgement WHERE episode_id IN (
              SELECT a.episode_id FROM acknowledgement a
              WHERE a.made_at < ? AND NOT EXISTS (
                SELECT 1 FROM episode e WHERE e.id = a.episode_id AND e.closed_at IS NULL)
              LIMIT ?)""";
    private static final String AUDIT = "DELETE FROM audit WHERE seq IN (SELECT seq FROM audit WHERE at < ? LIMIT ?)";

    /** The audit is kept this many times longer than notices. */
    private static final int AUDIT_LONGER = 12;

    private final Store store;
    private final OutboxTimes times;

    Retention(Store store, OutboxTimes times) {
        this.store = store;
        this.times = times;
    }

    @Override
    public void run() {
        try {
            Instant now = store.clock().instant();
            giveUp(now);
            Instant before = now.minus(times.remember());
            long gone = delete(DELIVERIES, before)
                    + delete(MEMBERS, before)
                    + delete(NOTICES, before)
                    + delete(EPISODES, before);
            long states = delete(STATES, before);
            delete(LOOKS, before);
            long words = delete(SILENCES, before)
                    + delete(ACKNOWLEDGEMENTS, before)
                    + delete(AUDIT, now.minus(times.remember().multipliedBy(AUDIT_LONGER)));
            LOG.debug(
                    "Deleted {} rows of notices, {} of checks, {} of silences, acknowledgements and audit",
                    gone,
                    states,
                    words);
        } catch (StoreException e) {
            LOG.warn("Old rows could not be deleted: {}", e.getMessage());
        }
    }

    private void giveUp(Instant now) {
        long given = inBatches(GIVE_UP, now, times.keptFor(), now.minus(times.keepFor()), BATCH);
        if (given > 0) {
            LOG.error("Gave up {} notices that were undelivered for {}", given, Ages.limit(times.keepFor()));
            store.transaction(connection -> {
                SinkStateTable.forgetIdle(connection);
                return null;
            });
            store.listeners().ringAll();
        }
    }

    private long delete(String sql, Instant before) {
        return inBatches(sql, before, BATCH);
    }

    private long inBatches(String sql, Object... parameters) {
        long all = 0;
        int some;
        do {
            some = store.transaction(connection -> Sql.update(connection, sql, parameters));
            all += some;
        } while (some >= BATCH);
        return all;
    }
}
