package dev.freshwatch.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running watch answers, held against its own description. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ApiOverWatchTest {

    private static final String HOSTILE = "ERC \"</script><b>'&\u202E\u2028\\";
    private static final String TOKEN = "t0ken-of-the-nightly-backup";

    private static final String PUSH =
            """
            - templatedRoute:
                routeTemplateRef: service-push
                parameters:
                  - {name: name, value: backup}
                  - {name: what, value: nightly}
                  - {name: every, value: 1s}
                  - {name: error-after, value: 25h}
                  - {name: token, value: secret.backup}
            """;

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> asked = new TreeSet<>();
    private OpenApi description;
    private WatchApp watch;

    private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + watch.webPort().getAsInt() + path);
        return client.send(
                request.uri(uri).timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Holds the answer to this operation against its description. */
    private HttpResponse<String> asked(String operation, HttpRequest.Builder request, String path, int status)
            throws Exception {
        HttpResponse<String> answer = send(request, path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        String type = answer.headers().firstValue("content-type").orElse("");
        assertThat(description.faults(operation, status, type, answer.body()))
                .as(path + ": " + answer.body())
                .isEmpty();
        asked.add(operation);
        return answer;
    }

    private JsonNode get(String operation, String path) throws Exception {
        return OpenApi.JSON.readTree(
                asked("get " + operation, HttpRequest.newBuilder(), path, 200).body());
    }

    private void refused(String operation, String path, int status) throws Exception {
        asked("get " + operation, HttpRequest.newBuilder(), path, status);
    }

    @Test
    void everyEndpointAnswersAsItIsDescribed() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = esm.appliance().addReceiver(HOSTILE);
            receiver.events().aged(Duration.ofMinutes(47));
            Files.writeString(directory.resolve("token"), TOKEN + "\n");
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .receivers("soc", receiver)
                    .webhook(webhook)
                    .set("web.enabled", "true")
                    .set("web.port", "0")
                    .set("secret.backup", "{{file:token}}")
                    .route("my-services.camel.yaml", PUSH);
            String check = "esm/soc/events/" + receiver.id();
            try (WatchApp running = folder.watch()) {
                watch = running;
                description = new OpenApi(OpenApi.JSON.readTree(
                        send(HttpRequest.newBuilder(), "/api/openapi.json").body()));
                await().untilAsserted(() -> assertThat(send(HttpRequest.newBuilder(), "/api/notices?check=" + check)
                                .body())
                        .contains("\"outcome\":\"delivered\""));
                ask(check);
            }
        }
    }

    private void ask(String check) throws Exception {
        await().untilAsserted(() ->
                assertThat(get("/api/checks", "/api/checks").path("unseen")).isEmpty());
        JsonNode all = get("/api/checks", "/api/checks");
        assertThat(all.path("checks"))
                .filteredOn(one -> one.path("check").asText().equals(check))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.path("name").asText()).isEqualTo("ERC \"</script><b>'&  \\ events");
                    assertThat(one.path("state").asText()).isEqualTo("critical");
                });
        refused("/api/checks", "/api/checks?state=ok", 400);

        JsonNode one = get("/api/checks/{id}", "/api/checks/" + check);
        assertThat(one.path("told").path(0).path("outcome").asText()).isEqualTo("delivered");
        assertThat(get("/api/checks/{id}", "/api/checks/" + check.replace("/", "%2F"))
                        .path("problem"))
                .isEqualTo(one.path("problem"));
        refused("/api/checks/{id}", "/api/checks/esm/soc/nothing", 404);

        JsonNode notices = get("/api/notices", "/api/notices?limit=1");
        assertThat(notices.path("notices")).hasSize(1);
        refused("/api/notices", "/api/notices?limit=x", 400);

        Instant now = Instant.now();
        String history =
                "/api/history/" + check + "?step=1m&from=" + now.minusSeconds(600) + "&to=" + now.plusSeconds(60);
        await().untilAsserted(() ->
                assertThat(send(HttpRequest.newBuilder(), history).body()).contains("\"critical\":1"));
        assertThat(get("/api/history/{id}", history).path("spans")).hasSize(11);
        refused("/api/history/{id}", "/api/history/" + check + "?step=1s&from=0", 400);
        refused("/api/history/{id}", "/api/history/esm/soc/nothing", 404);

        HttpResponse<String> badge =
                asked("get /badge/{id}.svg", HttpRequest.newBuilder(), "/badge/" + check + ".svg", 200);
        assertThat(badge.body()).contains("critical").doesNotContain("<b>");
        assertThat(badge.headers().allValues("cross-origin-resource-policy")).containsExactly("cross-origin");
        refused("/badge/{id}.svg", "/badge/esm/soc/nothing.svg", 404);
        push();
        assertThat(asked).isEqualTo(description.operations());
    }

    private static HttpRequest.Builder report(String token) {
        return HttpRequest.newBuilder()
                .POST(HttpRequest.BodyPublishers.ofString("what it did"))
                .header("Authorization", "Bearer " + token);
    }

    private void push() throws Exception {
        String operation = "post /push/{name}/{what}";
        String path = "/push/backup/nightly";
        Path file = directory.resolve("reports/backup/nightly");
        String wrong = asked(operation, report("wrong"), path, 401).body();
        assertThat(asked(operation, report(TOKEN), "/push/backup/other", 401).body())
                .as("says nothing of which checks there are")
                .isEqualTo(wrong);
        assertThat(send(HttpRequest.newBuilder(), path).statusCode()).isEqualTo(405);
        assertThat(file).doesNotExist();

        asked(operation, report(TOKEN), path, 204);
        assertThat(Files.getLastModifiedTime(file).toInstant())
                .isBetween(Instant.now().minusSeconds(120), Instant.now());
        await().untilAsserted(() -> assertThat(get("/api/checks/{id}", "/api/checks/service/backup/nightly")
                        .path("check")
                        .path("reason")
                        .asText())
                .isEqualTo("fresh"));
    }

    private int status(HttpRequest.Builder request, String path) throws Exception {
        return send(request, path).statusCode();
    }

    private static HttpRequest.Builder login(String password) {
        String login = "operator:" + password;
        return HttpRequest.newBuilder()
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    /** Password, tokens and maintenances of the configuration in force; nobody who reads meanwhile gets an error. */
    @Test
    void aReloadIsInForceForReadersAndReports() throws Exception {
        Files.writeString(directory.resolve("token"), TOKEN);
        Folder folder = new Folder(directory)
                .set("web.enabled", "true")
                .set("web.port", "0")
                .set("secret.backup", "{{file:token}}")
                .route("my-services.camel.yaml", PUSH);
        try (WatchApp running = folder.watch()) {
            watch = running;
            await().untilAsserted(() -> assertThat(
                            send(HttpRequest.newBuilder(), "/api/checks").body())
                    .contains("\"check\":\"service/backup/nightly\""));
            assertThat(status(report(TOKEN), "/push/backup/nightly")).isEqualTo(204);
            AtomicBoolean done = new AtomicBoolean();
            FutureTask<Set<Integer>> reader = new FutureTask<>(() -> {
                Set<Integer> seen = new TreeSet<>();
                while (!done.get()) {
                    seen.add(status(HttpRequest.newBuilder(), "/api/checks"));
                }
                return seen;
            });
            new Thread(reader, "reader").start();

            Files.writeString(directory.resolve("token"), "another-token-of-the-backup");
            folder.set("web.username", "operator")
                    .set("web.password", "secret")
                    .set("silence.always.checks", "service/*")
                    .set("silence.always.when", "Mon-Sun 00:00-24:00");
            assertThat(folder.reload(watch)).isEmpty();
            done.set(true);

            assertThat(reader.get()).isSubsetOf(200, 401);
            assertThat(status(HttpRequest.newBuilder(), "/api/checks")).isEqualTo(401);
            assertThat(status(login("wrong"), "/")).isEqualTo(401);
            assertThat(status(login("secret"), "/")).isEqualTo(200);
            assertThat(status(report(TOKEN), "/push/backup/nightly")).isEqualTo(401);
            assertThat(status(report("another-token-of-the-backup"), "/push/backup/nightly"))
                    .isEqualTo(204);
            assertThat(send(login("secret"), "/api/checks/service/backup/nightly")
                            .body())
                    .contains("\"by\":\"silence.always\"");
        }
    }
}
