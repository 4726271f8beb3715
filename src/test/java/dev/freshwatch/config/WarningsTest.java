package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningsTest {

    private static final String NO_SINK =
            "application.properties: sink: no sink is enabled: nobody is notified of problems";

    @TempDir
    private Path folder;

    @BeforeEach
    void theFileIsForItsUserAlone() throws IOException {
        Path file = Files.writeString(folder.resolve(SourceLocation.FILE), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void saysWhichSinkIsNotOn() throws IOException {
        String off = ReadConfiguration.MINIMAL + "sink.syslog.host=collector.example\nsink.mail.host=mail.example\n"
                + "sink.mail.enabled=false\n";
        String so = " is configured but not enabled, so it gets no notices; set sink.";
        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(folder, off)))
                .containsExactly("application.properties:5: sink.syslog:" + so + "syslog.enabled=true", NO_SINK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "esm.soc.tls.insecure=true | certificates are not checked: anybody on the network can read and change the data",
                "esm.plant.url=http://plant.example | http:// sends user and password in clear text; use https://",
                "esm.plant.password=hunter2 | is written in this file in clear text; use {{env:NAME}} or {{file:PATH}}",
                "sink.webhook.secret=hunter2 | is written in this file in clear text; use {{env:NAME}} or {{file:PATH}}",
                "sink.webhook.header.Authorization=hunter2 | is written in this file in clear text; use {{env:NAME}} or {{file:PATH}}",
                "esm.soc.every=10s | a cycle every 10s sends this ESM up to 18 requests a minute, and up to 30 more for each"
                        + " Receiver without its own settings",
                "esm.plant.every=59s | a cycle every 59s sends this ESM up to 3 requests a minute",
                "esm.soc.events.enabled=false | no Receiver is watched while this is false",
                "silence.x.reason=a # b | what looks like a comment is part of the value; put the comment on its own line, beginning with #",
                "silence.x.reason=\"a b\" | the quotes are part of the value; remove them",
                "silence.x.reason=a\\bc | a \\ in the value is dropped, as in all Java properties; write \\\\ for a single \\",
                "sink.syslog.tls.insecure=true | certificates are not checked: anybody on the network can read and change the data"
            })
    void tellsWhatTheOperatorShouldKnow(String line, String message) throws IOException {
        String key = line.substring(0, line.indexOf('='));
        String plant =
                "esm.plant.url=https://plant.example\nesm.plant.username=x\nesm.plant.password={{env:HOSTNAME}}\n"
                        + "esm.plant.receivers=all\n";
        boolean load = line.startsWith("esm.plant.every");
        String rest = key.startsWith("esm.plant.")
                ? plant.lines()
                        .filter(other -> !other.startsWith(key + "="))
                        .map(other -> load ? other.replace("receivers=all", "events.enabled=false") : other)
                        .reduce("", (all, other) -> all + other + "\n")
                : "";
        String silence = key.startsWith("silence.") ? "silence.x.checks=*\nsilence.x.when=daily 02:00-04:00\n" : "";
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL + line + "\n" + rest + silence,
                ReadConfiguration.ENVIRONMENT,
                new Properties(),
                RouteNames.NONE);

        assertThat(ReadConfiguration.warnings(loaded))
                .filteredOn(warning -> !warning.contains("is configured but not enabled"))
                .containsExactly("application.properties:5: " + key + ": " + message, NO_SINK);
    }

    @Test
    void tellsOfWatchesWithoutReceivers() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder, ReadConfiguration.MINIMAL.replace("receivers=all", "receivers=configured"));

        assertThat(ReadConfiguration.warnings(loaded))
                .containsExactly(
                        "application.properties:4: esm.soc.receivers: no Receiver is watched; write"
                                + " esm.soc.receivers=all, or esm.soc.receiver.<id>.name=…",
                        NO_SINK);
    }

    @Test
    void theLoadIsThatOfTheConfiguredReceivers() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL.replace("receivers=all", "every=30s")
                        + "esm.soc.receiver.1.name=a\nesm.soc.receiver.2.name=b\n");

        assertThat(ReadConfiguration.warnings(loaded))
                .contains(
                        "application.properties:4: esm.soc.every: a cycle every 30s sends this ESM up to 26 requests a minute for 2 Receivers");
    }

    @Test
    void theShippedRoutesAloneAreNoSinkThatIsEnabled() throws IOException {
        Map<String, String> shipped = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                shipped.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(
                        folder,
                        ReadConfiguration.MINIMAL,
                        ReadConfiguration.ENVIRONMENT,
                        new Properties(),
                        RouteNames.in(shipped))))
                .containsExactly(NO_SINK);
    }

    @Test
    void aSinkOfTheUsersOwnIsASink() throws IOException {
        RouteNames routes = new RouteNames(Set.of(), Set.of("syslog", "slack"));
        String off = ReadConfiguration.MINIMAL + "sink.slack.enabled=false\n";

        assertThat(ReadConfiguration.accepted(
                                folder,
                                ReadConfiguration.MINIMAL,
                                ReadConfiguration.ENVIRONMENT,
                                new Properties(),
                                routes)
                        .warnings())
                .isEmpty();
        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(
                        folder, off, ReadConfiguration.ENVIRONMENT, new Properties(), routes)))
                .containsExactly(NO_SINK);
    }

    @Test
    void tellsOfUnusualMail() throws IOException {
        String mail =
                """
                sink.mail.enabled=true
                sink.mail.host=mail.example
                sink.mail.from=a@soc.example
                sink.mail.to=b@soc.example
                sink.mail.security=%s
                sink.mail.username=x
                sink.mail.password={{env:ESM_SOC_PASSWORD}}
                """;

        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(
                        folder, ReadConfiguration.MINIMAL + String.format(Locale.ROOT, mail, "tls"))))
                .containsExactly(
                        "application.properties:9: sink.mail.security: tls from the start on port 587 is unusual; the usual port is 465");
        assertThat(ReadConfiguration.warnings(ReadConfiguration.accepted(
                        folder, ReadConfiguration.MINIMAL + String.format(Locale.ROOT, mail, "none"))))
                .containsExactly(
                        "application.properties:9: sink.mail.security: none sends user and password in clear text");
    }
}
