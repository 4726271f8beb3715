package dev.freshwatch.report;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.report.Status.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** {@code status} as a table. */
public final class StatusTable {

    private final Status status;
    private final ZoneId zone;

    private final boolean problemsOnly;

    /** @param problemsOnly without the checks that have no open problem */
    public StatusTable(Status status, ZoneId zone, boolean problemsOnly) {
        this.status = status;
        this.zone = zone;
        this.problemsOnly = problemsOnly;
    }

    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(status.watched() ? "The watch is running." : "No watch is running on this store.");
        problems(lines);
        if (!problemsOnly) {
            checks(lines);
        }
        silences(lines);
        outboxes(lines);
        return String.join("\n", lines) + "\n";
    }

    private void problems(List<String> lines) {
        lines.add("");
        lines.add(status.problems().isEmpty() ? "No problem is open." : "OPEN PROBLEMS");
        List<List<String>> rows = new ArrayList<>();
        FewOfEachList few = new FewOfEachList();
        List<OpenProblem> shown = status.problems().stream()
                .filter(problem -> few.admits(problem.check()))
                .toList();
        for (OpenProblem problem : shown) {
            String since = TimeText.text(problem.since(), zone) + ", " + age(problem.since());
            rows.add(List.of(problem.state().word(), problem.check().value(), since, message(problem)));
        }
        List<String> table = AlignedColumns.of(rows);
        for (int at = 0; at < table.size(); at++) {
            lines.add(table.get(at));
            notes(shown.get(at)).forEach(note -> lines.add("          " + note));
        }
        lines.addAll(few.leftOut());
    }

    private void checks(List<String> lines) {
        lines.add("");
        if (status.looks().isEmpty()) {
            lines.add("No check was made so far.");
            return;
        }
        lines.add("CHECKS");
        FewOfEachList few = new FewOfEachList();
        lines.addAll(AlignedColumns.of(new StatusChecks(status.at(), status.watched()).rows(status.looks(), few)));
        lines.addAll(few.leftOut());
        long leftOut = StatusChecks.leftOut(status.looks());
        if (leftOut > 0) {
            lines.add("… and " + leftOut + " more ok; --output json shows all of them");
        }
    }

    private static String message(OpenProblem problem) {
        return problem.message() == null ? problem.name() : problem.message();
    }

    private List<String> notes(OpenProblem problem) {
        List<String> notes = new ArrayList<>();
        if (problem.flapping()) {
            notes.add("flapping: no further notices until it settles");
        }
        if (problem.told() == null) {
            notes.add("no notice was sent so far");
        }
        if (problem.silenced() != null) {
            notes.add("silenced until " + TimeText.text(problem.silenced().until(), zone)
                    + by(problem.silenced().by(), problem.silenced().reason()));
        }
        if (problem.acknowledged() != null) {
            Instant ends = problem.acknowledged().ends();
            notes.add("acknowledged until " + (ends == null ? "it ends" : TimeText.text(ends, zone))
                    + by(problem.acknowledged().madeBy(), problem.acknowledged().reason()));
        }
        return notes;
    }

    private void silences(List<String> lines) {
        if (status.quiet().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("SILENCED");
        List<List<String>> rows = new ArrayList<>();
        for (Quiet quiet : status.quiet()) {
            rows.add(List.of(
                    quiet.glob(),
                    "until " + TimeText.text(quiet.until(), zone) + (quiet.heal() ? "" : ", no healing")
                            + by(quiet.by(), quiet.reason())));
        }
        lines.addAll(AlignedColumns.of(rows));
    }

    private static String by(String who, String reason) {
        return " by " + who + (reason == null ? "" : ": " + reason);
    }

    private void outboxes(List<String> lines) {
        lines.add("");
        if (status.sinks().isEmpty()) {
            lines.add("No sink is enabled: nobody is notified of problems.");
        }
        if (!status.outboxes().isEmpty()) {
            lines.add("OUTBOXES");
        }
        List<List<String>> rows = new ArrayList<>();
        for (SinkHealth outbox : status.outboxes()) {
            String waiting = outbox.pending() == 0
                    ? "nothing waits"
                    : outbox.pending()
                            + (outbox.pending() == 1 ? " waits, for " : " wait, the oldest for ")
                            + age(outbox.oldest());
            rows.add(List.of(outbox.sink(), waiting, trouble(outbox)));
        }
        lines.addAll(AlignedColumns.of(rows));
    }

    private String trouble(SinkHealth outbox) {
        List<String> words = new ArrayList<>();
        if (outbox.failingSince() != null) {
            words.add("failing since " + TimeText.text(outbox.failingSince(), zone) + ": " + outbox.reason());
        } else if (outbox.stuck() != null) {
            words.add("last failure: " + outbox.stuck().reason());
        }
        if (outbox.refused() != null) {
            words.add("gave up a notice of " + outbox.refused().check() + " at "
                    + TimeText.text(outbox.refused().at(), zone) + ": "
                    + outbox.refused().reason());
        }
        return String.join("; ", words);
    }

    private String age(Instant since) {
        return Ages.words(Duration.between(since, status.at()));
    }
}
