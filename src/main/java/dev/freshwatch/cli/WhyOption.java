package dev.freshwatch.cli;

import dev.freshwatch.freshness.PlainText;
import picocli.CommandLine.Option;

/** Why somebody does something, and who. */
final class WhyOption {

    private static final int LONGEST = 1000;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; others see it in status.")
    private String reason;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who says so (default: the user of this command).")
    private String who;

    /** One harmless line. */
    String reason() throws CommandFailure {
        if (reason.isBlank()) {
            throw new CommandFailure("freshwatch: --reason is empty; say why in a few words");
        }
        return PlainText.line(reason.strip(), LONGEST);
    }

    String who() {
        return PlainText.name(who.strip());
    }
}
