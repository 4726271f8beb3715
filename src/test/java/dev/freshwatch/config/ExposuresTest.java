package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lies open is warned about, once, with its key; nothing is said of what does not leave this machine. */
class ExposuresTest {

    @TempDir
    private Path folder;

    private final Properties system = new Properties();

    @BeforeEach
    void files() throws IOException {
        folder = folder.toRealPath();
        for (String rights : List.of("rw-r--r--", "rw-r-----", "rw-------")) {
            Path file = Files.writeString(folder.resolve(rights), "hunter2\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        }
    }

    private List<String> warnings(String lines) throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder, ReadConfiguration.MINIMAL + lines, ReadConfiguration.ENVIRONMENT, system, RouteNames.NONE);
        assertThat(loaded.warnings()).doesNotHaveDuplicates();
        return ReadConfiguration.warnings(loaded).stream()
                .filter(warning -> !warning.contains("no sink is enabled"))
                .map(warning ->
                        warning.replace(folder.toString(), "DIR").replaceFirst("^application\\.properties:", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heartbeat.url=http://beat.example/T0KEN | http:// sends the heartbeat, and any token in its URL, in clear text; use https://",
                "state.url=jdbc:postgresql://db.example/fw | without sslmode=verify-full anybody on the network can pose as the database; add ?sslmode=verify-full, and &sslrootcert=FILE for your own CA",
                "state.url=jdbc:postgresql://localhost,db.example:5432/fw?sslmode=require | without sslmode=verify-full anybody on the network can pose as the database; add ?sslmode=verify-full, and &sslrootcert=FILE for your own CA",
                "secret.wiki={{file:rw-r--r--}} | others can read DIR/rw-r--r--; run: chmod 600 DIR/rw-r--r--",
                "secret.wiki=Bearer {{file:./rw-r--r--}} | others can read DIR/rw-r--r--; run: chmod 600 DIR/rw-r--r--",
                "secret.wiki={{sys:wiki}} | values of -D are visible in the process list; use {{env:NAME}} or {{file:PATH}}"
            })
    void isWarnedAbout(String line, String warning) throws IOException {
        system.setProperty("wiki", "hunter2");

        assertThat(warnings(line + "\n"))
                .containsExactly("5: " + line.substring(0, line.indexOf('=')) + ": " + warning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "heartbeat.url=https://beat.example/T0KEN",
                "heartbeat.url=http://127.0.0.1:8000/T0KEN",
                "heartbeat.url=http://[::1]:8000/T0KEN",
                "state.url=jdbc:postgresql://localhost/fw",
                "state.url=jdbc:postgresql://[::1]:5432/fw",
                "state.url=jdbc:postgresql://db.example/fw?sslmode=verify-full",
                "secret.wiki={{file:rw-r-----}}",
                "secret.wiki={{file:rw-------}}",
                "instance.name={{sys:wiki}}",
                "instance.name={{file:rw-r--r--}}"
            })
    void isNotWarnedAbout(String line) throws IOException {
        system.setProperty("wiki", "hunter2");

        assertThat(warnings(line + "\n")).isEmpty();
    }

    @Test
    void aPasswordOverPlainHttpBeyondLoopback() throws IOException {
        String login = "web.username=x\nweb.password={{env:HOSTNAME}}\n";

        assertThat(warnings(login)).isEmpty();
        assertThat(warnings("web.host=0.0.0.0\n" + login))
                .containsExactly(
                        "5: web.host: user and password are sent in clear text, because there is no TLS; use a loopback address, and a reverse proxy with TLS in front of it");
        assertThat(warnings("web.host=0.0.0.0\nweb.enabled=false\n" + login)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8000, false",
        "http://127.0.0.1, false",
        "http://[::1]:8000, false",
        "http://misp.example, true",
        "http://misp_1.example, true",
        "https://misp.example, false"
    })
    void aPlatformOverPlainHttpBeyondLoopback(String url, boolean warned) throws IOException {
        assertThat(warnings("misp.intel.url=" + url + "\n").stream().anyMatch(one -> one.contains("http:// sends")))
                .isEqualTo(warned);
    }

    @Test
    void aSecretByD() throws IOException {
        system.setProperty("esm.soc.password", "hunter2");

        assertThat(warnings(""))
                .containsExactly(
                        "-Desm.soc.password: esm.soc.password: values of -D are visible in the process list; use {{env:NAME}} or {{file:PATH}}");

        system.setProperty("esm.soc.password", "{{file:rw-------}}");
        assertThat(warnings("")).isEmpty();
    }

    @Test
    void root() throws IOException {
        system.setProperty("user.name", "root");

        assertThat(warnings(""))
                .singleElement()
                .asString()
                .startsWith(" root: Freshwatch runs as root, which it does not need");
        system.setProperty("user.name", "freshwatch");
        assertThat(warnings("")).isEmpty();
    }

    @Test
    void aConfigurationWithSecretsThatOthersCanRead() throws IOException {
        Files.writeString(folder.resolve(SourceLocation.FILE), "");
        Files.setPosixFilePermissions(
                folder.resolve(SourceLocation.FILE), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(warnings("secret.wiki=hunter2\n"))
                .contains(
                        " secrets: this file contains secrets and others can read it; run: chmod 600 DIR/application.properties");

        Files.setPosixFilePermissions(
                folder.resolve(SourceLocation.FILE), PosixFilePermissions.fromString("rw-------"));
        assertThat(warnings("secret.wiki=hunter2\n")).noneMatch(warning -> warning.contains("others can read"));
    }
}
