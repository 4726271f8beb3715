package dev.freshwatch.page;

import static dev.freshwatch.page.WatchedStore.NOW;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A night at three: one Receiver blind, one late, a MISP in maintenance, a webhook that answers 503. */
final class Story {

    static final CheckId BLIND = CheckId.of("esm", "soc", "events", "144116287587483649");
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(7), Duration.ofMinutes(10));

    private Story() {}

    static Finding finding(
            CheckId check, String name, State state, Reason reason, String text, Long age, Limits limits) {
        return new Finding(
                check,
                name.split(" ")[0],
                name,
                state,
                reason,
                text,
                age == null ? null : NOW.minusSeconds(age),
                age == null ? null : Duration.ofSeconds(age),
                limits,
                NOW.minusSeconds(2),
                Duration.ofMillis(120));
    }

    static Finding receiver(int number, State state, long age) {
        return finding(
                CheckId.of("esm", "soc", "events", "" + (144116287587483647L + number)),
                "ERC-" + number + " events",
                state,
                state == State.OK ? Reason.FRESH : Reason.STALE,
                "newest event is " + age / 60 + " min old (limit 10 min)",
                age,
                LIMITS);
    }

    static List<Finding> esm() {
        List<Finding> all = new ArrayList<>();
        all.add(finding(
                CheckId.of("esm", "soc", "session"),
                "soc session",
                State.OK,
                Reason.UP,
                "logged in",
                null,
                Limits.NONE));
        all.add(finding(
                CheckId.of("esm", "soc", "alarms"),
                "soc alarms",
                State.OK,
                Reason.FRESH,
                "newest alarm is 40 s old",
                40L,
                new Limits(null, Duration.ofMinutes(30))));
        for (int number = 1; number <= 7; number++) {
            all.add(receiver(
                    number,
                    number == 2 ? State.CRITICAL : number == 7 ? State.WARNING : State.OK,
                    number == 2 ? 723 : number == 7 ? 480 : 11 * number));
        }
        return all;
    }

    static List<Finding> misp() {
        return List.of(
                finding(
                        CheckId.of("misp", "intel", "workers"),
                        "intel workers",
                        State.OK,
                        Reason.UP,
                        "7 good workers in 5 queues",
                        null,
                        Limits.NONE),
                finding(
                        CheckId.of("misp", "intel", "rest"),
                        "intel REST",
                        State.OK,
                        Reason.UP,
                        "answered in 212 ms",
                        null,
                        Limits.NONE),
                finding(
                        CheckId.of("misp", "intel", "events"),
                        "intel events",
                        State.UNKNOWN,
                        Reason.MAINTENANCE,
                        "MISP is in maintenance",
                        null,
                        new Limits(null, Duration.ofDays(1))));
    }

    static WatchedStore write(WatchedStore into) {
        into.looks(esm(), EVERY, true)
                .looks(misp(), Duration.ofMinutes(5), true)
                .running(null);
        Finding blind = receiver(2, State.CRITICAL, 723);
        Finding late = receiver(7, State.WARNING, 480);
        into.problem(blind, "e2", NOW.minusSeconds(127), State.CRITICAL)
                .problem(late, "e7", NOW.minusSeconds(60), State.WARNING);
        into.notice("n2", blind, "e2", Kind.PROBLEM, NOW.minusSeconds(127))
                .delivery("n2", "mail", "delivered", 1, NOW.minusSeconds(126), null)
                .delivery("n2", "syslog", "delivered", 1, NOW.minusSeconds(126), null)
                .delivery("n2", "webhook", "pending", 2, NOW.minusSeconds(126), "HTTP 503");
        into.notice("n7", late, "e7", Kind.PROBLEM, NOW.minusSeconds(60))
                .delivery("n7", "mail", "delivered", 1, NOW.minusSeconds(59), null);
        yesterday(into);
        return into.silence("misp/intel/*", NOW.plusSeconds(6300), "upgrade", "rk");
    }

    /** Workers that were healed, a whole platform that was away, and a drill. */
    private static void yesterday(WatchedStore into) {
        Instant then = NOW.minus(Duration.ofHours(15));
        Finding dead = finding(
                CheckId.of("misp", "intel", "workers"),
                "intel workers",
                State.CRITICAL,
                Reason.DOWN,
                "no worker in email",
                null,
                Limits.NONE);
        Finding good = finding(
                CheckId.of("misp", "intel", "workers"),
                "intel workers",
                State.OK,
                Reason.UP,
                "7 good workers in 5 queues",
                null,
                Limits.NONE);
        into.ended(dead, "e1", then, then.plusSeconds(30))
                .notice("n10", dead, "e1", Kind.PROBLEM, then)
                .delivery("n10", "mail", "delivered", 1, then.plusSeconds(1), null)
                .delivery("n10", "syslog", "delivered", 1, then.plusSeconds(1), null)
                .notice("n11", good, "e1", Kind.HEALED, then.plusSeconds(30))
                .delivery("n11", "mail", "delivered", 3, then.plusSeconds(90), "connection refused")
                .notice("n12", good, "e1", Kind.RECOVERY, then.plusSeconds(30))
                .delivery("n12", "mail", "failed", 1, then.plusSeconds(31), "mail server answered 550 no such user")
                .delivery("n12", "webhook", "withdrawn", 0, then.plusSeconds(31), "its problem was never delivered");
        List<Finding> late = List.of(receiver(3, State.WARNING, 500), receiver(4, State.CRITICAL, 700));
        into.ended(late.get(0), "e3", then.plusSeconds(900), then.plusSeconds(1800))
                .ended(late.get(1), "e4", then.plusSeconds(900), then.plusSeconds(1800))
                .notice(new Notice(
                        "n20",
                        Kind.PROBLEM,
                        "e-group",
                        finding(
                                CheckId.of("esm", "soc"),
                                "ESM soc",
                                State.CRITICAL,
                                Reason.STALE,
                                "2 checks: 1 critical, 1 warning",
                                null,
                                Limits.NONE),
                        then.plusSeconds(900),
                        then.plusSeconds(900),
                        new Notice.Origin("watch-1", 4711),
                        "esm.example",
                        new Notice.Marks(late, null, null, null, null)))
                .member("n20", "e3")
                .member("n20", "e4")
                .delivery("n20", "mail", "delivered", 1, then.plusSeconds(901), null);
        Finding drill = finding(
                CheckId.of("freshwatch", "drill"), "drill", State.OK, Reason.UP, "this is a drill", null, Limits.NONE);
        into.notice("n30", drill, "e-drill", Kind.DRILL, then.minusSeconds(7200));
    }

    static ListedSamples samples() {
        ListedSamples samples = new ListedSamples();
        Instant start = NOW.minus(Duration.ofHours(24));
        for (Finding finding : esm()) {
            for (int look = 0; look < 144; look++) {
                Instant at = start.plus(EVERY.multipliedBy(look)).plusSeconds(60);
                boolean last = look > 140 && finding.state() != State.OK;
                boolean unjudged = finding.name().startsWith("ERC-4") && look > 70 && look < 79;
                long age = (long)
                        (120 + 110 * Math.sin(look / 9.0 + finding.check().hashCode() % 7));
                if (look > 20 && look < 30 && finding.name().startsWith("ERC-5")) {
                    age = 400 + (look - 20) * 100L;
                }
                samples.add(
                        finding.check(),
                        at,
                        unjudged ? State.UNKNOWN : last ? finding.state() : age > 600 ? State.CRITICAL : State.OK,
                        finding.age() == null || unjudged
                                ? null
                                : last ? finding.age().toSeconds() : Long.valueOf(age),
                        finding.limits());
            }
        }
        for (Finding finding : misp()) {
            for (int look = 60; look < 288; look++) {
                samples.add(
                        finding.check(),
                        start.plus(Duration.ofMinutes(5L * look)).plusSeconds(30),
                        look > 270 ? finding.state() : State.OK,
                        null,
                        finding.limits());
            }
        }
        return samples;
    }
}
