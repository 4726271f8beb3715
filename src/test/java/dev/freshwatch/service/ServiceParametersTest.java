package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import dev.freshwatch.sink.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad parameter is a fault that names the file, the service and the parameter, and says what to write instead. */
class ServiceParametersTest {

    private static final Map<String, Map<String, String>> GOOD = Map.of(
            "service-http", Map.of("name", "wiki", "url", "https://wiki.example/"),
            "service-json",
                    Map.of("name", "wiki", "url", "https://wiki.example/", "path", "$.time", "error-after", "1h"),
            "service-tcp", Map.of("name", "wiki", "host", "wiki.example", "port", "22"),
            "service-ping", Map.of("name", "wiki", "host", "wiki.example"),
            "service-certificate", Map.of("name", "wiki", "host", "wiki.example"),
            "service-push", Map.of("name", "wiki", "error-after", "25h"));

    @TempDir
    private Path directory;

    static Stream<Arguments> bad() {
        return Stream.of(
                row("service-http", "name", "a b", "'a b' cannot be a part of a check's name: use letters"),
                row("service-http", "name", null, "is missing: write it under parameters"),
                row("service-http", "what", "a/b", "'a/b' cannot be a part of a check's name: use letters"),
                row("service-http", "every", "5", "'5' is not a duration: add a unit: 5s, 5m, 5h or 5d"),
                row("service-http", "url", null, "is missing: write it under parameters"),
                row("service-http", "url", "wiki.example", "the value does not begin with https:// or http://"),
                row("service-http", "url", "https://u:p@wiki.example/", "the value contains a user or a password"),
                row(
                        "service-http",
                        "url",
                        "https://wiki.example/?api_key=abc",
                        "seems to contain a secret: write the whole"),
                row(
                        "service-http",
                        "url",
                        "secret.nowhere",
                        "names secret.nowhere, which is not set: write secret.nowhere="),
                row("service-http", "method", "FETCH", "'FETCH' is not a supported method: write GET, HEAD, POST"),
                row(
                        "service-http",
                        "headers",
                        "Authorization: Bearer abc",
                        "Authorization is for a secret, and secrets must"),
                row(
                        "service-http",
                        "headers",
                        "X-Api-Key: {{my.key}}",
                        "X-Api-Key is for a secret, and secrets must not"),
                row("service-http", "headers", "Authorization: secret.gone", "names secret.gone, which is not set"),
                row("service-http", "headers", "no header", "a line is not a header: write each on a line of its own"),
                row("service-http", "headers", "CamelHttpUri: x", "CamelHttpUri is set already: remove this line"),
                row("service-http", "headers", "Content-Type: x", "Content-Type is set already: write the parameter"),
                row("service-http", "headers", "A: 1\nA: 2", "A is set twice: keep one of them"),
                row("service-http", "headers", "A: ä", "A has characters that a header cannot carry"),
                row(
                        "service-http",
                        "text",
                        "{\"a\": {\"b\": 1}}",
                        "has braces that are no placeholder, as JSON may: write a blank between"),
                row("service-http", "body", "{}", "goes with no GET: write the parameter method: POST"),
                row("service-http", "text", "#class:java.lang.Object", "begins like a reference to a Camel bean"),
                row("service-http", "text", "#bean:alertTracking", "begins like a reference to a Camel bean"),
                row("service-http", "status", "ok", "'ok' is not a list of statuses: write 200, or several"),
                row("service-http", "slow-after", "10s", "10s is not shorter than down-after (10s)"),
                row("service-http", "down-after", "60s", "1m is not shorter than every (1m): make it shorter"),
                row("service-http", "ca-file", "none.pem", "'none.pem' cannot be used: "),
                row("service-http", "proxy", "proxy:3128", "the value does not begin with http://: write it like"),
                row(
                        "service-json",
                        "proxy",
                        "http://u:p@proxy:3128",
                        "the value contains a user or a password: remove"),
                row("service-http", "slowafter", "1s", "unknown parameter: did you mean slow-after?"),
                row("service-http", "frequency", "1s", "unknown parameter: there is body, ca-file, cert-file,"),
                row("service-json", "path", "$..[", "'$..[' is not a JSONPath: write it like $.hits"),
                row(
                        "service-json",
                        "time-format",
                        "dd/MM/yyyy HH:mm",
                        "'dd/MM/yyyy HH:mm' contains no zone: write the"),
                row("service-json", "time-format", "qqqqqqq", "'qqqqqqq' is not a time format: write iso,"),
                row("service-json", "zone", "Berlin", "'Berlin' is not a known time zone: did you mean Europe/Berlin?"),
                row("service-json", "error-after", null, "is missing: write how old the newest may be"),
                row("service-json", "warn-after", "2h", "2h is not shorter than error-after (1h)"),
                row("service-tcp", "port", "0", "'0' is too small: write a whole number from 1 to 65535"),
                row("service-tcp", "host", "-oProxyCommand=x", "'-oProxyCommand=x' is not a host name"),
                row("service-ping", "host", "-c5", "'-c5' is not a host name: write a name of letters"),
                row("service-ping", "host", "wiki; reboot", "'wiki; reboot' contains a space"),
                row("service-ping", "port", "https", "'https' is not a"),
                row("service-certificate", "warn-before", "soon", "'soon' is not a duration: write a whole number"),
                row("service-push", "error-after", "never", "'never' is not a duration: write a whole number"),
                row(
                        "service-push",
                        "token",
                        "0123456789abcdef",
                        "is a secret, and secrets must not be in route files: write secret.<name>={{file:…}}"),
                row("service-push", "token", "secret.none", "names secret.none, which is not set: write secret.none="));
    }

