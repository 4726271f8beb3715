package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.app.TrialAssembly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.LoadedConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** All files of examples/sinks, copied into a configuration with the keys that their comments name. */
class ExampleSinksDrillTest {

    private static final String TOKEN = ExampleSinks.TOKEN;

    @TempDir
    private Path directory;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.freshwatch");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private HttpServer server;
    private int status = 200;
    private String answer = "{\"ok\": true}";

    @BeforeEach
    void aReceiver() throws Exception {
        log.start();
        root.addAppender(log);
        ours.setLevel(Level.TRACE);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        root.detachAppender(log);
        ours.setLevel(null);
    }

    private Folder install() throws Exception {
        return ExampleSinks.install(
                directory, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private Map<String, String> drill() throws Exception {
        return ExampleSinks.drill(install());
    }

    @Test
    void areValidAndAccepted() throws Exception {
        Folder folder = install();
        RouteFiles routes = RouteFiles.find(Folder.HOME, directory);
        LoadedConfig loaded = folder.read(routes);
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
        assertThat(TrialAssembly.faults(loaded, routes)).isEmpty();

        assertThat(drill())
                .hasSize(11)
                .allSatisfy((sink, result) -> assertThat(result).as(sink).isEqualTo("ACCEPTED"));
        assertThat(Files.readString(directory.resolve("notices.json"))).contains("dev.freshwatch.drill");
        assertThat(lines()).noneMatch(line -> line.contains(TOKEN));
    }

    @Test
    void areRefusedWithTheWordsOfTheReceiverAndNoSecret() throws Exception {
        status = 400;
        answer = "{\"message\": \"no such hook " + TOKEN + "\"}";
        Map<String, String> refused = drill();
        assertThat(refused.remove("file")).isEqualTo("ACCEPTED");
        assertThat(refused)
                .hasSize(10)
                .allSatisfy((sink, result) ->
                        assertThat(result).as(sink).startsWith("REFUSED").contains("answered HTTP 400: no such hook "));
        refused.remove("alertmanager");
        assertThat(refused.toString()).doesNotContain(TOKEN);
        String own =
                lines().stream().filter(line -> !line.contains("alertmanager")).collect(Collectors.joining("\n"));
        assertThat(own).doesNotContain(TOKEN);
    }

    @Test
    void aSecretThatIsMissingIsAFaultOfItsFile() throws Exception {
        Folder folder = install().unset("secret.slack");
        RouteFiles routes = RouteFiles.find(Folder.HOME, directory);
        assertThat(RouteValidator.with(folder.read(routes), WatchApp.PLACEHOLDERS)
                        .faults(routes))
                .singleElement()
                .asString()
                .matches(
                        ".*/sink-slack\\.camel\\.yaml:\\d+: secret\\.slack is not set; add secret\\.slack=\\{\\{file:…}} to"
                                + " application\\.properties");
        folder.set("sink.slack.enabled", "false");
        assertThat(RouteValidator.with(folder.read(routes), WatchApp.PLACEHOLDERS)
                        .faults(routes))
                .isEmpty();
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : " " + event.getThrowableProxy().getMessage()))
                .toList();
    }
}
