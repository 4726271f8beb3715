package dev.freshwatch.cli;

import dev.freshwatch.report.ExplainJson;
import dev.freshwatch.report.ExplainText;
import dev.freshwatch.report.Explanation;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains why a check is in its state. Reads only the store. */
@Command(
        name = "explain",
        description =
                "Explains a check: what was last seen, which settings are in force and where they come from, who was"
                        + " told, and what would change the state. Contacts nobody; works with and without a running watch.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:explained", "3:there is no such check, more than one, or no store that can be read"})
final class ExplainCommand implements Callable<Integer> {

    enum Output {
        text,
        json
    }

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "CHECK", description = "Its id or name, such as esm/soc/alarms or 'ERC-1 events'.")
    private String check;

    @Option(names = "--output", defaultValue = "text", description = "${COMPLETION-CANDIDATES} (default: text).")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        Explanation explanation = StoreAccess.the(config, beside -> Explanation.of(beside.view(), check));
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.json) {
            out.println(ExplainJson.of(explanation));
        } else {
            out.print(new ExplainText(explanation, ZoneId.systemDefault()).text());
        }
        out.flush();
        return 0;
    }
}
