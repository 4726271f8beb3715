package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.RefusedConfig;
import dev.freshwatch.route.Folder;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a configuration have changed since they were read. */
class ConfigFilesTest {

    private static final FileTime EARLIER = FileTime.from(Instant.now().minus(Duration.ofHours(1)));

    private static final String SERVICE =
            """
            - templatedRoute:
                routeTemplateRef: service-certificate
                parameters:
                  - {name: name, value: wiki}
                  - {name: host, value: wiki.invalid}
                  - {name: ca-file, value: wiki.pem}
            """;

    @TempDir
    Path directory;

    private Folder folder;

    @BeforeEach
    void configure() throws IOException {
        Path made = Files.createDirectory(directory.resolve("made"));
        Path ca = TestCertificates.in(made).caFile();
        for (String copy : List.of("ca.pem", "wiki.pem")) {
            Files.copy(ca, directory.resolve(copy));
        }
        Files.writeString(directory.resolve("esm.password"), "geheim");
        folder = new Folder(directory)
                .set("esm.soc.url", "https://esm.invalid")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "{{file:esm.password}}")
                .set("esm.soc.tls.ca-file", "ca.pem")
                .route("wiki.camel.yaml", SERVICE)
                .write();
        for (String file :
                List.of("ca.pem", "wiki.pem", "esm.password", "application.properties", "routes/wiki.camel.yaml")) {
            Files.setLastModifiedTime(directory.resolve(file), EARLIER);
        }
    }

    /** As another process sees them, which reads what the watch has stored. */
    private ConfigFiles stored() throws RefusedConfig {
        String text = folder.config().files().text();
        assertThat(text).doesNotContain("geheim");
        return ConfigFiles.parse(directory, text);
    }

    @Test
    void whereNothingHasChangedNothingIsNamed() throws Exception {
        ConfigFiles files = stored();

        assertThat(files.changed()).isEmpty();
        Files.writeString(directory.resolve("notes.txt"), "not read");
        Files.writeString(directory.resolve("routes/notes.txt"), "not read");
        Files.setLastModifiedTime(directory.resolve("ca.pem"), FileTime.from(Instant.now()));
        assertThat(files.changed()).as("written again with the same contents").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application.properties", "routes/wiki.camel.yaml", "ca.pem", "wiki.pem", "esm.password"})
    void aFileThatHasChangedOrIsGoneIsNamed(String name) throws Exception {
        ConfigFiles files = stored();
        Path file = directory.resolve(name);

        Files.writeString(file, Files.readString(file) + "\n");
        assertThat(files.changed()).containsExactly(name);
        Files.delete(file);
        assertThat(files.changed()).containsExactly(name);
    }

    @Test
    void aRouteFileThatIsNewIsNamed() throws Exception {
        ConfigFiles files = stored();
        folder.route("more.camel.yaml", "- route: {from: {uri: direct:x, steps: []}}");

        assertThat(files.changed()).containsExactly("routes/more.camel.yaml");
    }

    /** Only a changed secret is read anew when it is refused, and only if configuration and routes are as they were. */
    @Test
    void aCertificateIsNeitherASecretNorKeepsOneFromBeingReadAnew() throws Exception {
        ConfigFiles files = stored();
        Files.writeString(directory.resolve("ca.pem"), "changed");
        assertThat(files.changedSecrets()).isEmpty();
        assertThat(files.changedBesideSecrets()).isEmpty();

        Files.writeString(directory.resolve("esm.password"), "another");
        assertThat(files.changedSecrets()).containsExactly("esm.password");
        assertThat(files.changed()).isEqualTo(Set.of("ca.pem", "esm.password"));
    }

    /** It may have been written after it was read. */
    @Test
    void aSecretThatIsYoungerThanTheBeginningOfReadingCountsAsChanged() throws Exception {
        Files.setLastModifiedTime(
                directory.resolve("esm.password"), FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(stored().changed()).containsExactly("esm.password");
    }
}
