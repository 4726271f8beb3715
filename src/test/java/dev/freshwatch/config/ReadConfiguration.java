package dev.freshwatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads configurations for tests. */
final class ReadConfiguration {

    /** The smallest one that has nothing to warn about but sinks. */
    static final String MINIMAL =
            """
            esm.soc.url=https://esm.example
            esm.soc.username=NGCP
            esm.soc.password={{env:ESM_SOC_PASSWORD}}
            esm.soc.receivers=all
            """;

    static final Map<String, String> ENVIRONMENT = Map.of("ESM_SOC_PASSWORD", "not-in-any-fault", "HOSTNAME", "watch1");

    private ReadConfiguration() {}

    static LoadedConfig accepted(Path folder, String text) throws IOException {
        return accepted(folder, text, ENVIRONMENT, new Properties(), RouteNames.NONE);
    }

    static LoadedConfig accepted(
            Path folder, String text, Map<String, String> environment, Properties system, RouteNames routes)
            throws IOException {
        Files.writeString(folder.resolve(SourceLocation.FILE), text);
        try {
            return Configuration.read(folder, environment, system, routes);
        } catch (ConfigurationRefused e) {
            throw new AssertionError("refused:\n" + e.getMessage(), e);
        }
    }

    static List<String> faults(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve(SourceLocation.FILE), text);
        return faults(folder, ENVIRONMENT);
    }

    static List<String> faults(Path folder, Map<String, String> environment) {
        return faults(folder, environment, new Properties(), RouteNames.NONE);
    }

    static List<String> faults(Path folder, Map<String, String> environment, Properties system, RouteNames routes) {
        try {
            Configuration.read(folder, environment, system, routes);
            return List.of();
        } catch (ConfigurationRefused e) {
            return e.faults().stream().map(ConfigFault::text).toList();
        }
    }

    static List<String> warnings(LoadedConfig loaded) {
        return loaded.warnings().stream().map(Warning::text).toList();
    }
}
