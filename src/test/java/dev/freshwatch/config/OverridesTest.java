package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(ReadConfiguration.ENVIRONMENT);
    private final Properties system = new Properties();

    @Test
    void theCommandLineIsAboveTheEnvironmentAndBothAreAboveTheFile() throws IOException {
        String file =
                ReadConfiguration.MINIMAL + "esm.soc.request-timeout=1s\nesm.soc.every=2m\nesm.soc.max-queries=3\n";
        environment.put("ESM_SOC_REQUEST_TIMEOUT", "4s");
        environment.put("ESM_SOC_EVERY", "5m");
        system.setProperty("esm.soc.every", "6m");

        LoadedConfig loaded = accepted(file);

        EsmSettings esm = loaded.settings().esms().get(0);
        assertThat(esm.requestTimeout()).hasSeconds(4);
        assertThat(esm.every()).hasMinutes(6);
        assertThat(esm.maxQueries()).isEqualTo(3);
        assertThat(ReadConfiguration.warnings(loaded))
                .contains("application.properties:5: esm.soc.request-timeout: is taken from the environment variable"
                        + " ESM_SOC_REQUEST_TIMEOUT");
    }

    @Test
    void theEnvironmentSetsFixedKeysButMakesNoNewInstance() throws IOException {
        environment.put("LOG_LEVEL", "WARN");
        environment.put("STATE_URL", "");
        environment.put("ESM_PLANT_URL", "https://plant.example");
        environment.put("ESM_SOC_ZONE", "Europe/Berlin");

        LoadedConfig loaded = accepted(ReadConfiguration.MINIMAL);

        assertThat(loaded.settings().log().level()).isEqualTo("warn");
        assertThat(loaded.settings().esms()).extracting(EsmSettings::name).containsExactly("soc");
        assertThat(loaded.settings().esms().get(0).zone()).isNull();
        assertThat(ReadConfiguration.warnings(loaded))
                .contains("application.properties: log.level: is taken from the environment variable LOG_LEVEL");
    }

    @Test
    void theCommandLineCanMakeAWholeInstance() throws IOException {
        system.setProperty("esm.plant.url", "https://plant.example");
        system.setProperty("esm.plant.username", "x");
        system.setProperty("esm.plant.password", "{{env:ESM_SOC_PASSWORD}}");

        assertThat(accepted("# nothing\n").settings().esms()).singleElement().satisfies(esm -> {
            assertThat(esm.name()).isEqualTo("plant");
            assertThat(esm.password().reveal()).isEqualTo("not-in-any-fault");
        });
    }

    @Test
    void theVariableOfThePlaceholderAndOfTheOverrideMayBeTheSame() throws IOException {
        environment.put("ESM_SOC_PASSWORD", "a{{b}}${c}\\d ");

        LoadedConfig loaded = accepted(ReadConfiguration.MINIMAL);

        assertThat(loaded.settings().esms().get(0).password().reveal()).isEqualTo("a{{b}}${c}\\d ");
        assertThat(loaded.warnings()).extracting(Warning::key).containsExactly("sink");
    }

    @Test
    void faultsSayWhereTheBadValueComesFrom() throws IOException {
        Files.writeString(folder.resolve(SourceLocation.FILE), ReadConfiguration.MINIMAL + "esm.soc.every=1m\n");
        environment.put("ESM_SOC_EVERY", "soon");
        system.setProperty("log.level", "loud");
        system.setProperty("esm.soc.evry", "1m");

        assertThat(ReadConfiguration.faults(folder, environment, system, RouteNames.NONE))
                .containsExactlyInAnyOrder(
                        "environment variable ESM_SOC_EVERY: esm.soc.every: the value is not a duration: write a whole number and s, m, h or d, such as 30s, 20m, 2h or 7d",
                        "-Dlog.level: log.level: 'loud' is not a valid value: write error, warn, info, debug or trace",
                        "-Desm.soc.evry: esm.soc.evry: unknown key: did you mean esm.soc.every?");
    }

    private LoadedConfig accepted(String file) throws IOException {
        return ReadConfiguration.accepted(folder, file, environment, system, RouteNames.NONE);
    }
}
