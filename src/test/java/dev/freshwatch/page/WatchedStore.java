package dev.freshwatch.page;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.RunningConfigTable;
import dev.freshwatch.outbox.Notices;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.store.EmptyStore;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A store as a watch leaves it, with what a test says was seen and told. Its clock stands still until it is set. */
public final class WatchedStore implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-11-20T02:14:11Z");

    public final Store store;
    public Instant now = NOW;
    public boolean watched = true;
    Set<String> configured = Set.of();
    public Set<String> sinks = Set.of("mail", "syslog", "webhook");

    public WatchedStore(Path folder) {
        Path database = folder.resolve("page.db");
        if (!Files.exists(database)) {
            EmptyStore.at(database);
        }
        store = Store.open("jdbc:sqlite:" + database, clock());
    }

    public InstantSource clock() {
        return () -> now;
    }

    public StoreView view() {
        return new StoreView(store, watched, List.of(), sinks, configured);
    }

    /** As the watch gives it to its pages. */
    StoreView viewForReading() {
        return new StoreView(store.reading(), watched, List.of(), sinks, configured);
    }

    WatchedStore sql(String sql, Object... parameters) {
        store.transaction(connection -> Sql.update(connection, sql, parameters));
        return this;
    }

    public WatchedStore look(Finding finding, Duration every) {
        return look(finding, every, true);
    }

    public WatchedStore look(Finding finding, Duration every, boolean confirmed) {
        return looks(List.of(finding), every, confirmed);
    }

    public WatchedStore looks(List<Finding> findings, Duration every, boolean confirmed) {
        String sql =
                """
                INSERT INTO check_look (check_id, subject, name, state, reason, detail, last_activity, age, warn_after,
                  error_after, observed_at, response, confirmed, interval_ms, recent, settings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'o', '')
                ON CONFLICT (check_id) DO UPDATE SET name = excluded.name, state = excluded.state,
                  reason = excluded.reason, detail = excluded.detail, age = excluded.age,
                  observed_at = excluded.observed_at""";
        store.transaction(connection -> {
            Sql.batch(
                    connection,
                    sql,
                    findings,
                    finding -> Sql.args(
                            finding.check().value(),
                            finding.subject(),
                            finding.name(),
                            finding.state(),
                            finding.reason(),
                            finding.text(),
                            finding.lastActivity(),
                            finding.age(),
                            finding.limits().warnAfter(),
                            finding.limits().errorAfter(),
                            finding.observedAt(),
                            finding.response(),
                            confirmed,
                            every));
            return null;
        });
        return this;
    }

    /** An open problem. @param told null = nobody was told */
    public WatchedStore problem(Finding finding, String episode, Instant since, State told) {
        store.transaction(connection -> {
            Sql.update(
                    connection,
                    """
                    INSERT INTO episode (id, check_id, since, told, name, reason, message)
                    VALUES (?, ?, ?, ?, ?, ?, ?)""",
                    episode,
                    finding.check().value(),
                    since,
                    told,
                    finding.name(),
                    finding.reason(),
                    finding.message());
            return Sql.update(
                    connection,
                    "INSERT INTO check_state (check_id, state, observed_at, confirmed, episode_id) VALUES (?, ?, ?, ?, ?)",
                    finding.check().value(),
                    finding.state(),
                    finding.observedAt(),
                    finding.state(),
                    episode);
        });
        return this;
    }

    /** A notice about this finding, in no queue yet. */
    public WatchedStore notice(String id, Finding finding, String episode, Kind kind, Instant at) {
        return notice(
                new Notice(id, kind, episode, finding, at, at, new Notice.Origin("watch-1", 4711), "esm.example"));
    }

    public WatchedStore notice(Notice notice) {
        store.transaction(connection -> Sql.update(
                connection,
                "INSERT INTO notice (id, check_id, episode_id, kind, made_at, payload) VALUES (?, ?, ?, ?, ?, ?)",
                notice.id(),
                notice.getCheck(),
                notice.episode(),
                notice.kind(),
                notice.madeAt(),
                Notices.payload(notice)));
        return this;
    }

    /** A notice of several checks tells of this episode too. */
    public WatchedStore member(String notice, String episode) {
        store.transaction(connection -> Sql.update(
                connection, "INSERT INTO notice_member (notice_id, episode_id) VALUES (?, ?)", notice, episode));
        return this;
    }

    /** A problem that is over. */
    public WatchedStore ended(Finding finding, String episode, Instant since, Instant closed) {
        store.transaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO episode (id, check_id, since, told, name, reason, message, closed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                episode,
                finding.check().value(),
                since,
                finding.state(),
                finding.name(),
                finding.reason(),
                finding.message(),
                closed));
        return this;
    }

    /** @param state {@code delivered}, {@code pending}, {@code failed} or {@code withdrawn} */
    public WatchedStore delivery(String notice, String sink, String state, int attempts, Instant at, String reason) {
        store.transaction(connection -> {
            if (state.equals("pending") && reason != null) {
                Sql.update(
                        connection,
                        "INSERT INTO sink_state (sink, failing_since, reason) VALUES (?, ?, ?) ON CONFLICT (sink) DO NOTHING",
                        sink,
                        now.minusSeconds(120),
                        reason);
            }
            return Sql.update(
                    connection,
                    """
                    INSERT INTO delivery (notice_id, sink, lane, state, attempts, created_at, next_attempt_at, settled_at,
                      last_reason) VALUES (?, ?, 'lane', ?, ?, ?, ?, ?, ?)""",
                    notice,
                    sink,
                    state,
                    attempts,
                    at,
                    at.plusSeconds(156),
                    state.equals("pending") ? null : at,
                    reason);
        });
        return this;
    }

    public WatchedStore silence(String glob, Instant until, String reason, String who) {
        store.transaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO silence (id, glob, begins, ends, reason, made_by, made_at, heal)
                VALUES (?, ?, ?, ?, ?, ?, ?, 1)""",
                glob,
                glob,
                now.minusSeconds(60),
                until,
                reason,
                who,
                now.minusSeconds(60)));
        return this;
    }

    public WatchedStore running(RunningConfigTable.Reload last) {
        new RunningConfigTable(store)
                .write(new RunningConfigTable.Running(
                        "",
                        "watch-1.soc.example",
                        4711,
                        Path.of("/etc/freshwatch"),
                        NOW.minus(Duration.ofDays(3)),
                        "",
                        0,
                        "",
                        Set.of(),
                        last));
        return this;
    }

    @Override
    public void close() {
        store.close();
    }
}
