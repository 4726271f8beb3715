package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.AuditTable;
import dev.freshwatch.history.KnownSourceTable;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.service.KnownSource;
import dev.freshwatch.store.Sql;
import dev.freshwatch.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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

    private static void look(Store store, String check) {
        store.transaction(connection -> Sql.update(
                connection,
                """
                INSERT INTO check_look (check_id, subject, name, state, reason, detail, observed_at, confirmed, recent,
                  settings) VALUES (?, 'x', 'x', 'CRITICAL', 'STALE', 'x', ?, 1, 'c', '')""",
                check,
                Instant.parse("2026-11-20T12:00:00Z")));
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
        try (Store store = store()) {
            CheckId list = new CheckId("service/list/events");
            new KnownSourceTable(() -> store, any -> null)
                    .keep(list, List.of(new KnownSource(new CheckId(list + "/a"), "a", "a", null)));
            look(store, list + "/a");
            // of no list
            look(store, "service/own/queue/in");
            // of a list that was made and whose source nobody remembers any more
            look(store, "service/gone/tcp/a");
        }
        Files.delete(directory.resolve("routes/own.camel.yaml"));
        folder = folder().set("esm.soc.receiver.18.error-after", "20m")
                .unset("esm.soc.receiver.17.error-after")
                .route("services.camel.yaml", String.format(Locale.ROOT, SERVICE, "kept"));
        try (WatchApp watch = folder.watch()) {
            await().until(() -> looked().contains("esm/soc/events/18"));
        }
        assertThat(looked())
                .contains(
                        "esm/soc/session",
                        "esm/soc/events/18",
                        "service/kept/tcp",
                        "service/own/queue",
                        "service/own/queue/in")
                .doesNotContain(
                        "esm/lab/session",
                        "esm/soc/events/17",
                        "service/gone/tcp",
                        "service/gone/tcp/a",
                        "service/list/events/a");
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
