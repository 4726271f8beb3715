package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Notices for tests. */
public final class Notices {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");

    private Notices() {}

    public static Notice problem(String id, String check) {
        return notice(id, check, Kind.PROBLEM, "episode-of-" + check);
    }

    public static Notice notice(String id, String check, Kind kind, String episode) {
        State state = kind == Kind.RECOVERY ? State.OK : State.CRITICAL;
        Finding finding = new Finding(
                new CheckId(check),
                "ERC-1 \"ä€😀\"",
                "ERC-1 events",
                state,
                state == State.OK ? Reason.FRESH : Reason.STALE,
                "newest event is 47 min old (limit 20 min)",
                NOON.minusSeconds(2820),
                Duration.ofSeconds(2820),
                new Limits(null, Duration.ofMinutes(20)),
                NOON,
                Duration.ofNanos(412_345_678));
        return new Notice(
                id,
                kind,
                episode,
                finding,
                NOON.minusSeconds(60),
                NOON,
                new Notice.Origin("watch", 4711),
                "esm.example");
    }

    /** One that tells of several checks of {@code a/b}; of two where none are given. */
    public static Notice group(String id, Kind kind, List<Finding> members) {
        Notice one = notice(id, "a/b", kind, "episode-of-" + id);
        return one.with(new Notice.Marks(
                members.isEmpty() ? List.of(one.finding(), one.finding()) : members, null, null, null, null));
    }

    /** As it is stored. */
    public static String payload(Notice notice) {
        return NoticeJson.write(notice);
    }
}
