package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which folder is that of the configuration. */
class ConfigOptionTest {

    @TempDir
    Path here;

    @ParameterizedTest
    @CsvSource({
        "/a/b, /c, true,  /a/b",
        "x/../y, /c, true,  HERE/y",
        ",     /c, true,  /c",
        ",     sub, false, HERE/sub",
        ",     '', true,  HERE",
        ",     , true,  HERE",
        ",     , false, /etc/freshwatch"
    })
    void theFirstThatIsThere(String option, String variable, boolean file, String expected) throws Exception {
        if (file) {
            Files.createFile(here.resolve("application.properties"));
        }
        Map<String, String> environment = variable == null ? Map.of() : Map.of("FRESHWATCH_CONFIG", variable);
        assertThat(ConfigOption.folder(option, environment, here, Path.of("/etc/freshwatch")))
                .isEqualTo(Path.of(expected.replace("HERE", here.toString())));
    }

    @Test
    void whatIsNoPathIsRefused() {
        assertThatThrownBy(() -> ConfigOption.folder("a\0b", Map.of(), here, here))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("freshwatch: --config is not a path; name a folder");
    }
}
