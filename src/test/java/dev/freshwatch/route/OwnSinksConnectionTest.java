package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Soak;
import dev.freshwatch.app.TrialAssembly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.http.MutualTls;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sink.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An operator's own sinks, with the examples as they are shipped: behind a proxy, and with a company's certificates. */
class OwnSinksConnectionTest {

    /** The sink of one's own in docs/sinks.md, with the step that uses its proxy and certificates. */
    private static final String CHAT =
            """
            - route:
                id: sink-chat
                from:
                  uri: outbox:chat
                  steps:
                    - removeHeaders: {pattern: "*"}
                    - bean: {ref: noticeText, method: toJson}
                    - to:
                        uri: "{{sink.chat.url}}"
                        parameters: {httpMethod: POST, httpClientConfigurer: "#sinkHttp-chat"}
            """;

    @TempDir
    private static Path keys;

    private static Certificates server;
    private static Certificates ours;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = Certificates.make(keys, "dns:localhost,ip:127.0.0.1");
        ours = Certificates.make(keys, "dns:watch.example");
    }

    /** Takes whoever shows our certificate. */
    private static RawServer receiver() throws Exception {
        return RawServer.speakingTls(MutualTls.demanding(server, ours, "TLSv1.3"), peer -> {
            while (peer.readRequest()) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"ok\": true}");
            }
        });
    }

    private Folder install(RawServer receiver) throws IOException {
        return ExampleSinks.install(
                directory, "https://localhost:" + receiver.uri("/").getPort() + "/");
    }

    private static void certificates(Folder folder, String sink) {
        folder.set("sink." + sink + ".tls.ca-file", server.certificate())
                .set("sink." + sink + ".tls.cert-file", ours.certificate())
                .set("sink." + sink + ".tls.key-file", ours.key());
    }

    static Stream<RealProxy.Kind> proxies() {
        return Soak.rows(1, List.of(RealProxy.Kind.values()));
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void eachExampleWorksBehindAProxyAndACompanysCertificates(RealProxy.Kind kind) throws Exception {
        try (RealProxy proxy = RealProxy.start(kind);
                RawServer receiver = receiver()) {
            Folder folder = install(receiver)
                    .set("proxy.url", proxy.url())
                    .set("proxy.username", RealProxy.USERNAME)
                    .set("proxy.password", RealProxy.PASSWORD);
            folder.route("sink-chat.camel.yaml", CHAT)
                    .set(
                            "sink.chat.url",
                            "https://localhost:" + receiver.uri("/").getPort() + "/chat");
            List<String> sinks = Stream.concat(ExampleSinks.BY_HTTP.stream(), Stream.of("chat"))
                    .toList();
            sinks.forEach(sink -> certificates(folder, sink));

            Map<String, String> drill = ExampleSinks.drill(folder);

            assertThat(drill)
                    .containsOnlyKeys(
                            Stream.concat(sinks.stream(), Stream.of("file")).toArray(String[]::new));
            assertThat(drill)
                    .allSatisfy((sink, result) -> assertThat(result).as(sink).isEqualTo("ACCEPTED"));
            String tunnel = "CONNECT localhost:" + receiver.uri("/").getPort();
            await().untilAsserted(
                            () -> assertThat(proxy.log().split(tunnel, -1)).hasSize(sinks.size() + 1));
            assertThat(receiver.requests).hasSize(sinks.size()).allSatisfy(request -> assertThat(request)
                    .doesNotContainIgnoringCase("proxy-authorization"));
        }
    }

    /** Each of three sinks lacks something else, and the fourth nothing; nobody answers at the address of the proxy. */
    @Test
    void whatIsMissingIsNamedWithItsKey() throws Exception {
        try (RawServer receiver = receiver();
                RawServer gone = RawServer.answering("")) {
            int closed = gone.uri("/").getPort();
            gone.close();
            Folder folder = install(receiver).set("proxy.url", "http://127.0.0.1:" + closed);
            ExampleSinks.BY_HTTP.stream()
                    .filter(sink -> !List.of("slack", "teams", "keep", "ntfy").contains(sink))
                    .forEach(sink -> folder.set("sink." + sink + ".enabled", "false"));
            folder.set("sink.slack.proxy", "none");
            folder.set("sink.teams.proxy", "none").set("sink.teams.tls.ca-file", server.certificate());
            certificates(folder, "keep");
            folder.set("sink.ntfy.proxy", "none").set("sink.ntfy.tls.insecure", "true");
            folder.set("sink.ntfy.tls.cert-file", ours.certificate()).set("sink.ntfy.tls.key-file", ours.key());

            assertThat(ExampleSinks.drill(folder, Duration.ofSeconds(6)))
                    .containsEntry(
                            "slack",
                            "NO_ANSWER certificate is not trusted: it does not lead to a known CA; sink.slack.tls.ca-file must"
                                    + " name the CA, or the certificate itself if it is self-signed")
                    .containsEntry(
                            "teams",
                            "NO_ANSWER server asked for a client certificate, got none and ended the connection; set"
                                    + " sink.teams.tls.cert-file and sink.teams.tls.key-file")
                    .containsEntry(
                            "keep", "NO_ANSWER proxy 127.0.0.1 port " + closed + " (proxy.url): connection refused")
                    .containsEntry("ntfy", "ACCEPTED");
            assertThat(receiver.requests).hasSize(1);
        }
    }

    private static final String UNUSED = "has no effect, because no step of the sink uses it; add httpClientConfigurer:"
            + " \"#sinkHttp-%s\" to the parameters of its http step, or remove the key";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            slack | #sinkHttp-slack             | proxy        | none |
            slack | #sinkHttp-slack             | tls.insecure | true |
            slack | #bean:sinkHttp-slack        | tls.insecure | true |
            slack | #sinkHttp-slack-bot         | proxy        | none | there is no bean 'sinkHttp-slack-bot'
            slack | #sinkHttp                   | proxy        | none | UNUSED
            slack |                             | proxy        | none | UNUSED
            slack |                             | tls.insecure | true | UNUSED
            """)
    void aKeyThatNoStepUsesIsAFault(String sink, String bean, String key, String value, String fault) throws Exception {
        String step = "- to: {uri: \"http:slack\", parameters: {httpMethod: POST BEAN}}"
                .replace(" BEAN", bean == null ? "" : ", httpClientConfigurer: \"" + bean + "\"");
        Folder folder = new Folder(directory)
                .misp("intel", "http://127.0.0.1:1")
                .set("sink." + sink + "." + key, value)
                .route(
                        "sink-slack.camel.yaml",
                        """
                - route:
                    id: sink-slack
                    # not a use: #sinkHttp-slack
                    from:
                      uri: outbox:slack
                      steps:
                        - removeHeaders: {pattern: "*"}
                        STEP
                """
                                .replace("STEP", step));

        List<String> faults = faults(folder);

        if (fault == null) {
            assertThat(faults).isEmpty();
        } else if (fault.equals("UNUSED")) {
            assertThat(faults)
                    .singleElement()
                    .asString()
                    .matches("application\\.properties:\\d+: .*")
                    .endsWith(": sink.slack." + key + ": " + UNUSED.replace("%s", sink));
        } else {
            assertThat(faults).anyMatch(each -> each.contains(fault));
        }
    }

    /** A component of one's own may have parameters for them. */
    @ParameterizedTest
    @CsvSource({
        "{{sink.slack.proxy}}, yes",
        "{{?sink.slack.proxy}}, yes",
        "{{sink.slack.proxy:none}}, yes",
        "${properties:sink.slack.proxy}, yes",
        "{{sink.slack.proxy-url:}}, no",
        "sink.slack.proxy, no",
    })
    void aKeyThatAStepHandsOnItselfIsUsed(String written, String used) throws Exception {
        Folder folder = new Folder(directory)
                .misp("intel", "http://127.0.0.1:1")
                .set("sink.slack.proxy", "none")
                .route(
                        "sink-slack.camel.yaml",
                        """
                - route:
                    id: sink-slack
                    from:
                      uri: outbox:slack
                      steps:
                        - removeHeaders: {pattern: "*"}
                        - log: {message: "WRITTEN"}
                """
                                .replace("WRITTEN", written));

        List<String> faults = faults(folder);

        if (used.equals("yes")) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults).singleElement().asString().endsWith(UNUSED.replace("%s", "slack"));
        }
    }

    private static List<String> faults(Folder folder) throws Exception {
        RouteFiles routes = RouteFiles.find(Folder.HOME, folder.path());
        LoadedConfig loaded = folder.read(routes);
        return Stream.concat(
                        RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes).stream(),
                        TrialAssembly.faults(loaded, routes).stream())
                .toList();
    }
}
