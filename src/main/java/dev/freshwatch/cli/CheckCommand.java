package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sink.CheckJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one cycle now with what the watch has learnt; sends and stores nothing. */
@Command(
        name = "check",
        description = "Checks everything once and shows the results. Sends nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes (the worst of all checks; critical, unknown, warning, ok):%n",
        exitCodeList = {"0:ok", "1:warning", "2:critical", "3:unknown, or the configuration is refused"})
final class CheckCommand implements Callable<Integer> {

    enum Output {
        table,
        json,
        nagios
    }

    private static final String NOT_LEARNT =
            "warning: what the watch has learnt (workers, waiting jobs, expiry of keys) cannot be read and is not taken"
                    + " into account: ";

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description =
                    "Only the checks with these ids or names, such as 'esm/soc/events/*' or 'ERC-1*'; repeatable. Platforms"
                            + " that have none of them are not asked; the session check of those that are is always made.")
    private List<String> only = List.of();

    @Option(
            names = "--last",
            description =
                    "Shows the last results of the running watch, and asks nobody. What was not checked for more than"
                            + " twice its interval is unknown.")
    private boolean last;

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Output output;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationOption.class,
            description = "For everything together (default: 60s).")
    private Duration timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        for (String glob : only) {
            GlobText.checked("--only ", glob);
        }
        CheckFilter filter = CheckFilter.of(only);
        return last ? show(LastLooks.read(config, filter), List.of(), filter) : ask(filter);
    }

    private int ask(CheckFilter filter) throws Exception {
        ConfigAndRoutes prepared = config.read();
        Logging.quiet(prepared.loaded().settings().log());
        PrintWriter err = spec.commandLine().getErr();
        if (output == Output.table) {
            prepared.loaded().warnings().forEach(warning -> err.println("warning: " + warning.text()));
        }
        List<Finding> findings;
        Optional<String> notLearnt;
        try (Progress progress = new Progress(err, "asking");
                OneShotCheck oneShotCheck = OneShotCheck.open(prepared.loaded(), prepared.routes())) {
            findings = oneShotCheck.check(timeout, filter);
            notLearnt = oneShotCheck.notLearnt().map(NOT_LEARNT::concat);
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot ask: " + e.getMessage(), e);
        }
        return show(findings, notLearnt.stream().toList(), filter);
    }

    private int show(List<Finding> findings, List<String> warnings, CheckFilter filter) {
        PrintWriter err = spec.commandLine().getErr();
        List<String> remarks = new ArrayList<>(warnings);
        filter.withoutMatch(findings).stream().map(CheckCommand::matchesNothing).forEach(remarks::add);
        remarks.forEach(err::println);
        State worst = Stream.concat(
                        findings.stream().map(Finding::state),
                        // a requested check that does not exist cannot be judged
                        filter.withoutMatch(findings).stream().map(glob -> State.UNKNOWN))
                .max(State.byWeight())
                .orElse(State.UNKNOWN);
        print(findings, worst, remarks);
        return worst.exitCode();
    }

    private static String matchesNothing(String glob) {
        return "unknown: no check matches --only '" + PlainText.name(glob)
                + "'; freshwatch check without --only lists the ids and names";
    }

    private void print(List<Finding> findings, State worst, List<String> remarks) {
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case table -> out.print(CheckTable.of(findings, System.console() == null ? Ansi.OFF : Ansi.AUTO));
            case nagios -> out.print(NagiosText.of(findings, worst, remarks));
            case json -> {
                ObjectNode report = CheckJson.report(findings, worst, Instant.now());
                out.println(report);
            }
        }
        out.flush();
    }
}
