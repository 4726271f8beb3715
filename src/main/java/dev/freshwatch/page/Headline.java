package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.OpenProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first line of the first page: the answer to "is anything blind, and who knows?". */
final class Headline {

    private static final Set<Reason> BLIND = Set.of(Reason.STALE, Reason.SILENT);

    /** Reasons whose word does not follow "is". */
    private static final Set<Reason> NO_ADJECTIVE = Set.of(Reason.FAILED, Reason.TIMEOUT, Reason.OFF, Reason.FUTURE);

    private final NowData data;
    private final List<Finding> all;
    private final List<Finding> bad;
    private final List<Finding> unknown;

    Headline(NowData data) {
        this.data = data;
        all = data.findings();
        bad = all.stream()
                .filter(finding -> finding.state() == State.CRITICAL || finding.state() == State.WARNING)
                .toList();
        unknown =
                all.stream().filter(finding -> finding.state() == State.UNKNOWN).toList();
    }

    /** The worst state of all checks; unknown where nothing is known. */
    State mood() {
        if (!data.status().watched() || isNothingSeen()) {
            return State.UNKNOWN;
        }
        State known = all.stream().map(Finding::state).max(State.byWeight()).orElseThrow();
        return known == State.OK && !data.unseen().isEmpty() ? State.UNKNOWN : known;
    }

    /** The watch looks at itself before any platform has answered: that it is well says nothing of them. */
    private boolean isNothingSeen() {
        return bad.isEmpty()
                && all.stream().allMatch(finding -> finding.check().value().startsWith("freshwatch/"));
    }

    /** A few words for the title of the window. */
    String title() {
        if (!data.status().watched()) {
            return "No watch is running";
        }
        if (isNothingSeen()) {
            return "Nothing looked at yet";
        }
        if (!bad.isEmpty()) {
            return bad.size() + " " + adjective();
        }
        if (!unknown.isEmpty()) {
            return unknown.size() + " unknown";
        }
        return data.unseen().isEmpty() ? all.size() + " fresh" : data.unseen().size() + " not looked at yet";
    }

    Sentence line() {
        Sentence.Builder text = Sentence.begin();
        if (!data.status().watched()) {
            return noWatch(text);
        }
        if (isNothingSeen()) {
            String what = all.isEmpty() ? "Nothing" : "No platform and no service";
            return text.strong("unknown", what + " has been looked at yet.").done();
        }
        if (bad.isEmpty() && unknown.isEmpty()) {
            return allFresh(text);
        }
        if (!bad.isEmpty()) {
            bad(text);
        }
        if (!unknown.isEmpty()) {
            unknown(text);
        }
        if (!data.unseen().isEmpty()) {
            text.add(" ").strong("unknown", unseen());
        }
        return text.done();
    }

    private Sentence allFresh(Sentence.Builder text) {
        if (data.unseen().isEmpty()) {
            return text.strong(
                            "ok",
                            all.size() == 1 ? "The only check is fresh." : "All " + all.size() + " checks are fresh.")
                    .done();
        }
        return text.strong("unknown", unseen())
                .add(all.size() == 1 ? " The other check is fresh." : " The other " + all.size() + " checks are fresh.")
                .done();
    }

    /** Nothing is known of these; that is no good answer. */
    private String unseen() {
        List<String> unseen = data.unseen();
        return unseen.size() == 1
                ? unseen.get(0) + " has not been looked at yet."
                : unseen.size() + " platforms and services have not been looked at yet.";
    }

    private Sentence noWatch(Sentence.Builder text) {
        Optional<Instant> last = all.stream().map(Finding::observedAt).max(Comparator.naturalOrder());
        text.strong("unknown", "No watch is running" + (last.isPresent() ? ":" : "."));
        last.ifPresent(time -> text.add(" this is of ").time(time).add("."));
        return text.done();
    }

    private void bad(Sentence.Builder text) {
        String style = bad.stream().anyMatch(finding -> finding.state() == State.CRITICAL) ? "critical" : "warning";
        String count = bad.size() + " of " + all.size() + (bad.size() == 1 ? " is " : " are ") + adjective();
        if (bad.size() > 1) {
            text.strong(style, count + ".");
            return;
        }
        Finding one = bad.get(0);
        text.strong(style, count + ":").add(" ").link(PageLinks.check(one.check()), CheckName.of(one));
        Optional<OpenProblem> problem = problem(one);
        length(one, problem).ifPresent(length -> text.add(", for " + Ages.words(length)));
        text.add("; ");
        if (problem.isEmpty()) {
            text.add("not confirmed yet, so nobody was told");
        } else {
            text.add(ToldText.shortest(data.told().getOrDefault(one.check(), List.of())));
        }
        text.add(".");
    }

    /** A problem that was seen before nothing could be seen any more: unknown does not end it. */
    private Optional<OpenProblem> openBefore(Finding finding) {
        return problem(finding).filter(problem -> problem.state() != State.UNKNOWN);
    }

    private String stillOpen() {
        long open = unknown.stream().filter(one -> openBefore(one).isPresent()).count();
        return open == 0 ? "" : ", " + open + " of them with an open problem";
    }

    private Optional<OpenProblem> problem(Finding finding) {
        return data.status().problems().stream()
                .filter(problem -> problem.check().equals(finding.check()))
                .findFirst();
    }

    /** What is not seen is as old as the newest record; anything else as old as the problem. */
    private Optional<Duration> length(Finding finding, Optional<OpenProblem> problem) {
        if (finding.age() != null && BLIND.contains(finding.reason())) {
            return Optional.of(finding.age());
        }
        return problem.map(open -> Duration.between(open.since(), data.status().at()));
    }

    private String adjective() {
        if (bad.stream().allMatch(finding -> BLIND.contains(finding.reason()))) {
            return bad.stream().allMatch(finding -> finding.state() == State.CRITICAL) ? "blind" : "not fresh";
        }
        List<Reason> reasons = bad.stream().map(Finding::reason).distinct().toList();
        return reasons.size() > 1 || NO_ADJECTIVE.contains(reasons.get(0))
                ? "not ok"
                : reasons.get(0) == Reason.MAINTENANCE
                        ? "in maintenance"
                        : reasons.get(0).word();
    }

    private void unknown(Sentence.Builder text) {
        boolean alone = bad.isEmpty();
        String count = unknown.size() + (alone ? " of " + all.size() : "") + " cannot be judged";
        if (!alone) {
            text.add(" ").strong("unknown", count + stillOpen() + ".");
            return;
        }
        if (unknown.size() > 1) {
            text.strong("unknown", count + stillOpen() + ".");
        } else {
            Finding one = unknown.get(0);
            text.strong("unknown", count + ":").add(" ").link(PageLinks.check(one.check()), CheckName.of(one));
            openBefore(one).ifPresent(open -> text.add(", "
                            + open.state().word() + " for "
                            + Ages.words(
                                    Duration.between(open.since(), data.status().at()))
                            + " as far as is known; ")
                    .add(ToldText.shortest(data.told().getOrDefault(one.check(), List.of()))));
            text.add(".");
        }
        int rest = all.size() - unknown.size();
        if (rest > 0) {
            text.add(rest == 1 ? " The other one is fresh." : " The other " + rest + " are fresh.");
        }
    }
}