    private static Arguments row(String template, String parameter, String value, String fault) {
        return Arguments.of(template, parameter, value, fault);
    }

    @ParameterizedTest(name = "{0} {1}={2}")
    @MethodSource("bad")
    void aBadParameterIsToldWithWhatToWrite(String template, String parameter, String value, String fault)
            throws Exception {
        Map<String, String> parameters = new LinkedHashMap<>(GOOD.get(template));
        parameters.put(parameter, value);
        parameters.values().removeIf(text -> text == null);

        List<String> faults = faults(new ServiceFolder(directory).add(template, parameters));

        assertThat(faults).hasSize(1);
        String name = parameters.getOrDefault("name", "");
        assertThat(faults.get(0))
                .startsWith(directory.resolve("routes/my-services.camel.yaml") + ": " + template
                        + (name.isEmpty() ? "" : " " + name) + ": " + parameter + ": " + fault)
                .doesNotContain("abc")
                .doesNotContain("s3cr3t");
    }

    /** Null in the place of a text = the parameter is not there. */
    static Stream<Arguments> badClientCertificates() {
        return Stream.of(
                Arguments.of("our.pem", null, null, "key-file: is missing: there is a cert-file: name a PEM file"),
                Arguments.of(null, "our.key", null, "cert-file: is missing: there is a key-file: name a PEM file"),
                Arguments.of(
                        null, null, "secret.right", "key-password: there is no key to decrypt: write cert-file and"),
                Arguments.of(
                        "none.pem",
                        "our.key",
                        null,
                        "cert-file: 'none.pem' cannot be used: there is no such file: name a PEM file"),
                Arguments.of(
                        "our.pem",
                        "none.key",
                        null,
                        "key-file: 'none.key' cannot be used: there is no such file: name a PEM file with the key"),
                Arguments.of("our.key", "our.key", null, "cert-file: 'our.key' cannot be used: "),
                Arguments.of(
                        "our.pem",
                        "our.pem",
                        null,
                        "key-file: 'our.pem' cannot be used: it contains a certificate but no key: name the file with"),
                Arguments.of(
                        "our.pem",
                        "other.key",
                        null,
                        "key-file: 'other.key' cannot be used: the key does not belong to the certificate: name the"),
                Arguments.of(
                        "locked.pem",
                        "locked.key",
                        null,
                        "key-password: is missing: the key in 'locked.key' is encrypted: write secret.<name>="),
                Arguments.of(
                        "locked.pem",
                        "locked.key",
                        "secret.wrong",
                        "key-password: secret.wrong does not decrypt the key in 'locked.key': write the password that"),
                Arguments.of(
                        "locked.pem",
                        "locked.key",
                        "s3cr3t",
                        "key-password: a password must not be in a route file: write secret.<name>="),
                Arguments.of(
                        "locked.pem",
                        "locked.key",
                        "secret.gone",
                        "key-password: names secret.gone, which is not set: write secret.gone="),
                Arguments.of("our.pem", "our.key", null, null),
                Arguments.of("locked.pem", "locked.key", "secret.right", null));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("badClientCertificates")
    void aClientCertificateThatIsNotWholeOrWrongIsTold(String cert, String key, String password, String fault)
            throws Exception {
        copyKeys();
        for (String template : List.of("service-http", "service-json", "service-certificate")) {
            Map<String, String> parameters = new LinkedHashMap<>(GOOD.get(template));
            parameters.put("cert-file", cert);
            parameters.put("key-file", key);
            parameters.put("key-password", password);
            parameters.values().removeIf(text -> text == null);

            List<String> faults = faults(
                    new ServiceFolder(directory).add(template, parameters), "secret.right=right\nsecret.wrong=wr0ng\n");

            if (fault == null) {
                assertThat(faults).isEmpty();
                continue;
            }
            assertThat(faults).singleElement().asString().contains(": " + template + " wiki: " + fault);
            assertThat(faults.get(0)).doesNotContain("s3cr3t").doesNotContain("wr0ng");
        }
    }

    @TempDir
    private static Path keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        Certificates ours = Certificates.make(keys, "dns:watch.example");
        Files.copy(ours.certificate(), keys.resolve("our.pem"));
        Files.copy(ours.key(), keys.resolve("our.key"));
        Files.copy(Certificates.make(keys, "dns:other.example").key(), keys.resolve("other.key"));
        // the password is "right"
        for (String end : List.of("pem", "key")) {
            Path locked = Path.of(ServiceParametersTest.class
                    .getResource("/tls/client." + end)
                    .toURI());
            Files.copy(locked, keys.resolve("locked." + end));
        }
    }

