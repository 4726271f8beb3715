package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillRun;
import dev.freshwatch.app.TrialAssembly;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.LoadedConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** All files of examples/sinks, copied into a configuration with the keys that their comments name. */
class ExampleSinksDrillTest {

    private static final Path EXAMPLES = Folder.HOME.resolve("examples/sinks");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^#   ([a-z.-]+) = (.*?)(?: {5}.*)?$");
    private static final Pattern FILE = Pattern.compile("\\{\\{file:([a-z.-]+)}}");
    private static final String TOKEN = "T0KEN-of-the-receiver-3456789012";

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
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        Folder folder = new Folder(directory).misp("intel", "http://127.0.0.1:1");
        folder.set("sink.slack-bot.url", url).set("sink.pagerduty.url", url);
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            // that one needs jars in lib/, and a broker
            for (Path file : files.filter(each -> !each.endsWith("sink-kafka.camel.yaml"))
                    .toList()) {
                String text = Files.readString(file);
                folder.route(file.getFileName().toString(), text);
                for (Matcher property = PROPERTY.matcher(text); property.find(); ) {
                    String value = property.group(2).strip().replaceFirst("^https?://[^{]*", url);
                    folder.set(property.group(1), value.startsWith("/var/") ? "notices.json" : value);
                    for (Matcher named = FILE.matcher(value); named.find(); ) {
                        String secret = named.group(1).endsWith(".url") ? url + TOKEN : TOKEN;
                        Files.writeString(directory.resolve(named.group(1)), secret + "\n");
                    }
                }
            }
        }
        return folder;
    }

    private Map<String, String> drill() throws Exception {
        try (DrillRun run = install().drill()) {
            return run.send(Duration.ofSeconds(90), () -> false).stream()
                    .collect(Collectors.toMap(
                            DrillOutcome::sink,
                            outcome -> outcome.result() + (outcome.reason() == null ? "" : " " + outcome.reason()),
                            (one, other) -> one,
                            TreeMap::new));
        }
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
