package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.history.AuditTable;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that are taken out of the configuration while no watch is running. */
class GoneAtStartTest {

    private static final String SERVICE =
            """
            - templatedRoute:
                routeTemplateRef: service-tcp
                parameters:
                  - {name: name, value: %s}
                  - {name: what, value: tcp}
                  - {name: host, value: 127.0.0.1}
                  - {name: port, value: "1"}
                  - {name: every, value: 2s}
                  - {name: down-after, value: 1s}
                  - {name: delay, value: "1"}
            """;

    private static final String OWN =
            """
            - route:
                id: own
                from:
                  uri: timer:own
                  parameters: {delay: 1, repeatCount: 1, synchronous: true}
                  steps:
                    - setBody:
                        expression:
                          simple:
                            expression: ${map('check','service/own/queue','ok','false','text','17 wait')}
                            resultType: java.util.Map
                    - to: {uri: direct:observe}
            """;

    @TempDir
    Path directory;

    private Folder folder() {
        return new Folder(directory)
                .set("esm.soc.url", "https://127.0.0.1:1")
                .set("esm.soc.username", "x")
                .set("esm.soc.password", "y")
                .set("esm.soc.every", "1s")
                .set("esm.soc.receiver.17.error-after", "20m");
    }

    private Store store() {
        return Store.beside(
                new StateSettings("jdbc:sqlite:" + directory.resolve("state/freshwatch.db"), null, null),
                InstantSource.system());
    }

    private Set<String> looked() {
        Set<String> checks = new TreeSet<>();
        try (Store store = store()) {
            LookTable.all(store).forEach(look -> checks.add(look.check().value()));
        }
        return checks;
    }

    @Test
    void areForgottenByTheNextStartButNotWhatOwnRoutesReported() throws Exception {
        Folder folder = folder().set("esm.lab.url", "https://127.0.0.1:1")
                .set("esm.lab.username", "x")
                .set("esm.lab.password", "y")
                .set("esm.lab.every", "1s")
                .route(
                        "services.camel.yaml",
                        String.format(Locale.ROOT, SERVICE, "kept") + String.format(Locale.ROOT, SERVICE, "gone"))
                .route("own.camel.yaml", OWN);
        try (WatchApp watch = folder.watch()) {
            await().until(() -> looked().containsAll(Set.of(
                    "esm/lab/session",
                    "esm/soc/session",
                    "esm/soc/events/17",
                    "service/kept/tcp",
                    "service/gone/tcp",
                    "service/own/queue")));
        }
        assertThat(looked()).contains("esm/lab/session", "service/gone/tcp");
        Files.delete(directory.resolve("routes/own.camel.yaml"));
        folder = folder().set("esm.soc.receiver.18.error-after", "20m")
                .unset("esm.soc.receiver.17.error-after")
                .route("services.camel.yaml", String.format(Locale.ROOT, SERVICE, "kept"));
        try (WatchApp watch = folder.watch()) {
            await().until(() -> looked().contains("esm/soc/events/18"));
        }
        assertThat(looked())
                .contains("esm/soc/session", "esm/soc/events/18", "service/kept/tcp", "service/own/queue")
                .doesNotContain("esm/lab/session", "esm/soc/events/17", "service/gone/tcp");
        try (Store store = store()) {
            assertThat(new AuditTable(store).latest(9))
                    .extracting(line -> line.what() + " " + line.detail())
                    .anyMatch(line ->
                            line.startsWith("start esm/lab/session: not in the configuration any more; its problem"
                                    + " (critical since"))
                    .anyMatch(line -> line.startsWith("start service/gone/tcp: "));
        }
    }
}
