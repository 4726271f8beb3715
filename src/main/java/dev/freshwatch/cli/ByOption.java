package dev.freshwatch.cli;

import dev.freshwatch.freshness.PlainText;
import picocli.CommandLine.Option;

/** The option for who makes a change. */
final class ByOption {

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Your name (default: the user that runs this command).")
    private String who;

    /** The name as one sanitized line. */
    String who() {
        return PlainText.name(who.strip());
    }
}
