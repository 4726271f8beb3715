package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.http.HttpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys of a sink that only the operator's routes define: the same as those of the webhook. */
class OwnSinkKeysTest {

    private static final RouteNames ROUTES =
            new RouteNames(Set.of("sink.chat.url"), Set.of("chat", "syslog", "webhook"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            sink.chat.tls.ca-file=missing.pem     | sink.chat.tls.ca-file: cannot read DIR/missing.pem: there is no such file: name a PEM file with the certificates to trust
            sink.chat.tls.ca-file=no.pem          | sink.chat.tls.ca-file: cannot use DIR/no.pem: it contains no certificate (no BEGIN CERTIFICATE): name a PEM file with the certificates to trust
            sink.chat.tls.insecure=maybe          | sink.chat.tls.insecure: 'maybe' is not a valid value: write true or false
            sink.chat.tls.cert-file=client.pem    | sink.chat.tls.cert-file: cannot be used alone: set sink.chat.tls.key-file too
            sink.chat.tls.key-password={{env:KEY}} | sink.chat.tls.key-password: cannot be used alone: set sink.chat.tls.cert-file and sink.chat.tls.key-file too
            sink.chat.proxy=socks://proxy.example | sink.chat.proxy: the value does not begin with http://: write it like http://proxy.example:3128
            sink.chat.tls.cafile=ca.pem           | sink.chat.tls.cafile: unknown key: did you mean sink.chat.tls.ca-file?
            sink.chat.proxi=none                  | sink.chat.proxi: unknown key: did you mean sink.chat.proxy?
            sink.chat.ulr=https://chat.example    | sink.chat.ulr: unknown key: did you mean sink.chat.url?
            sink.other.proxy=none                 | sink.other.proxy: unknown key, and the routes have no sink 'other': its route would be routes/sink-other.camel.yaml
            sink.syslog.proxy=none                | sink.syslog.proxy: unknown key: the nearest known key is sink.
            """)
    void aWrongOneIsNamedAsThatOfTheWebhook(String line, String fault) throws IOException {
        Files.writeString(folder.resolve("no.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
        Files.writeString(folder.resolve(SourceLocation.FILE), ReadConfiguration.MINIMAL + line + "\n");

        assertThat(ReadConfiguration.faults(
                        folder, Map.of("ESM_SOC_PASSWORD", "x", "KEY", "y"), new Properties(), ROUTES))
                .singleElement()
                .asString()
                .startsWith("application.properties:5: "
                        + fault.replace("DIR", folder.toAbsolutePath().toString()));
    }

    @Test
    void areReadWithTheFileOfTheOperatorAndTheLoginOfTheProxy() throws IOException {
        Files.copy(Path.of("src/test/resources/config/ca.pem"), folder.resolve("ca.pem"));
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL
                        + """
                        sink.chat.tls.ca-file=ca.pem
                        sink.chat.tls.insecure=true
                        sink.chat.proxy=http://proxy.example:3128
                        proxy.username=watch
                        proxy.password={{env:ESM_SOC_PASSWORD}}
                        """,
                ReadConfiguration.ENVIRONMENT,
                new Properties(),
                ROUTES);

        assertThat(loaded.settings().sinks().ownTls("chat"))
                .isEqualTo(new TlsSettings(folder.toAbsolutePath().resolve("ca.pem"), true));
        HttpProxy proxy = loaded.settings().proxies().of("sink.chat");
        assertThat(proxy.host() + ":" + proxy.port() + " " + proxy.key())
                .isEqualTo("proxy.example:3128 sink.chat.proxy");
        assertThat(proxy.login()).isEqualTo(HttpProxy.basic("watch", "not-in-any-fault"));
        assertThat(loaded.warnings())
                .extracting(Warning::text)
                .contains(
                        "application.properties:6: sink.chat.tls.insecure: certificates are not checked: anybody on the"
                                + " network can read and change the data");
        assertThat(NamedFiles.in(loaded).certificates())
                .as("read again when it changes")
                .containsExactly(folder.toAbsolutePath().resolve("ca.pem"));
    }
}
