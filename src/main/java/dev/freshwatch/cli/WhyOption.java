package dev.freshwatch.cli;

import dev.freshwatch.freshness.PlainText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the reason of a change and who makes it. */
final class WhyOption {

    private static final int LONGEST = 1000;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; others see it in status.")
    private String reason;

    @Mixin
    private ByOption by;

    /** The reason as one sanitized line. */
    String reason() throws CommandFailure {
        if (reason.isBlank()) {
            throw new CommandFailure("freshwatch: --reason is empty; give a reason in a few words");
        }
        return PlainText.line(reason.strip(), LONGEST);
    }

    String who() {
        return by.who();
    }
}
