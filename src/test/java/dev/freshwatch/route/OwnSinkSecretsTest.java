package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.http.RawServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The address of a sink of one's own may hold a token, which Camel puts into its exceptions. */
class OwnSinkSecretsTest {

    private static final String TOKEN = "T0KEN-of-the-chat";

    private static final String SINK =
            """
            - route:
                id: sink-NAME
                from:
                  uri: outbox:NAME
                  steps:
                    - removeHeaders: {pattern: "*"}
                    - bean: {ref: noticeText, method: toJson}
            """;

    private static final String DOWN =
            """
            - templatedRoute:
                routeTemplateRef: service-tcp
                parameters:
                  - {name: name, value: wiki}
                  - {name: host, value: 127.0.0.1}
                  - {name: port, value: "1"}
                  - {name: every, value: 2s}
                  - {name: down-after, value: 1s}
                  - {name: delay, value: "1"}
            """;

    /** The steps of each sink, by its name. */
    private static final Map<String, String> SENDING = Map.of(
            "to", "- to: {uri: '{{url.refused}}'}\n",
            "to-dynamic", "- toD: {uri: '{{url.refused}}'}\n",
            "nobody", "- toD: {uri: '{{url.nobody}}'}\n",
            "nothing", "- toD: {uri: 'nonsense:{{token}}'}\n",
            "header", "- setHeader: {name: CamelHttpUri, constant: '{{url.refused}}'}\n- to: {uri: 'http:sink'}\n",
            "called", "- to: {uri: 'direct:called'}\n",
            "excepting",
                    """
                    - onException: {exception: [java.lang.Exception], steps: [{setHeader: {name: x, constant: y}}]}
                    - to: {uri: '{{url.refused}}'}
                    """);

    @TempDir
    Path directory;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.freshwatch");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level before;

    /** At the most that log.level gives. */
    @BeforeEach
    void keepTheLog() {
        before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.INFO);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void giveItBack() {
        root.detachAppender(log);
        root.setLevel(before);
        ours.setLevel(null);
    }

    @Test
    void reachesNeitherTheLogNorTheStore() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")) {
            Folder folder = new Folder(directory)
                    .set("outbox.max-pause", "1s")
                    .set("token", TOKEN)
                    .set("url.refused", server.uri("/" + TOKEN))
                    .set("url.nobody", "http://127.0.0.1:1/" + TOKEN)
                    .route("services.camel.yaml", DOWN)
                    .route(
                            "called.camel.yaml",
                            """
                            - route:
                                id: called
                                from:
                                  uri: direct:called
                                  steps:
                                    - toD: {uri: '{{url.refused}}'}
                            """);
            SENDING.forEach((name, steps) ->
                    folder.route("sink-" + name + ".camel.yaml", SINK.replace("NAME", name) + steps.indent(8)));
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                SENDING.keySet().forEach(sink -> await(sink).until(() -> tries(sink) > 1));
            }
        }
        assertThat(lines()).noneMatch(line -> line.contains(TOKEN));
        assertThat(storeText()).doesNotContain(TOKEN);
    }

    private long tries(String sink) {
        return lines().stream()
                .filter(line -> line.contains("outbox:" + sink + ": retrying "))
                .count();
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage() + " "
                        + Arrays.toString(event.getArgumentArray()) + text(event.getThrowableProxy()))
                .toList();
    }

    private static String text(IThrowableProxy thrown) {
        return thrown == null
                ? ""
                : "\n" + thrown.getClassName() + ": " + thrown.getMessage() + text(thrown.getCause());
    }

    private String storeText() throws Exception {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }
}
