package dev.freshwatch.cli;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Formats findings for the monitoring plugins: a status line with performance data, then the long output. The
 * performance data are ages in seconds, with the limits in force.
 */
final class NagiosText {

    private NagiosText() {}

    /** @param remarks lines after the findings, because plugin runners often discard standard error */
    static String of(List<Finding> findings, State worst, List<String> remarks) {
        String perfdata = findings.stream()
                .filter(finding -> finding.age() != null)
                .map(NagiosText::perfdata)
                .collect(Collectors.joining(" "));
        StringBuilder text = new StringBuilder("FRESHWATCH ")
                .append(worst.name().toUpperCase(Locale.ROOT))
                .append(" - ")
                .append(summary(findings))
                .append(worstMessage(findings));
        if (!perfdata.isEmpty()) {
            text.append(" | ").append(perfdata);
        }
        text.append('\n');
        for (Finding finding : findings) {
            text.append('[')
                    .append(finding.state().name())
                    .append("] ")
                    .append(finding.check())
                    .append(" ")
                    .append(finding.reason().word())
                    .append(": ")
                    .append(plain(finding.message()))
                    .append('\n');
        }
        remarks.forEach(line -> text.append(plain(line)).append('\n'));
        return text.toString();
    }

    private static String summary(List<Finding> findings) {
        return List.of(State.CRITICAL, State.UNKNOWN, State.WARNING, State.OK).stream()
                .map(state -> findings.stream()
                                .filter(finding -> finding.state() == state)
                                .count() + " " + state.word())
                .collect(Collectors.joining(", "));
    }

    private static String worstMessage(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.state() != State.OK)
                .max(Comparator.comparing(Finding::state, State.byWeight()))
                .map(finding -> "; " + plain(finding.message()))
                .orElse("");
    }

    private static String perfdata(Finding finding) {
        return "'" + finding.check().value().replace("'", "''") + "'="
                + finding.age().toSeconds() + "s;" + seconds(finding.limits().warnAfter()) + ";"
                + seconds(finding.limits().errorAfter()) + ";0";
    }

    private static String seconds(Duration limit) {
        return limit == null ? "" : String.valueOf(limit.toSeconds());
    }

    /** A bar starts the performance data, so no text may contain one. */
    private static String plain(String message) {
        return message.replace('|', '/');
    }
}
