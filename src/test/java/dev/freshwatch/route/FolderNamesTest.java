package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.sim.WebhookReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
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
                "a+b 100% 50%20off %zz",
                "two  words ",
                "#1",
                "what?x=y",
                "100%25 #1? & a,b ",
                "?journal_mode=off",
                "*[1];&",
                "München 東京",
                "'q' \"d\" back\\slash",
                "RAW(x) {{x}} ${body}",
                "file:x",
                "jar!",
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
            assertThat(new RouteValidator(Set.of("wiki.url"), sink -> false).faults(RouteFiles.find(Folder.HOME, home)))
                    .noneMatch(fault -> fault.contains("my.camel.yaml"));
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await("the service of its routes is asked, with the secret of its file")
                        .until(() -> webhook.hooks().count() > 0);
                assertThat(Files.size(home.resolve("state/freshwatch.db"))).isPositive();
            }
        }
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all)
                    .as("nothing is made elsewhere")
                    .containsExactly(directory.resolve(name.replaceFirst("/.*", "")));
        }
    }
}
