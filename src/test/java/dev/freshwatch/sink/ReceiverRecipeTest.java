package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.tls.Trust;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver that docs/sinks.md shows, as it stands there, against our own webhook and against forgers. */
class ReceiverRecipeTest {

    private static final Pattern RECIPE =
            Pattern.compile("<!-- python: receiver\\.py -->\\n```python\\n(.*?)```", Pattern.DOTALL);
    private static final String SECRET = "shared secret";

    @TempDir
    Path folder;

    private Process receiver;
    private URI url;

    @BeforeEach
    void start() throws Exception {
        boolean there = new ProcessBuilder("python3", "-c", "import sqlite3, http.server")
                        .start()
                        .waitFor()
                == 0;
        if (Boolean.getBoolean("freshwatch.peers.required")) {
            assertThat(there).as("python3 is there").isTrue();
        }
        Assumptions.assumeTrue(there, "no python3");
        Matcher recipe = RECIPE.matcher(Files.readString(Path.of("docs/sinks.md")));
        assertThat(recipe.find()).isTrue();
        Files.writeString(folder.resolve("receiver.py"), recipe.group(1));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder("python3", "receiver.py", Integer.toString(port))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("WEBHOOK_SECRET", SECRET);
        receiver = builder.start();
        url = URI.create("http://127.0.0.1:" + port + "/");
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            new Socket("127.0.0.1", port).close();
            return true;
        });
    }

    @AfterEach
    void stop() {
        if (receiver != null) {
            receiver.destroyForcibly();
        }
    }

    private List<String> taken() throws IOException {
        return Files.readAllLines(folder.resolve("out"));
    }

    private int post(String body, String signature) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-Freshwatch-Signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static String signature(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String event(String id, Instant time) {
        return "{\"id\":\"" + id + "\",\"time\":\"" + time
                + "\",\"type\":\"t\",\"subject\":\"s\",\"data\":{\"message\":\"m\"}}";
    }

    @Test
    void takesWhatOurWebhookSends() throws Exception {
        SinkSettings.Webhook settings = new SinkSettings.Webhook(
                url, new Secret(SECRET), Map.of(), Duration.ofSeconds(10), TlsSettings.DEFAULT);
        try (SinkRoute route = SinkRoute.start(
                "webhook",
                Map.of(),
                Map.of(
                        "webhookRequest",
                        new WebhookRequest(settings),
                        "webhookHttp",
                        new BoundedHttpClient(Trust.of(null, false), HttpLimits.of(settings.requestTimeout()))))) {
            Notice made = Notices.problem();
            Notice notice = new Notice(
                    made.id(),
                    made.kind(),
                    made.episode(),
                    made.finding(),
                    made.since(),
                    Instant.now(),
                    made.origin(),
                    null,
                    made.marks());
            route.send(notice);
            route.send(notice);
        }
        await().untilAsserted(() -> assertThat(taken())
                .containsExactly(
                        "dev.freshwatch.problem esm/soc/events/144116287587483648 ERC-1: newest event is 47 min old"
                                + " (limit 20 min)"));
    }

    @Test
    void takesEachOnceAndNothingThatIsForgedOrOld() throws Exception {
        String event = event("one", Instant.now());
        assertThat(post(event, signature(event))).isEqualTo(204);
        assertThat(post(event, signature(event))).as("a repeat, or a replay").isEqualTo(204);
        assertThat(post(event + " ", signature(event))).isEqualTo(401);
        assertThat(post(event, "sha256=00")).isEqualTo(401);
        String old = event("two", Instant.now().minus(Duration.ofDays(8)));
        assertThat(post(old, signature(old))).isEqualTo(410);
        assertThat(taken()).containsExactly("t s m");
    }
}
