package dev.freshwatch.cli;

import dev.freshwatch.config.EsmLoad;
import dev.freshwatch.config.EsmSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Validates configuration and routes; contacts nobody. */
@Command(
        name = "validate",
        description =
                "Validates configuration and routes without contacting anybody, and shows every fault with a remedy.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no fault", "3:refused"})
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        ConfigAndRoutes prepared = config.read();
        prepared.loaded()
                .warnings()
                .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning.text()));
        prepared.tryOut();
        spec.commandLine()
                .getOut()
                .println("The configuration is good: "
                        + prepared.loaded().settings().esms().size() + " ESM, "
                        + prepared.loaded().settings().misps().size() + " MISP, "
                        + prepared.routes().all().size() + " route files.");
        prepared.loaded().settings().esms().forEach(this::tellLoad);
        return 0;
    }

    private void tellLoad(EsmSettings esm) {
        EsmLoad load = EsmLoad.of(esm);
        boolean all = esm.events() != null && esm.allReceivers();
        spec.commandLine()
                .getOut()
                .println("Load on esm." + esm.name() + ": " + (all ? load.wordsForAll() : load.words()));
    }
}
