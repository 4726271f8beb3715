package dev.freshwatch.report;

import dev.freshwatch.alert.AppliedSetting;
import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.EpisodeQuery.Latest;
import dev.freshwatch.outbox.DeliveryRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code explain} for people. */
public final class ExplainText {

    private final Explanation explanation;
    private final ZoneId zone;
    private final List<Section> sections = new ArrayList<>();

    /**
     * Lines of one kind.
     *
     * @param title in capitals
     */
    public record Section(String title, List<String> lines) {}

    public ExplainText(Explanation explanation, ZoneId zone) {
        this.explanation = explanation;
        this.zone = zone;
    }

    public String text() {
        Finding finding = explanation.look().finding();
        List<String> lines = new ArrayList<>();
        lines.add(finding.check() + "  " + PlainText.name(finding.name()));
        lines.add(finding.state().word() + ", " + finding.reason().word() + ": " + PlainText.name(finding.message()));
        for (Section section : sections()) {
            lines.add("");
            lines.add(section.title());
            section.lines().forEach(line -> lines.add("  " + line));
        }
        return String.join("\n", lines) + "\n";
    }

    /** All that follows the first two lines; none is empty. */
    public List<Section> sections() {
        sections.clear();
        lastLook(explanation.look().finding());
        settings();
        looks();
        surroundings();
        notices();
        section("WHAT NEXT", new Outlook(explanation, zone).lines());
        return List.copyOf(sections);
    }

    private void section(String title, List<String> content) {
        if (!content.isEmpty()) {
            sections.add(new Section(title, List.copyOf(content)));
        }
    }

    private void lastLook(Finding finding) {
        List<String> rows = new ArrayList<>();
        String took = finding.response() == null
                ? ""
                : ", answered in " + finding.response().toMillis() + " ms";
        rows.add("last look:     " + time(finding.observedAt()) + took);
        if (finding.lastActivity() != null) {
            String by =
                    finding.foundBy() == null ? "" : ", by " + finding.foundBy().words();
            rows.add("newest record: " + time(finding.lastActivity()) + by);
        }
        if (explanation.look().isOverdue(explanation.at())) {
            rows.add("next look:     overdue; it is due every "
                    + Ages.limit(explanation.look().every()));
        } else if (explanation.watched()) {
            explanation.look().next().ifPresent(next -> rows.add("next look:     " + time(next)));
        }
        section("LAST LOOK", rows);
    }

    private void settings() {
        List<AppliedSetting> settings = explanation.look().settings();
        List<String> rows = new ArrayList<>(settings.stream()
                .map(setting -> row(setting.name(), setting.value(), setting.origin()))
                .toList());
        Finding finding = explanation.look().finding();
        if (settings.stream().noneMatch(setting -> setting.name().equals("error-after"))
                && finding.limits().errorAfter() != null) {
            rows.add(0, row("critical after", Ages.limit(finding.limits().errorAfter()), "given by the check itself"));
        }
        if (settings.stream().noneMatch(setting -> setting.name().equals("warn-after"))
                && finding.limits().warnAfter() != null) {
            rows.add(0, row("warning after", Ages.limit(finding.limits().warnAfter()), "given by the check itself"));
        }
        if (explanation.isOfEarlierConfiguration()) {
            rows.add("A later configuration is in force since " + time(explanation.configured())
                    + "; the next look will use it.");
            section("SETTINGS OF THE LAST LOOK", rows);
        } else {
            section("SETTINGS IN FORCE", rows);
        }
    }

    private static String row(String name, String value, String origin) {
        return String.format(Locale.ROOT, "%-14s %-10s %s", name, value, origin);
    }

    private void looks() {
        String recent = explanation.look().recent().stream().map(State::word).collect(Collectors.joining(" "));
        State confirmed = explanation.state().confirmed();
        section(
                "LAST LOOKS, LATEST LAST",
                List.of(recent, "confirmed: " + (confirmed == null ? "nothing yet" : confirmed.word())));
    }

    private void surroundings() {
        List<String> rows = new ArrayList<>();
        if (explanation.parent() != null) {
            rows.add("depends on " + explanation.parent().check() + ", which is "
                    + explanation.parent().finding().state().word());
        }
        if (explanation.silenced() != null) {
            rows.add(PlainText.name(explanation.silenced().words()) + ", until "
                    + time(explanation.silenced().until()));
        }
        if (explanation.acknowledged() != null) {
            rows.add("acknowledged by " + explanation.acknowledged().madeBy() + ": "
                    + explanation.acknowledged().reason());
        }
        section("SURROUNDINGS", rows);
    }

    private void notices() {
        Latest problem = explanation.problem();
        if (problem == null) {
            section("NOTICES", List.of("There was no problem so far, so no notice was sent."));
            return;
        }
        List<String> rows = new ArrayList<>();
        rows.add(
                problem.closed() == null
                        ? "problem since " + time(problem.since())
                        : "last problem: " + time(problem.since()) + " to " + time(problem.closed()));
        if (explanation.deliveries().isEmpty()) {
            rows.add("no notice was sent");
        }
        explanation.deliveries().forEach(delivery -> rows.add(row(delivery)));
        section("NOTICES", rows);
    }

    private String row(DeliveryRecord delivery) {
        String kind = delivery.kind().name().toLowerCase(Locale.ROOT);
        String made = TimeText.text(delivery.madeAt(), zone) + "  " + kind;
        if (delivery.sink() == null) {
            return made + " to no sink";
        }
        StringBuilder text = new StringBuilder(made + " to " + delivery.sink() + ": " + delivery.state());
        if (delivery.settled() != null) {
            text.append(" at ").append(TimeText.text(delivery.settled(), zone));
        }
        if (delivery.attempts() != 1 || delivery.settled() == null) {
            text.append(", ").append(delivery.attempts()).append(delivery.attempts() == 1 ? " try" : " tries");
        }
        if (delivery.reason() != null) {
            text.append("; last failure: ").append(PlainText.name(delivery.reason()));
        }
        return text.toString();
    }

    private String time(Instant at) {
        Duration since = Duration.between(at, explanation.at());
        return TimeText.text(at, zone)
                + (since.isNegative()
                        ? " (in " + Ages.words(since.negated()) + ")"
                        : " (" + Ages.words(since) + " ago)");
    }
}
