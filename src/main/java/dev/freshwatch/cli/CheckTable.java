package dev.freshwatch.cli;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Formats findings as a table. */
final class CheckTable {

    private CheckTable() {}

    static String of(List<Finding> findings, Ansi ansi) {
        int checkWidth =
                width(findings.stream().map(finding -> finding.check().value()).toList(), 5);
        int ageWidth = width(findings.stream().map(CheckTable::age).toList(), 3);
        StringBuilder table = new StringBuilder();
        line(table, "STATE", "CHECK", checkWidth, "AGE", ageWidth, "REASON", "MESSAGE");
        for (Finding finding : findings) {
            StringBuilder row = new StringBuilder();
            line(
                    row,
                    finding.state().word(),
                    finding.check().value(),
                    checkWidth,
                    age(finding),
                    ageWidth,
                    finding.reason().word(),
                    finding.message());
            int wordEnd = finding.state().word().length();
            table.append(coloured(finding.state(), row.substring(0, wordEnd), ansi))
                    .append(row, wordEnd, row.length());
        }
        return table.toString();
    }

    private static void line(
            StringBuilder to,
            String state,
            String check,
            int checkWidth,
            String age,
            int ageWidth,
            String reason,
            String message) {
        to.append(pad(state, 8))
                .append("  ")
                .append(pad(check, checkWidth))
                .append("  ")
                .append(pad(age, ageWidth))
                .append("  ")
                .append(pad(reason, 12))
                .append("  ")
                .append(message)
                .append('\n');
    }

    private static String age(Finding finding) {
        return finding.age() == null ? "-" : Ages.words(finding.age());
    }

    private static int width(List<String> texts, int least) {
        return Math.max(least, texts.stream().mapToInt(String::length).max().orElse(0));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Color only on terminals; the words carry the meaning. The text is ours and contains no markup. */
    private static String coloured(State state, String word, Ansi ansi) {
        String style =
                switch (state) {
                    case OK -> "green";
                    case WARNING -> "yellow";
                    case CRITICAL -> "bold,red";
                    case UNKNOWN -> "magenta";
                };
        return ansi.string("@|" + style + " " + word + "|@");
    }
}
