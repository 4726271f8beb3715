package dev.freshwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.Loaded;
import dev.freshwatch.route.RouteCheck;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/sinks.md shows works as it stands there. */
class DocsTest {

    private static final Pattern FILE = Pattern.compile("<!-- file: (\\S+) -->\\n```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern STEP = Pattern.compile("<!-- step: address -->\\n```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path config;

    @Test
    void theSinksOfTheDocsGetWhatAHostileReceiverName() throws Exception {
        String docs = Files.readString(Path.of("docs/sinks.md"));
        Files.createDirectories(config.resolve("routes"));
        List<String> files = examples(docs);
        assertThat(files).containsExactly("routes/sink-chat.camel.yaml", "routes/sink-journal.camel.yaml");
        Files.writeString(config.resolve("routes/judge.camel.yaml"), router(docs));

        try (SimEsm esm = new SimEsm();
                WebhookReceiver chat = new WebhookReceiver()) {
            esm.appliance()
                    .addReceiver("ERC \"1\"\r\n${body} {{env:HOME}}")
                    .events()
                    .aged(Duration.ofMinutes(47));
            esm.appliance().alarms().stream().aged(Duration.ofMinutes(1));
            configure(esm, chat);
            try (Freshwatch watch = start()) {
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

    private List<String> examples(String docs) throws IOException {
        List<String> names = new ArrayList<>();
        Matcher matcher = FILE.matcher(docs);
        while (matcher.find()) {
            names.add(matcher.group(1));
            Files.writeString(config.resolve(matcher.group(1)), matcher.group(2));
        }
        return names;
    }

    /** The shipped router with the line of the docs, and the same line for the other example. */
    private static String router(String docs) throws IOException {
        Matcher step = STEP.matcher(docs);
        assertThat(step.find()).isTrue();
        return Files.readString(Path.of("routes/judge.camel.yaml"))
                + step.group(1)
                + step.group(1).replace("outbox:chat", "outbox:journal");
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

    private Freshwatch start() throws Exception {
        RouteFiles routes = RouteFiles.find(Path.of("."), config);
        Loaded loaded = Configuration.read(config, Map.of(), new Properties(), routes.names());
        Set<String> known = new HashSet<>(loaded.placeholders().keySet());
        known.addAll(Freshwatch.PLACEHOLDERS);
        assertThat(new RouteCheck(known, loaded.settings().sinks()::isOn).faults(routes))
                .isEmpty();
        return Freshwatch.watch(loaded, routes);
    }
}
