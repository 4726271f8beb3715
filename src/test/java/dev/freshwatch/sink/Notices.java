package dev.freshwatch.sink;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.Notice.Marks;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The notices of the operator contract's examples, and what a hostile platform would make of them. */
public final class Notices {

    public static final String ID = "0198a1b2-0000-7000-8000-000000000001";
    public static final String EPISODE = "0198a1b2-0000-7000-8000-00000000000e";
    public static final CheckId CHECK = CheckId.of("esm", "soc", "events", "144116287587483648");
    public static final Instant MADE_AT = Instant.parse("2026-11-20T17:00:00.123Z");
    public static final Instant SINCE = Instant.parse("2026-11-20T16:33:10Z");

    private Notices() {}

    /** A Receiver that is 47 minutes behind. */
    public static Notice problem() {
        return problem("ERC-1");
    }

    /** The same of a Receiver of this name, as it would come if nobody had cleaned it. */
    public static Notice problem(String subject) {
        Finding finding = new Finding(
                CHECK,
                subject,
                subject + " events",
                State.CRITICAL,
                Reason.STALE,
                "newest event is 47 min old (limit 20 min)",
                Instant.parse("2026-11-20T16:13:00Z"),
                Duration.ofSeconds(2820),
                new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20)),
                Instant.parse("2026-11-20T17:00:00.100Z"),
                Duration.ofMillis(412));
        return notice(ID, Kind.PROBLEM, finding);
    }

    /** The same with this text. */
    public static Notice saying(String text) {
        Finding stale = problem().finding();
        return notice(ID, Kind.PROBLEM, with(stale, stale.check(), text));
    }

    /** This many Receivers that turned at once: one notice of the platform that lists them. */
    public static Notice group(Kind kind, int members) {
        Finding stale = problem().finding();
        List<Finding> all = IntStream.rangeClosed(1, members)
                .mapToObj(n -> with(stale, CheckId.of("esm", "soc", "events", Integer.toString(n)), "is <late> " + n))
                .toList();
        Finding platform = with(stale, CheckId.of("esm", "soc"), members + " checks turned critical");
        return notice("0198a1b2-0000-7000-8000-0000000000aa", kind, platform)
                .with(new Marks(all, null, null, null, null, null));
    }

    private static Finding with(Finding finding, CheckId check, String text) {
        return new Finding(
                check,
                finding.subject(),
                finding.name(),
                finding.state(),
                finding.reason(),
                text,
                finding.lastActivity(),
                finding.age(),
                finding.limits(),
                finding.observedAt(),
                finding.response());
    }

    /** The end of that problem. */
    public static Notice recovery() {
        Finding bad = problem().finding();
        Finding good = new Finding(
                bad.check(),
                bad.subject(),
                bad.name(),
                State.OK,
                Reason.FRESH,
                "newest event is 30 s old (limit 10 min)",
                Instant.parse("2026-11-20T17:09:30Z"),
                Duration.ofSeconds(30),
                bad.limits(),
                Instant.parse("2026-11-20T17:10:00Z"),
                Duration.ofMillis(300));
        return notice("0198a1b2-0000-7000-8000-000000000002", Kind.RECOVERY, good);
    }

    /** A notice of this kind, state and reason, about a check without a record, limits or a platform. */
    public static Notice bare(Kind kind, State state, Reason reason) {
        Finding finding = new Finding(
                CheckId.of("esm", "soc", "session"),
                "soc",
                "soc session",
                state,
                reason,
                "session is down",
                null,
                null,
                Limits.NONE,
                Instant.parse("2026-11-20T17:00:00Z"),
                null);
        return new Notice(ID, kind, EPISODE, finding, SINCE, MADE_AT, new Notice.Origin("watch.example", 42), null);
    }

    public static Notice notice(String id, Kind kind, Finding finding) {
        return new Notice(
                id, kind, EPISODE, finding, SINCE, MADE_AT, new Notice.Origin("watch.example", 42), "esm.example");
    }

    /** The same notice from another host. */
    public static Notice from(String host, Notice notice) {
        return new Notice(
                notice.id(),
                notice.kind(),
                notice.episode(),
                notice.finding(),
                notice.since(),
                notice.madeAt(),
                new Notice.Origin(host, 42),
                notice.platformHost());
    }

    /** Names that a platform could have for a device, to do harm somewhere. */
    public static Stream<String> hostileNames() {
        return Stream.of(
                "two\r\nlines",
                "X-Freshwatch-Kind: recovery\r\nBcc: evil@example.org\r\n\r\nbody",
                "\r\n<8>1 2026-01-01T00:00:00Z evil evil 1 ALERT - forged",
                "quote \" bracket ] backslash \\ all \\\"]",
                "\"] [freshwatch@32473 state=\"ok\"",
                "{{env:HOME}} {{sys:user.dir}} {{sink.mail.password}} {{",
                "${body} ${env:HOME} ${header.Authorization} $simple{body} #{1+1}",
                "<script>alert('x')</script><img src=x onerror=alert(1)>&amp;",
                "=?UTF-8?Q?encoded=0D=0ABcc:_evil?=",
                "check=esm/soc/alarms state=ok reason=fresh",
                "CEF:0|evil|evil|1|x|y|0|",
                "\u202Egnp.exe \u2066x\u2069 \u200F\u061C rtl",
                "line\u2028separator\u2029paragraph\u0085next\u0000nul\u001b[31mred",
                "lone \uD83D high and \uDE00 low",
                "emoji \uD83D\uDE00 é ß 漢字",
                "%s %n %d %1$s",
                "n".repeat(9 * 1024),
                "\uD83D\uDE00".repeat(3 * 1024),
                "]".repeat(9 * 1024),
                "",
                " ");
    }
}
