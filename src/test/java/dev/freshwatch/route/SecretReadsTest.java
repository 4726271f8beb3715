package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.config.SecretSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes may read everything but where the secrets of our own keys come from. */
class SecretReadsTest {

    private static final String HINT = "; add a key of your own to application.properties and use {{that key}} here";

    private static final Map<String, String> ENVIRONMENT =
            Map.of("MISP_KEY", "k".repeat(40), "TOKEN", "t", "HOOK", "h", "WIKI", "w", "PW", "p", "GREETING", "hello");

    @TempDir
    private Path directory;

    private LoadedConfig loaded;

    @BeforeEach
    void configuration() throws Exception {
        Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets").resolve("admin"), "a".repeat(40));
        Files.writeString(
                directory.resolve("application.properties"),
                """
                misp.intel.url=https://misp.example
                misp.intel.key={{env:MISP_KEY}}
                misp.intel.admin-key={{file:secrets/admin}}
                sink.webhook.url=https://hooks.example/{{env:TOKEN}}
                sink.webhook.header.X-Token=Bearer {{env:HOOK:none}}
                sink.webhook.secret={{shared}}
                shared={{sys:shared.secret}}
                secret.wiki={{env:WIKI}}
                instance.name={{env:GREETING}}
                """);
        Properties system = new Properties();
        system.setProperty("shared.secret", "s");
        loaded = Configuration.read(
                directory,
                ENVIRONMENT,
                system,
                RouteFiles.find(Folder.HOME, directory).names());
    }

    private List<String> faults(String text) {
        return new SecretReads(loaded.sources()).faults("own.camel.yaml", "# {{env:MISP_KEY}}\n" + text + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "uri: http:x?p={{env:MISP_KEY}} | environment variable MISP_KEY",
                "uri: http:x?p={{?env:MISP_KEY}} | environment variable MISP_KEY",
                "uri: http:x?p={{env:MISP_KEY:nothing}} | environment variable MISP_KEY",
                "uri: http:x?p={{env:misp.key}} | environment variable misp.key",
                "uri: http:x?p={{env:misp-key}} | environment variable misp-key",
                "simple: ${env:MISP_KEY} | environment variable MISP_KEY",
                "simple: ${env.MISP_KEY} | environment variable MISP_KEY",
                "simple: $simple{env:MISP_KEY} | environment variable MISP_KEY",
                "simple: \"${sysenv.MISP_KEY}\" | environment variable MISP_KEY",
                "simple: ${sysenv:MISP_KEY} | environment variable MISP_KEY",
                "simple: ${body} ${env:TOKEN} | environment variable TOKEN",
                "simple: ${env:HOOK} | environment variable HOOK",
                "simple: ${env:WIKI} | environment variable WIKI",
                "simple: ${env:MISP_INTEL_ADMIN_KEY} | environment variable MISP_INTEL_ADMIN_KEY",
                "simple: ${env:SINK_MAIL_PASSWORD} | environment variable SINK_MAIL_PASSWORD",
                "simple: ${env:STATE_PASSWORD} | environment variable STATE_PASSWORD",
                "simple: ${env:WEB_PASSWORD} | environment variable WEB_PASSWORD",
                "simple: ${sys.shared.secret} | system property shared.secret",
                "simple: ${sys:shared.secret} | system property shared.secret",
                "uri: http:x?p={{sys:shared.secret}} | system property shared.secret",
                "uri: http:x?p={{sys:misp.intel.key}} | system property misp.intel.key"
            })
    void whatHoldsASecretIsRefusedByName(String line, String what) {
        assertThat(faults(line))
                .containsExactly("own.camel.yaml:2: reads the " + what + ", which contains a secret" + HINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simple: ${env:${header.name}}",
                "simple: ${env.${body}}",
                "simple: ${sysenv.${header.name}}",
                "simple: ${sys.${header.name}}",
                "uri: http:x?p={{env:{{name}}}}",
                "uri: http:x?p={{env:${header.name}}}"
            })
    void aNameThatIsOnlyKnownLaterIsRefused(String line) {
        assertThat(faults(line))
                .singleElement()
                .asString()
                .endsWith("whose name is not known in advance; write its name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beanType: java.lang.System",
                "simple: ${bean:type:java.lang.System?method=getenv('MISP_KEY')}",
                "uri: file:/proc/self?fileName=environ",
                "uri: file:/proc/self/environ",
                "simple: ${sysenv}",
                "constant: resource:file:secrets/admin",
                "uri: file:DIR/secrets/admin"
            })
    void theWaysAroundAreRefused(String line) {
        assertThat(faults(line.replace("DIR", directory.toString())))
                .isNotEmpty()
                .allMatch(fault -> fault.startsWith("own.camel.yaml:2: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simple: ${env:HOME}",
                "uri: http:x?p={{env:GREETING}}",
                "uri: http:x?p={{env:MISP_KEYS}}",
                "simple: ${sys.user.name}",
                "uri: http:x?p={{my.key}}",
                "uri: file:my-secrets/administration"
            })
    void everythingElseIsFree(String line) {
        assertThat(faults(line)).isEmpty();
    }

    @Test
    void validateNamesFileLineAndVariable() throws Exception {
        Path file = Files.createDirectories(directory.resolve("routes")).resolve("own.camel.yaml");
        Files.writeString(
                file,
                """
                - route:
                    id: own
                    from:
                      uri: timer:own
                      steps:
                        - log:
                            message: "${env:MISP_KEY}"
                """);

        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(RouteFiles.find(Folder.HOME, directory)))
                .contains(file + ":7: reads the environment variable MISP_KEY, which contains a secret" + HINT);
    }

    /** A placeholder that is put together while it runs. */
    /** The name of a file may be a word that any line has. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "description: sends the token in a header | no",
                "- {name: token, value: abc} | no",
                "setHeader: {name: token, constant: x} | no",
                "uri: file:token | yes",
                "uri: file:.?fileName=token | yes",
                "fileName: token | yes",
                "fileName: 'token' | yes",
                "constant: resource:file:token | yes",
                "description: a token from file:token | yes",
                "uri: file:../config/token | yes",
                "uri: file:tokens | no"
            })
    void aFileThatIsCalledByAWordIsNamedOnlyAsAFile(String line, String named) {
        SecretSources sources = new SecretSources(Set.of(), Set.of(), Set.of("token", "/etc/freshwatch/token"));

        assertThat(new SecretReads(sources).faults("own.camel.yaml", line + "\n"))
                .hasSize(named.equals("yes") ? 1 : 0)
                .allMatch(fault -> fault.contains("names the file token, which contains a secret"));
    }

    @Test
    void camelItselfRefusesThemToo() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            GuardedFunction.guard(context.getPropertiesComponent(), loaded.sources());
            context.start();

            for (String name : List.of("env:MISP_KEY", "env:misp.key:x", "sys:shared.secret")) {
                assertThatThrownBy(() -> context.resolvePropertyPlaceholders("{{" + name + "}}"))
                        .hasStackTraceContaining("contains a secret, which routes may not read");
            }
            assertThat(context.resolvePropertyPlaceholders("{{env:NO_SUCH_VARIABLE:x}} {{sys:user.name}}"))
                    .isEqualTo("x " + System.getProperty("user.name"));
            assertThatThrownBy(() -> context.resolvePropertyPlaceholders("{{path}}"))
                    .as("no key is a variable of the environment, or a system property")
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
