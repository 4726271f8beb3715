package dev.freshwatch.cli;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.FileNames;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option for the configuration folder. */
final class ConfigOption {

    private static final String VARIABLE = "FRESHWATCH_CONFIG";
    private static final String FILE = "application.properties";
    private static final Path OF_THE_SYSTEM = Path.of("/etc/freshwatch");

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "The folder with application.properties and your own routes/ "
                    + "(default: FRESHWATCH_CONFIG, else the current folder if it holds an application.properties,"
                    + " else /etc/freshwatch).")
    private String folder;

    ConfigAndRoutes read() throws CommandFailure {
        return ConfigAndRoutes.read(folder());
    }

    /** The configuration folder. */
    Path folder() throws CommandFailure {
        return usable(folder(folder, System.getenv(), here(), OF_THE_SYSTEM));
    }

    /** The folder for a new configuration: the current folder is used even if it does not contain one yet. */
    Path folderToMake() throws CommandFailure {
        return usable(folder(folder, System.getenv(), here(), here()));
    }

    /** Whether it was given on the command line, so that later commands need it too. */
    boolean isGiven() {
        return folder != null;
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }

    private static Path usable(Path chosen) throws CommandFailure {
        String problem = FileNames.problem(chosen);
        if (problem != null) {
            throw new CommandFailure("freshwatch: " + chosen + ": " + problem);
        }
        return chosen;
    }

    /**
     * Returns the configuration folder, absolute.
     *
     * @param option   null = not given
     * @param here     the current folder
     * @param ofSystem the last choice
     */
    static Path folder(String option, Map<String, String> environment, Path here, Path ofSystem) throws CommandFailure {
        String named = option != null ? option : environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            try {
                return here.resolve(named).normalize();
            } catch (InvalidPathException e) {
                BadValue bad = FileNames.notAPath(named, "name a folder");
                throw new CommandFailure(
                        String.format(
                                Locale.ROOT,
                                "freshwatch: %s %s; %s",
                                option != null ? "--config" : VARIABLE,
                                bad.problem(),
                                bad.hint()),
                        e);
            }
        }
        return Files.exists(here.resolve(FILE)) ? here : ofSystem;
    }
}
