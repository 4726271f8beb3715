package dev.freshwatch.cli;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.GoneChecks;
import dev.freshwatch.history.GoneChecks.Outcome;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.report.CheckResolver;
import dev.freshwatch.report.TimeText;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Forgets a check that is gone. */
@Command(
        name = "forget",
        description =
                "Takes a check that is gone out of what is remembered. An open problem of it ends without a notice.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "3:refused: there is no such check, or it is still watched"})
final class ForgetCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "CHECK", description = "Its id or name, such as service/elastic/events/logs-old.")
    private String check;

    @Mixin
    private ByOption by;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        return StoreAccess.the(config, beside -> {
            CheckId id = new CheckResolver(LookTable.all(beside.store())).resolveOrId(check);
            Outcome outcome = new GoneChecks(beside.store()).forget(id, by.who(), beside.isWatched());
            if (outcome instanceof Outcome.Watched watched) {
                throw new CommandFailure("freshwatch: " + stillWatched(id, watched));
            }
            if (outcome instanceof Outcome.Unknown) {
                throw new CommandFailure("freshwatch: nothing is remembered of " + id);
            }
            spec.commandLine().getOut().println("Forgot " + id + said((Outcome.Forgotten) outcome));
            return 0;
        });
    }

    private static String said(Outcome.Forgotten forgotten) {
        String problem = forgotten.ended() ? "; its open problem ends without a notice" : "";
        return problem + (forgotten.later() ? "; the running watch does so when it has read the list once more." : ".");
    }

    private static String stillWatched(CheckId id, Outcome.Watched watched) {
        String every = watched.every() == null ? "" : ", every " + Ages.limit(watched.every());
        return String.format(
                Locale.ROOT,
                "%s is still watched (last look %s%s); %s",
                id,
                TimeText.text(watched.lookedAt()),
                every,
                id.isSource()
                        ? "its list still has it: leave it out by the parameter exclude, and it is forgotten"
                        : "take it out of the configuration first");
    }
}
