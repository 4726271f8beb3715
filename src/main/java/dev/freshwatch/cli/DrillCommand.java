package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillRun;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.freshness.Ages;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sends a drill, to check that notices reach their recipients. */
@Command(
        name = "drill",
        description = "Sends a notice marked DRILL through every enabled sink, like any other notice, and shows the"
                + " result. Works with or without a running watch.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every enabled sink accepted it",
            "2:at least one did not, or none is enabled",
            "3:the configuration is refused, or the store cannot be used"
        })
final class DrillCommand implements Callable<Integer> {

    private static final int MISSED = 2;

    enum Output {
        table,
        json
    }

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "How long to wait for the sinks (default: 30s).")
    private Duration timeout;

    @Option(names = "--output", defaultValue = "table", description = "${COMPLETION-CANDIDATES} (default: table).")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ConfigAndRoutes prepared = config.read();
        Logging.quiet(prepared.loaded().settings().log());
        PrintWriter err = spec.commandLine().getErr();
        try (Signals signals = new Signals();
                DrillRun drillRun = DrillRun.open(prepared.loaded(), prepared.routes())) {
            if (!drillRun.isBesideAWatch()) {
                err.println(
                        "No watch is running, so the sinks are started here. Other waiting notices may be sent too.");
            }
            List<DrillOutcome> outcomes;
            try (Progress progress = new Progress(err, "waiting for the sinks")) {
                outcomes = drillRun.send(timeout, signals::isAsked);
            }
            print(drillRun, outcomes);
            boolean good = !outcomes.isEmpty() && outcomes.stream().allMatch(DrillOutcome::isGood);
            return good ? 0 : MISSED;
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot send a drill: " + e.getMessage(), e);
        }
    }

    private void print(DrillRun drillRun, List<DrillOutcome> outcomes) {
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.json) {
            out.println(json(drillRun, outcomes));
        } else if (outcomes.isEmpty()) {
            out.println("No sink is enabled: nobody is notified of problems.");
        } else {
            outcomes.forEach(outcome -> out.printf(Locale.ROOT, "%-12s %s%n", outcome.sink(), words(outcome)));
        }
        out.flush();
    }

    private static String words(DrillOutcome outcome) {
        String result = word(outcome);
        return switch (outcome.result()) {
            case ACCEPTED -> result + after(outcome);
            case SENT -> result + after(outcome) + "; UDP cannot confirm it";
            case REFUSED, NO_ANSWER, NOT_ADDRESSED -> result + ": " + outcome.reason();
        };
    }

    private static String after(DrillOutcome outcome) {
        return outcome.took() == null ? "" : " after " + Ages.words(outcome.took());
    }

    /** {@code no answer} */
    private static String word(DrillOutcome outcome) {
        return outcome.result().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ObjectNode json(DrillRun drillRun, List<DrillOutcome> outcomes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", drillRun.noticeId());
        json.put("watch", drillRun.isBesideAWatch() ? "running" : "stopped");
        ArrayNode sinks = json.putArray("sinks");
        for (DrillOutcome outcome : outcomes) {
            sinks.addObject()
                    .put("sink", outcome.sink())
                    .put("result", word(outcome))
                    .put("reason", outcome.reason())
                    .put("attempts", outcome.attempts())
                    .put(
                            "millis",
                            outcome.took() == null ? null : outcome.took().toMillis());
        }
        return json;
    }
}