    private void copyKeys() throws Exception {
        for (String file : List.of("our.pem", "our.key", "other.key", "locked.pem", "locked.key")) {
            Files.copy(keys.resolve(file), directory.resolve(file));
        }
    }

    @Test
    void whatIsGoodHasNoFault() throws Exception {
        ServiceFolder folder = new ServiceFolder(directory);
        GOOD.forEach(folder::add);

        assertThat(faults(folder)).isEmpty();
    }

    @Test
    void twoChecksOfOneNameAndAnUnknownTemplateAreFaults() throws Exception {
        ServiceFolder folder = new ServiceFolder(directory)
                .add("service-tcp", GOOD.get("service-tcp"))
                .add("service-tcp", GOOD.get("service-tcp"))
                .add("service-htpp", GOOD.get("service-http"));

        assertThat(faults(folder))
                .hasSize(2)
                .anyMatch(fault -> fault.contains("the check service/wiki/tcp already exists"))
                .anyMatch(fault -> fault.endsWith("there is no template service-htpp: did you mean service-http?"));
    }

    private List<String> faults(ServiceFolder folder) throws Exception {
        return faults(folder, "");
    }

    private List<String> faults(ServiceFolder folder, String properties) throws Exception {
        folder.set("my.key", "abc").write();
        Files.createDirectories(directory.resolve("routes"));
        RouteFiles routes = RouteFiles.find(Folder.HOME, directory);
        // a key that no route uses would be a fault of the configuration
        if (!routes.names().placeholders().contains("my.key")) {
            Files.writeString(directory.resolve("application.properties"), properties);
        }
        LoadedConfig loaded = Configuration.read(directory, Map.of(), new Properties(), routes.names());
        return RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes);
    }
}
