package dev.freshwatch.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the configuration is. */
final class ConfigOption {

    @Option(
            names = "--config",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder that holds application.properties, and routes/ where you have changed them "
                    + "(default: the current folder).")
    private Path folder;

    Prepared read() throws Refusal {
        return Prepared.read(folder.toAbsolutePath().normalize());
    }
}
