package dev.freshwatch.page;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.history.EpisodeQuery.Latest;
import dev.freshwatch.history.Look;
import dev.freshwatch.report.BelievedLook;
import dev.freshwatch.report.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The state of a check in words: what, since when, who has been told, and whether it reached them. */
final class CheckStory {

    private final Explanation of;
    private final Finding finding;

    CheckStory(Explanation of) {
        this.of = of;
        this.finding = believed(of.look());
    }

    private Finding believed(Look look) {
        return BelievedLook.shown(look, of.at(), of.watched()).finding();
    }

    /** The state that can be shown for now: unknown where the last look is too old. */
    State state() {
        return finding.state();
    }

    Sentence headline() {
        String name = CheckName.of(finding);
        String text = PlainText.name(finding.text());
        return Sentence.begin()
                .add(name + ": ")
                .strong(finding.state().word(), text)
                .add(".")
                .done();
    }

    List<Sentence> lines() {
        List<Sentence> lines = new ArrayList<>();
        if (finding.state() != of.look().finding().state()) {
            lines.add(believedNoMore());
        }
        lines.add(problem());
        if (of.problem() != null) {
            lines.add(told());
        }
        if (of.silenced() != null) {
            lines.add(Sentence.of(capital(PlainText.name(of.silenced().words())) + ", until ")
                    .time(of.silenced().until())
                    .add(": no notices before that.")
                    .done());
        }
        if (of.acknowledged() != null) {
            lines.add(acknowledged(of.acknowledged()));
        }
        Finding parent = of.parent() == null ? null : believed(of.parent());
        if (parent != null && parent.state() != State.OK) {
            lines.add(Sentence.of("It depends on ")
                    .link(PageLinks.check(parent.check()), CheckName.of(parent))
                    .add(", which is ")
                    .strong(parent.state().word(), parent.state().word())
                    .add(".")
                    .done());
        }
        lines.add(looked());
        return lines;
    }

    private Sentence believedNoMore() {
        Finding last = of.look().finding();
        return Sentence.of("The last look, ")
                .time(last.observedAt())
                .add(", found it ")
                .strong(last.state().word(), last.state().word())
                .add(": " + PlainText.name(last.text()) + ". Nobody knows what it is now.")
                .done();
    }

    private Sentence problem() {
        Latest problem = of.problem();
        State state = finding.state();
        if (problem == null) {
            return Sentence.of(
                            state == State.OK
                                    ? "There was no problem as far as is remembered."
                                    : "No problem is open: " + notYet())
                    .done();
        }
        if (problem.closed() == null) {
            Sentence.Builder text = Sentence.of("A problem since ")
                    .time(problem.since())
                    .add(", for " + Ages.words(Duration.between(problem.since(), of.at())));
            return text.add(state == State.OK ? "; ok at the last look, which does not end it yet." : ".")
                    .done();
        }
        Sentence.Builder text =
                state == State.OK ? Sentence.begin() : Sentence.of("No problem is open: " + notYet() + " ");
        return text.add("The last problem lasted from ")
                .time(problem.since())
                .add(" until ")
                .time(problem.closed())
                .add(", " + Ages.words(Duration.between(problem.since(), problem.closed())) + ".")
                .done();
    }

    private String notYet() {
        return of.look().confirmed()
                ? "nothing was announced."
                : "this was not seen in enough looks in a row to be announced.";
    }

    private Sentence told() {
        Sentence.Builder text = Sentence.of(of.problem().closed() == null ? "Told: " : "Told then: ");
        return text.add(ToldText.all(of.deliveries())).add(".").done();
    }

    private static Sentence acknowledged(Acknowledgement acknowledged) {
        Sentence.Builder text = Sentence.of("Acknowledged by " + PlainText.name(acknowledged.madeBy()) + ": "
                + PlainText.name(acknowledged.reason()));
        if (acknowledged.ends() != null) {
            text.add(", until ").time(acknowledged.ends());
        }
        return text.add(": no reminders.").done();
    }

    private Sentence looked() {
        Look look = of.look();
        Finding last = look.finding();
        Sentence.Builder text = Sentence.of("Looked at ").time(last.observedAt());
        if (last.response() != null) {
            text.add(", answered in " + ResponsePlot.millis(last.response()));
        }
        if (last.lastActivity() != null) {
            text.add("; the newest record is of ").time(last.lastActivity());
        }
        Instant next = look.next().orElse(null);
        if (!of.watched()) {
            text.add("; no watch is running");
        } else if (next != null) {
            text.add(next.isBefore(of.at()) ? "; the next look was due " : "; next look ")
                    .time(next);
        }
        return text.add(".").done();
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
