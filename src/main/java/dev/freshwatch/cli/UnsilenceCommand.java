package dev.freshwatch.cli;

import dev.freshwatch.alert.Silence;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.history.SilenceTable;
import dev.freshwatch.report.TimeText;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a silence early. */
@Command(
        name = "unsilence",
        description = "Ends a silence early.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "3:refused, or there is no such silence"})
final class UnsilenceCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "GLOB", description = "The pattern of the silence; freshwatch status shows it.")
    private String glob;

    @Mixin
    private ByOption by;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        return StoreAccess.the(config, beside -> {
            SilenceTable silences = new SilenceTable(beside.store());
            int ended = silences.end(glob, by.who());
            if (ended == 0) {
                throw new CommandFailure(
                        "freshwatch: there is no silence of " + PlainText.name(glob) + "\n" + inForce(silences.open()));
            }
            spec.commandLine()
                    .getOut()
                    .println("Ended " + (ended == 1 ? "the silence" : ended + " silences") + " of " + glob + ".");
            return 0;
        });
    }

    private static String inForce(List<Silence> silences) {
        return silences.isEmpty()
                ? "No silence is in force."
                : "In force:\n"
                        + silences.stream()
                                .map(silence -> "  " + silence.glob() + " until " + TimeText.text(silence.ends()))
                                .collect(Collectors.joining("\n"));
    }
}
