package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Freshwatch;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.sim.WebhookReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration folder may be called whatever the file system takes. */
class FolderNamesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a+b",
                "100%",
                "50%20off",
                "%zz",
                "two  words ",
                "#1",
                "what?x=y",
                "100%25 #1? & a,b ",
                "?journal_mode=off",
                "*",
                "a,b",
                "München 東京",
                "a;b&c",
                "[1]",
                "'q' \"d\"",
                "back\\slash",
                "RAW(x)",
                "{{x}}",
                "${body}",
                "file:x",
                "jar!/in",
                "~"
            })
    void everythingInItIsFound(String name) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name).resolve("cfg"));
        Files.writeString(home.resolve("token"), "Bearer it's me\n");
        try (WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = new Folder(home)
                    .set("secret.wiki", "{{file:token}}")
                    .set("wiki.url", webhook.url())
                    .route(
                            "my.camel.yaml",
                            """
                            - templatedRoute:
                                routeTemplateRef: service-http
                                parameters:
                                  - name: name
                                    value: wiki
                                  - name: url
                                    value: "{{wiki.url}}"
                                  - name: headers
                                    value: "Authorization: secret.wiki"
                                  - name: status
                                    value: 2xx
                            """);
            assertThat(new RouteCheck(Set.of("wiki.url"), sink -> false).faults(RouteFiles.find(Folder.HOME, home)))
                    .noneMatch(fault -> fault.contains("my.camel.yaml"));
            try (Freshwatch asking = folder.ask()) {
                List<Finding> findings = asking.questioning().check(Duration.ofSeconds(20), check -> true);
                assertThat(findings).extracting(Finding::message).hasSize(1);
            }
            try (Freshwatch watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().until(() -> Files.size(home.resolve("state/freshwatch.db")) > 0);
            }
        }
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all)
                    .as("nothing is made elsewhere")
                    .containsExactly(directory.resolve(name.replaceFirst("/.*", "")));
        }
    }
}
