package dev.freshwatch.cli;

import dev.freshwatch.migration.ImportNote;
import dev.freshwatch.migration.ImportRefused;
import dev.freshwatch.migration.ImportResult;
import dev.freshwatch.migration.OldSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Converts the configuration of another tool. */
@Command(
        name = "import",
        description =
                "Converts the configuration of another tool, writes it to standard output, and says on standard error"
                        + " what became of each setting. Contacts nobody.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:imported", "3:nothing can be made of the file"})
final class ImportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            description = "The healthmon.ini of ESM_Healthmon, or the poller-configuration.xml of OpenNMS.")
    private Path file;

    @Option(
            names = "--msiempy-conf",
            paramLabel = "FILE",
            description = "For a healthmon.ini: the conf.ini of msiempy, which contains host and user of the ESM.")
    private Path msiempyConf;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailure {
        ImportResult result;
        try {
            result = OldSettings.read(file, msiempyConf);
        } catch (ImportRefused e) {
            throw new CommandFailure("freshwatch: cannot import " + e.getMessage(), e);
        }
        PrintWriter err = spec.commandLine().getErr();
        result.notes().stream().map(ImportNote::shown).forEach(err::println);
        result.steps().forEach(step -> err.println("to do: " + step));
        err.flush();
        if (result.properties().isEmpty()) {
            throw new CommandFailure(
                    "freshwatch: nothing in " + file + " concerns an ESM or a MISP; see above for each line");
        }
        PrintWriter out = spec.commandLine().getOut();
        result.properties().forEach(out::println);
        out.flush();
        return 0;
    }
}
