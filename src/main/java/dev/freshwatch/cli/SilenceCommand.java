package dev.freshwatch.cli;

import dev.freshwatch.alert.Silence;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.history.SilenceTable;
import dev.freshwatch.report.TimeText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Suppresses notices for some checks. */
@Command(
        name = "silence",
        description =
                "Suppresses notices for these checks. They are still made; problems that remain at the end are notified then.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "3:refused"})
final class SilenceCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(
            paramLabel = "GLOB",
            description =
                    "On check ids or names, such as 'esm/soc/*' or 'ERC-1*': * stands for any text, slashes included.")
    private String glob;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "For how long, such as 2h.")
    private Duration length;

    @Option(names = "--no-heal", description = "No healing either: the workers of a MISP are not restarted.")
    private boolean noHeal;

    @Mixin
    private WhyOption why;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        String reason = why.reason();
        GlobText.checked("", glob);
        return StoreAccess.the(config, beside -> {
            List<Look> looks = LookTable.all(beside.store());
            List<CheckId> matched = matching(glob, looks);
            PrintWriter err = spec.commandLine().getErr();
            if (matched.isEmpty()) {
                err.println("warning: no check made so far matches '" + glob + "'; " + instead(looks));
            }
            if (noHeal && !matched.isEmpty() && matched.stream().noneMatch(SilenceCommand::isHealed)) {
                err.println("warning: --no-heal has no effect: only the workers of a MISP are healed, and " + glob
                        + " does not match misp/<name>/workers");
            }
            Silence silence = new SilenceTable(beside.store()).add(glob, length, reason, why.who(), !noHeal);
            spec.commandLine()
                    .getOut()
                    .println("Silenced " + glob + " (" + count(matched.size()) + ") until "
                            + TimeText.text(silence.ends()) + (noHeal ? "; no healing until then." : "."));
            return 0;
        });
    }

    private static List<CheckId> matching(String glob, List<Look> looks) {
        CheckFilter filter = CheckFilter.of(List.of(glob));
        return looks.stream()
                .filter(look -> filter.matches(look.finding()))
                .map(Look::check)
                .toList();
    }

    /** The name of a Receiver alone matches no check, because the name of a check is longer. */
    private String instead(List<Look> looks) {
        String longer = glob + "*";
        int checks = matching(longer, looks).size();
        return checks == 0
                ? "freshwatch status lists ids and names"
                : "'" + longer + "' would match " + count(checks) + ". To end this silence: freshwatch unsilence '"
                        + glob + "'";
    }

    private static boolean isHealed(CheckId check) {
        return check.value().matches("misp/[^/]+/workers");
    }

    private static String count(int checks) {
        return checks == 1 ? "1 check" : checks + " checks";
    }
}
