package dev.freshwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What docs/sinks.md shows works as it stands there, and what the docs lead to is there. */
class DocsTest {

    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->\\n```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path config;

    @Test
    void theSinksOfTheDocsGetWhatAHostileReceiverName() throws Exception {
        String docs = Files.readString(Path.of("docs/sinks.md"));
        Files.createDirectories(config.resolve("routes"));
        List<String> files = examples(docs);
        assertThat(files).containsExactly("routes/sink-chat.camel.yaml", "routes/sink-journal.camel.yaml");

        try (SimEsm esm = new SimEsm();
                WebhookReceiver chat = new WebhookReceiver()) {
            esm.appliance()
                    .addReceiver("ERC \"1\"\r\n${body} {{env:HOME}}")
                    .events()
                    .aged(Duration.ofMinutes(47));
            esm.appliance().alarms().stream().aged(Duration.ofMinutes(1));
            configure(esm, chat);
            try (WatchApp watch = start()) {
                assertThat(watch).isNotNull();
                await().until(() -> chat.hooks().count() > 0 && Files.exists(config.resolve("journal")));
            }
            String text = new ObjectMapper()
                    .readTree(chat.hooks().all().get(0).text())
                    .path("text")
                    .asText();
            assertThat(text)
                    .startsWith("[CRITICAL] ERC \"1\"  ${body} {{env:HOME}} events: newest event is 47 min old");
            try (Stream<Path> days = Files.list(config.resolve("journal"))) {
                assertThat(Files.readAllLines(days.toList().get(0))).containsExactly(text);
            }
        }
    }

    /** HttpClient's own repeat would sleep for the hour that is asked for, and the outbox would hear of nothing. */
    @Test
    void aChatThatAsksToWaitIsLeftAloneByTheOutboxAndNotInsideTheCall() throws Exception {
        String docs = Files.readString(Path.of("docs/sinks.md"));
        Files.createDirectories(config.resolve("routes"));
        examples(docs);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger outbox = (Logger) LoggerFactory.getLogger("dev.freshwatch.outbox");
        outbox.addAppender(log);
        log.start();
        try (SimEsm esm = new SimEsm();
                WebhookReceiver chat = new WebhookReceiver()) {
            chat.faults().always(SimFaults.ANY, SimFault.retryAfter(429, "3600"));
            esm.appliance().addReceiver("ERC-1").events().aged(Duration.ofMinutes(47));
            esm.appliance().alarms().stream().aged(Duration.ofMinutes(1));
            configure(esm, chat);
            try (WatchApp watch = start()) {
                assertThat(watch).isNotNull();
                await().until(() -> log.list.stream()
                        .anyMatch(event -> event.getFormattedMessage().contains("outbox:chat is failing")
                                && event.getFormattedMessage().contains("answered HTTP 429")));
            }
            assertThat(chat.hooks().count()).isEqualTo(1);
        } finally {
            outbox.detachAppender(log);
        }
    }

    private List<String> examples(String docs) throws IOException {
        List<String> names = new ArrayList<>();
        Matcher matcher = FILE.matcher(docs);
        while (matcher.find()) {
            names.add(matcher.group(1));
            Files.writeString(config.resolve(matcher.group(1)), matcher.group(2));
        }
        return names;
    }

    private void configure(SimEsm esm, WebhookReceiver chat) throws IOException {
        Files.writeString(
                config.resolve("application.properties"),
                String.format(
                        Locale.ROOT,
                        """
                esm.soc.url = %s
                esm.soc.username = %s
                esm.soc.password = %s
                esm.soc.receivers = all
                web.enabled = false
                sink.chat.url = %s
                sink.journal.folder = %s
                """,
                        esm.url(),
                        SimEsm.USERNAME,
                        SimEsm.PASSWORD,
                        chat.url(),
                        config.resolve("journal")));
    }

    private WatchApp start() throws Exception {
        RouteFiles routes = RouteFiles.find(Path.of("."), config);
        LoadedConfig loaded = Configuration.read(config, Map.of(), new Properties(), routes.names());
        Set<String> known = new HashSet<>(loaded.placeholders().keySet());
        known.addAll(WatchApp.PLACEHOLDERS);
        assertThat(new RouteValidator(known, loaded.settings().sinks()::isOn).faults(routes))
                .isEmpty();
        return WatchApp.watch(loaded, routes);
    }

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern INCLUDE = Pattern.compile("<(?:include|source)>([^<$]+)</");

    @Test
    void everyLinkOfWhatIsShippedLeadsToWhatIsShipped() throws IOException {
        List<PathMatcher> shipped = new ArrayList<>();
        Matcher include = INCLUDE.matcher(Files.readString(Path.of("packaging/distribution.xml")));
        while (include.find()) {
            shipped.add(FileSystems.getDefault().getPathMatcher("glob:" + include.group(1)));
        }
        List<Path> files;
        try (Stream<Path> all = Stream.concat(Files.list(Path.of("")), Files.walk(Path.of("docs"), 1))) {
            files = all.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> shipped.stream().anyMatch(glob -> glob.matches(file)))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(10);
        List<String> dead = new ArrayList<>();
        for (Path file : files) {
            Matcher link = LINK.matcher(Files.readString(file));
            while (link.find()) {
                if (!link.group(1).matches("[a-z]+:.*") && !leads(file, link.group(1), shipped)) {
                    dead.add(file + ": " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private static boolean isShipped(Path file, List<PathMatcher> shipped) throws IOException {
        if (Files.isDirectory(file)) {
            try (Stream<Path> inside = Files.list(file)) {
                return inside.anyMatch(one -> shipped.stream().anyMatch(glob -> glob.matches(one)));
            }
        }
        return Files.exists(file) && shipped.stream().anyMatch(glob -> glob.matches(file));
    }

    private static boolean leads(Path from, String link, List<PathMatcher> shipped) throws IOException {
        String[] parts = link.split("#", 2);
        Path to = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        return isShipped(to, shipped) && (parts.length == 1 || headings(to).contains(parts[1]));
    }

    /** As GitHub makes anchors of headings. */
    private static Set<String> headings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").strip().toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}
