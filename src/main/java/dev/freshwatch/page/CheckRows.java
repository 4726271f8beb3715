package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.samples.SampleReader.Cell;
import gg.jte.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a row of each look, in the order of the page. Not thread-safe. */
final class CheckRows {

    /** A next look within this time of that of the platform is not worth its own words. */
    private static final Duration SAME = Duration.ofMinutes(1);

    /**
     * Links of heat strips to what was bad in them, on one page: a night that was bad for hundreds of checks would make it
     * twice as large. Beyond them a strip is one link, and says what was bad.
     */
    private static final int MOST_LINKS = 250;

    private final NowData data;
    private final HeatStrip strip;
    private final Map<CheckId, OpenProblem> problems;
    private final Set<String> shared;
    private int links = MOST_LINKS;

    CheckRows(NowData data, PageTimes times) {
        this.data = data;
        strip = new HeatStrip(data.heatFrom(), times);
        problems = data.status().problems().stream()
                .collect(Collectors.toMap(OpenProblem::check, Function.identity(), (one, other) -> one));
        Set<String> seen = new HashSet<>();
        shared = data.findings().stream()
                .map(Finding::name)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toSet());
    }

    /** @param next when the platform is looked at next; null = not known */
    CheckRow row(Look look, Instant next) {
        Finding finding = look.finding();
        boolean says = finding.age() == null || !isAged(finding);
        return new CheckRow(
                finding.state().word(),
                CheckName.of(finding),
                PageLinks.check(finding.check()),
                shared.contains(finding.name()) ? finding.check().value() : null,
                says ? PlainText.line(finding.text(), 200) : Ages.words(finding.age()),
                says,
                limit(finding.limits()),
                strip(finding.check()),
                finding.observedAt(),
                ownNext(look, next),
                notes(look));
    }

    /** Without a history there is nothing to draw: an empty strip would say that nobody looked. */
    private Content strip(CheckId check) {
        if (data.heatTrouble() != null) {
            return output -> output.writeContent("not known");
        }
        List<Cell> cells = data.heat().getOrDefault(check, List.of());
        links -= HeatStrip.links(cells);
        return strip.draw(check, cells, links >= 0);
    }

    private static boolean isAged(Finding finding) {
        return finding.reason() == Reason.FRESH || finding.reason() == Reason.STALE;
    }

    private Instant ownNext(Look look, Instant next) {
        if (!data.status().watched() || data.isLate(look)) {
            return null;
        }
        return look.next()
                .filter(own -> next == null || Duration.between(next, own).abs().compareTo(SAME) > 0)
                .orElse(null);
    }

    /** {@code 10 · 20 min}, {@code 30 s · 2 min}, {@code 30 min}. */
    static String limit(Limits limits) {
        if (limits.warnAfter() == null && limits.errorAfter() == null) {
            return "";
        }
        if (limits.warnAfter() == null || limits.errorAfter() == null) {
            return Ages.limit(limits.largest());
        }
        String[] warn = Ages.limit(limits.warnAfter()).split(" ");
        String error = Ages.limit(limits.errorAfter());
        boolean sameUnit = warn.length == 2 && error.matches("[0-9]+ " + warn[1]);
        return (sameUnit ? warn[0] : String.join(" ", warn)) + " · " + error;
    }

    private List<Sentence> notes(Look look) {
        List<Sentence> notes = new ArrayList<>();
        if (look.finding().state() != State.UNKNOWN && data.isLate(look)) {
            notes.add(Sentence.of("not checked since then").done());
        }
        OpenProblem problem = problems.get(look.check());
        if (problem != null) {
            problem(problem, look.finding().state(), notes);
        } else if (!look.confirmed() && look.finding().state() != State.OK) {
            notes.add(Sentence.of("not confirmed yet").done());
        }
        return notes;
    }

    private static void problem(OpenProblem problem, State now, List<Sentence> notes) {
        Sentence.Builder since =
                Sentence.of(now == problem.state() ? "since " : problem.state().word() + " since ");
        since.time(problem.since());
        if (problem.told() == null) {
            since.add(", nobody was told");
        }
        notes.add(since.done());
        if (problem.flapping()) {
            notes.add(Sentence.of("flapping: no notices until that stops").done());
        }
        if (problem.silenced() != null) {
            notes.add(Sentence.of("quiet until ")
                    .time(problem.silenced().until())
                    .add(" (" + by(problem.silenced().by(), problem.silenced().reason()) + ")")
                    .done());
        }
        if (problem.acknowledged() != null) {
            notes.add(Sentence.of("acknowledged "
                            + by(
                                    problem.acknowledged().madeBy(),
                                    problem.acknowledged().reason()))
                    .done());
        }
    }

    private static String by(String who, String reason) {
        return "by " + PlainText.name(who) + (reason == null ? "" : ": " + PlainText.name(reason));
    }
}
