package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the pages about keys to the key table. */
class KeyPagesTest {

    private static final Path DOCUMENTATION = Path.of("docs", "configuration.md");
    private static final Path PROPERTIES = Path.of("application.properties");
    private static final String REFRESH = "mvn -q test -Dtest=KeyPagesTest -Dfreshwatch.refresh=true";

    @TempDir
    private Path folder;

    @BeforeAll
    static void refreshOnDemand() throws IOException {
        if (Boolean.getBoolean("freshwatch.refresh")) {
            Files.createDirectories(DOCUMENTATION.getParent());
            Files.writeString(DOCUMENTATION, KeyPages.documentation());
            Files.writeString(PROPERTIES, KeyPages.properties());
        }
    }

    @Test
    void theDocumentationIsWhatTheKeyTableSays() throws IOException {
        holds(DOCUMENTATION, KeyPages.documentation());
    }

    @Test
    void theShippedFileIsWhatTheKeyTableSays() throws IOException {
        holds(PROPERTIES, KeyPages.properties());
    }

    @Test
    void theShippedFileIsRefusedBecauseThereIsNothingToWatchYet() throws IOException {
        Files.copy(PROPERTIES, folder.resolve(PROPERTIES));
        assertThat(ReadConfiguration.faults(folder, Map.of()))
                .containsExactly(
                        "application.properties: nothing to watch: run freshwatch init, or write esm.<name>.url=https://… (and its"
                                + " username and password), or misp.<name>.url=https://… (and its key)");
    }

    @Test
    void theShippedFileIsAcceptedWithAllCommentMarksTakenAway() throws Exception {
        String shipped = Files.readString(PROPERTIES);
        String inForce = shipped.lines()
                .map(line -> line.matches("#[a-z]\\S*=.*") ? line.substring(1) : line)
                .collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve(PROPERTIES), inForce);
        RouteNames routes = new RouteNames(Set.of(), Set.of("syslog", "slack"));

        Map<String, String> secrets = Map.of("ESM_SOC_PASSWORD", "x", "MISP_KEY", "y", "MISP_ADMIN_KEY", "z");
        LoadedConfig loaded = Configuration.read(folder, secrets, new Properties(), routes);

        assertThat(Keys.all())
                .allSatisfy(key -> assertThat(inForce.lines().anyMatch(line -> key.matches(line.split("=", 2)[0])))
                        .as(key.pattern())
                        .isTrue());
        assertThat(loaded.settings().esms()).hasSize(1);
        assertThat(loaded.settings().misps()).hasSize(1);
        assertThat(loaded.warnings()).isEmpty();
    }

    private static void holds(Path page, String wanted) throws IOException {
        assertThat(page)
                .as("Keys changed; make this page anew with: %s", REFRESH)
                .exists();
        assertThat(Files.readString(page))
                .as("Keys changed; make %s anew with: %s", page, REFRESH)
                .isEqualTo(wanted);
    }
}
