package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freshwatch.route.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the configuration and of the routes are shown together. */
class WatchConfigTest {

    private static final String CHAT =
            """
            - route:
                id: sink-chat
                from:
                  uri: outbox:chat
                  steps:
                    - to: {uri: "{{chat.url}}"}
            """;

    @TempDir
    Path directory;

    private Folder folder;

    @BeforeEach
    void good() {
        folder = new Folder(directory)
                .set("esm.soc.url", "https://esm.invalid")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .set("chat.url", "https://chat.invalid/x");
    }

    private List<String> faults() {
        folder.write();
        return catchThrowableOfType(RefusedConfig.class, folder::config).faults();
    }

    private static String wiki(String parameters) {
        return """
                - templatedRoute:
                    routeTemplateRef: service-http
                    parameters:
                      - {name: name, value: wiki}
                      - {name: url, value: "https://wiki.invalid/"}
                """
                + parameters.indent(6);
    }

    @Test
    void aFaultOfARouteIsShownBesideOneOfAKey() {
        folder.set("esm.soc.evry", "1s").unset("esm.soc.username").route("sink-chat.camel.yaml", CHAT);

        assertThat(faults())
                .hasSize(3)
                .anyMatch(fault -> fault.contains("esm.soc.evry: unknown key"))
                .anyMatch(fault -> fault.contains("esm.soc.username: is missing"))
                .anyMatch(fault -> fault.contains("sink-chat.camel.yaml:6: route sink-chat does not begin with"));
    }

    @Test
    void whatDependsOnABrokenKeyIsNotJudged() {
        folder.set("chat.url", "{{env:NOBODY_SETS_THIS}}")
                .set("secret.wiki", "{{file:nowhere}}")
                .set("wiki.slow", "{{env:NOBODY_SETS_THIS}}")
                .route("sink-chat.camel.yaml", CHAT)
                .route(
                        "wiki.camel.yaml",
                        wiki("- {name: headers, value: \"Authorization: secret.wiki\"}")
                                + wiki("- {name: slow-after, value: \"{{wiki.slow}}\"}"));

        assertThat(faults())
                .hasSize(4)
                .anyMatch(fault -> fault.contains("chat.url: environment variable"))
                .anyMatch(fault -> fault.contains("wiki.slow: environment variable"))
                .anyMatch(fault -> fault.contains("secret.wiki: cannot read"))
                .anyMatch(fault -> fault.contains("sink-chat.camel.yaml:6"));
    }

    @Test
    void whereALineCannotBeReadAnyKeyMayBeInIt() throws Exception {
        folder.unset("chat.url").set("chat.url", "https://chat.invalid/\\").route("sink-chat.camel.yaml", CHAT);
        folder.write();
        Files.writeString(
                directory.resolve("application.properties"),
                "esm.soc.url=https://esm.invalid\nesm.soc.username=x\nesm.soc.password=y\nchat.u\\u00zz=1\n");

        assertThat(catchThrowableOfType(RefusedConfig.class, folder::config).faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("application.properties:4: has a \\u"))
                .anyMatch(fault -> fault.contains("sink-chat.camel.yaml:6"));
    }

    @Test
    void aBrokenSinkDoesNotHideItsRouteAndIsNotAFaultTwice() {
        folder.set("sink.syslog.enabled", "true")
                .set("sink.syslog.port", "many")
                .route("sink-chat.camel.yaml", CHAT.replace("chat.url", "chat.address"));

        assertThat(faults())
                .as("the host is missing, the port is no number, nobody reads chat.url, and the two of the route")
                .hasSize(5)
                .anyMatch(fault -> fault.contains("sink.syslog.host: is missing"))
                .anyMatch(fault -> fault.contains("sink.syslog.port"))
                .anyMatch(fault -> fault.contains("chat.url: unknown key"))
                .anyMatch(fault -> fault.contains("{{chat.address}} is not set"));
    }

    private static final String OWN =
            """
            - route:
                id: own
                from:
                  uri: direct:own
                  steps:
                    - bean: {ref: nobody, method: knows}
            """;

    /** Each of them is left out of the trial, with what belongs to it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "esm.soc.evry=1s",
                "esm.soc.every=often",
                "esm.soc.tls.ca-file=nowhere.pem",
                "misp.intel.key={{file:nowhere}}",
                "sink.syslog.port=many",
                "sink.mail.enabled=maybe",
                "sink.webhook.enabled=true",
                "proxy.url=ftp://proxy.invalid",
                "alert.confirm=0",
                "silence.night.when=never",
                "outbox.max-pause=long",
                "drill.every=now",
                "heartbeat.url=nowhere",
                "web.username=ops",
                "log.level=loud",
            })
    void whatOnlyMakingTheRoutesFindsIsShownBesideABrokenKey(String line) {
        String key = line.substring(0, line.indexOf('='));
        folder.set("esm.lab.url", "https://lab.invalid")
                .set("esm.lab.username", "x")
                .set("esm.lab.password", "y")
                .unset("chat.url")
                .set("sink.syslog.enabled", "true")
                .set("sink.syslog.host", "127.0.0.1")
                .set(key, line.substring(key.length() + 1))
                .route("own.camel.yaml", OWN);

        assertThat(faults())
                .anyMatch(fault -> fault.startsWith("application.properties")
                        && fault.contains(key.replaceFirst("[.][^.]*$", ".")))
                .filteredOn(fault -> !fault.startsWith("application.properties"))
                .singleElement()
                .asString()
                .contains("own.camel.yaml:6: there is no bean 'nobody'");
    }

    @Test
    void whatOnlyMakingTheRoutesFindsIsShownBesideABrokenRule() {
        folder.route("sink-chat.camel.yaml", CHAT).route("own.camel.yaml", OWN);

        assertThat(faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("sink-chat.camel.yaml:6"))
                .anyMatch(fault -> fault.contains("own.camel.yaml:6: there is no bean 'nobody'"));
    }
}
