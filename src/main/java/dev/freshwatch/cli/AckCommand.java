package dev.freshwatch.cli;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.AcknowledgementTable;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.history.OpenProblemsQuery;
import dev.freshwatch.report.CheckResolver;
import dev.freshwatch.report.TimeText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Acknowledges a problem. */
@Command(
        name = "ack",
        description = "Suppresses reminders of a problem. You are still notified if it gets worse or better.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "3:refused, or the check has no open problem"})
final class AckCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "CHECK", description = "Its id or name, such as esm/soc/alarms or 'ERC-1 events'.")
    private String check;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationOption.class,
            description = "Maximum time (default: 24h); it ends with the problem in any case.")
    private Duration length;

    @Mixin
    private WhyOption why;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        String reason = why.reason();
        return StoreAccess.the(config, beside -> {
            CheckId id = new CheckResolver(LookTable.all(beside.store())).resolveOrId(check);
            Acknowledgement made = new AcknowledgementTable(beside.store())
                    .add(id, length, reason, why.who())
                    .orElseThrow(
                            () -> new CommandFailure("freshwatch: " + id + " has no open problem\n" + open(beside)));
            spec.commandLine()
                    .getOut()
                    .println("Acknowledged " + id + ": no reminders until " + TimeText.text(made.ends())
                            + ", or until the problem ends.");
            return 0;
        });
    }

    private static String open(StoreAccess beside) {
        List<OpenProblem> problems =
                new OpenProblemsQuery(beside.store(), beside.config().maintenances()).all();
        return problems.isEmpty()
                ? "No problem is open."
                : "Open:\n"
                        + problems.stream()
                                .map(problem -> "  " + problem.check() + " since " + TimeText.text(problem.since()))
                                .collect(Collectors.joining("\n"));
    }
}
