package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.Soak;
import dev.freshwatch.app.Reloads;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A watch as shipped whose configuration and routes are exchanged while it runs. */
class ReloadTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> reloads() {
        return new SideBySide(3)
                .add("a limit, a Receiver and a sink change, and the session is kept", this::good)
                .add("what is refused changes nothing, and is told once", this::bad)
                .add("a secret that is refused is read anew once its file has changed", this::secret)
                .add("many reloads, good and bad in turn, with a sink up and down", this::many)
                .add("ports, logins, sinks and routes come and go", this::comeAndGo)
                .add("whatever breaks while it is made is a reason, and the watch goes on", this::broken)
                .add("a platform that is gone ends its problem without a notice", this::gone)
                .tests();
    }

    private Folder folder(SimEsm esm) throws IOException {
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.request-timeout", "5s")
                .set("esm.soc.query-timeout", "10s")
                .set("esm.soc.events.error-after", "50m");
    }

    private static SimDevice live(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    /** {@code problem esm/soc/session critical}, in the order of arrival. */
    private static List<String> told(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(ReloadTest::json)
                .map(event -> event.at("/data/kind").textValue() + " "
                        + event.get("subject").textValue() + " "
                        + event.at("/data/state").textValue())
                .toList();
    }

    private static JsonNode json(WebhookReceiver.Hook hook) {
        try {
            return new ObjectMapper().readTree(hook.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> accepted(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .filter(WebhookReceiver.Hook::accepted)
                .map(hook -> json(hook).at("/data/kind").textValue() + " "
                        + json(hook).get("subject").textValue())
                .toList();
    }

    private static long ofReceiver(WebhookReceiver webhook) {
        return accepted(webhook).stream()
                .filter(notice -> !notice.endsWith("freshwatch/configuration"))
                .count();
    }

    /** How many notices of the Receiver were sent at least once, accepted or not. */
    private static long triedOfReceiver(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(ReloadTest::json)
                .filter(event -> !event.get("subject").textValue().equals("freshwatch/configuration"))
                .map(event -> event.get("id").textValue())
                .distinct()
                .count();
    }

    private static void awaitTold(WebhookReceiver webhook, String... notices) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook)).containsExactly(notices));
    }

    /** Waits until this many further cycles have been asked for. */
    private static void awaitCycles(SimEsm esm, int cycles) {
        long before = esm.requests().of("essmgtGetESSTime");
        await().atMost(PATIENCE).until(() -> esm.requests().of("essmgtGetESSTime") >= before + cycles);
    }

    private void good() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver();
                WebhookReceiver other = new WebhookReceiver()) {
            SimDevice receiver = live(esm, "ERC-1");
            Folder folder = folder(esm).webhook(webhook);
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 2);
                EventFlow.stop(receiver);
                assertThat(folder.set("esm.soc.events.error-after", "20m").reload(watch))
                        .isEmpty();
                String check = "esm/soc/events/" + receiver.id();
                awaitTold(webhook, "problem " + check + " critical");
                assertThat(folder.set("sink.webhook.url", other.url()).reload(watch))
                        .isEmpty();
                EventFlow.resume(receiver);
                awaitTold(other, "recovery " + check + " ok");
                for (int i = 0; i < 3; i++) {
                    assertThat(folder.reload(watch)).isEmpty();
                }
                awaitCycles(esm, 2);
            }
            assertThat(esm.requests().of("login")).isEqualTo(1);
            assertThat(told(webhook)).hasSize(1);
            assertThat(told(other)).hasSize(1);
            assertThat(esm.sessions().open()).isZero();
            assertThat(esm.violations()).isEmpty();
        }
    }

    private void bad() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            live(esm, "ERC-1");
            Folder folder = folder(esm).webhook(webhook);
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 1);
                folder.set("esm.soc.evry", "1s");
                assertThat(folder.reload(watch)).singleElement().asString().contains("esm.soc.evry");
                assertThat(folder.reload(watch)).hasSize(1);
                awaitTold(webhook, "problem freshwatch/configuration warning");
                folder.unset("esm.soc.evry");
                folder.route(
                        "own.camel.yaml",
                        """
                        - route:
                            id: own
                            from:
                              uri: direct:own
                              steps:
                                - bean:
                                    ref: nobody
                                    method: knows
                        """);
                assertThat(folder.reload(watch))
                        .singleElement()
                        .asString()
                        .contains("own.camel.yaml:6: there is no bean 'nobody'; write the name of one that is there");
                folder.route(
                        "own.camel.yaml",
                        String.format(
                                Locale.ROOT,
                                """
                        - route:
                            id: own
                            from:
                              uri: netty:tcp://127.0.0.1:%d
                              steps:
                                - log:
                                    message: nobody gets here
                        """,
                                taken.getLocalPort()));
                assertThat(folder.reload(watch))
                        .as("after the hand-over had begun")
                        .hasSize(1);
                awaitCycles(esm, 2);
                Files.delete(folder.path().resolve("routes/own.camel.yaml"));
                folder.set("web.enabled", "true").set("web.port", taken.getLocalPort());
                assertThat(folder.reload(watch))
                        .singleElement()
                        .asString()
                        .matches("application.properties:\\d+: web.port: 127.0.0.1 port \\d+ cannot be opened: .*");
                folder.set("web.enabled", "false").set("state.url", "jdbc:sqlite:other/x.db");
                assertThat(folder.reload(watch)).singleElement().asString().contains("needs a restart");
                folder.unset("state.url");
                assertThat(folder.reload(watch)).isEmpty();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook))
                        .first()
                        .isEqualTo("problem freshwatch/configuration warning"));
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(told(webhook)).last().isEqualTo("recovery freshwatch/configuration ok"));
                awaitCycles(esm, 2);
            }
            assertThat(esm.requests().of("login")).isEqualTo(1);
        }
    }

    private void broken() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            live(esm, "ERC-1");
            Folder folder = folder(esm).webhook(webhook);
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 1);
                for (Class<?> bean : List.of(Broken.Missing.class, Broken.TooBig.class, Broken.TooDeep.class)) {
                    folder.route(
                            "own.camel.yaml",
                            "- beans: [{name: own, type: '" + bean.getName() + "'}]\n"
                                    + "- route: {id: own, from: {uri: 'direct:own', steps: [{bean: {ref: own, method: toString}}]}}\n");
                    assertThat(folder.reload(watch))
                            .as("%s", bean)
                            .singleElement()
                            .asString()
                            .contains("own.camel.yaml: what it names cannot be made: java.lang.", bean.getSimpleName());
                    awaitCycles(esm, 1);
                }
                assertThat(watch.reload(() -> {
                            throw new OutOfMemoryError("while it is read");
                        }))
                        .containsExactly("there is not enough memory (while it is read)");
                Files.delete(folder.path().resolve("routes/own.camel.yaml"));
                assertThat(folder.reload(watch)).isEmpty();
                awaitCycles(esm, 2);
            }
            assertThat(esm.requests().of("login")).isEqualTo(1);
            assertThat(esm.violations()).isEmpty();
        }
    }

    private void comeAndGo() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = live(esm, "ERC-1");
            Folder folder = folder(esm).webhook(webhook).set("esm.soc.events.error-after", "20m");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch.webPort()).isEmpty();
                assertThat(folder.set("web.enabled", "true")
                                .set("web.port", "0")
                                .reload(watch))
                        .isEmpty();
                int port = watch.webPort().orElseThrow();
                assertThat(status(port)).isEqualTo(200);
                folder.set("web.username", "ops").set("web.password", "a password that is long enough");
                assertThat(folder.set("web.port", port).reload(watch)).isEmpty();
                assertThat(status(watch.webPort().orElseThrow())).isEqualTo(401);
                assertThat(folder.set("sink.webhook.enabled", "false").reload(watch))
                        .isEmpty();
                awaitCycles(esm, 1);
                EventFlow.stop(receiver);
                awaitCycles(esm, 6);
                assertThat(webhook.hooks().count()).isZero();
                folder.set("sink.webhook.enabled", "true").set("web.enabled", "false");
                assertThat(folder.reload(watch)).isEmpty();
                assertThat(watch.webPort()).isEmpty();
                assertThat(folder.set("alert.remind-every", "1s").reload(watch)).isEmpty();
                await().atMost(PATIENCE)
                        .until(() -> told(webhook).contains("reminder esm/soc/events/" + receiver.id() + " critical"));
            }
            assertThat(esm.requests().of("login")).isEqualTo(1);
        }
    }

    private static int status(int port) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health/live");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    private void secret() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            live(esm, "ERC-1");
            Folder folder = folder(esm).webhook(webhook).set("esm.soc.password", "{{file:esm.password}}");
            Path password = folder.path().resolve("esm.password");
            Files.writeString(password, "wrong");
            try (WatchApp watch = folder.watch();
                    Reloads reloads = new Reloads(watch, folder::config, taken -> {})) {
                watch.reloadBy(reloads::request);
                awaitTold(webhook, "problem esm/soc/session critical");
                long refused = esm.requests().of("login");
                Files.writeString(password, SimEsm.PASSWORD);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(told(webhook)).contains("recovery esm/soc/session ok"));
                assertThat(esm.requests().of("login")).as("one more").isEqualTo(refused + 1);
            }
        }
    }

    /** In every third round a problem begins and ends; where the sink is down meanwhile, it hears of both afterwards. */
    private void many() throws Exception {
        int rounds = Soak.isOn() ? 100 : 3;
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = live(esm, "ERC-1");
            Folder folder = folder(esm)
                    .webhook(webhook)
                    .set("esm.soc.events.error-after", "20m")
                    .set("alert.flapping", "false")
                    .set("outbox.max-pause", "1s");
            int expected = 0;
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 2);
                for (int round = 0; round < rounds; round++) {
                    boolean down = round % 2 == 1;
                    if (down) {
                        webhook.faults().always(SimFaults.ANY, SimFault.status(503, "down"));
                    }
                    if (round % 3 == 0) {
                        EventFlow.stop(receiver);
                        int all = ++expected;
                        await().atMost(PATIENCE).until(() -> triedOfReceiver(webhook) >= all);
                    }
                    assertThat(folder.set("alert.remind-every", (2 + round % 7) + "h")
                                    .reload(watch))
                            .isEmpty();
                    assertThat(folder.set("nobody.reads", "this").reload(watch)).hasSize(1);
                    folder.unset("nobody.reads");
                    webhook.faults().clear();
                    if (round % 3 == 0) {
                        EventFlow.resume(receiver);
                        int all = ++expected;
                        await().atMost(PATIENCE).until(() -> ofReceiver(webhook) >= all);
                    }
                }
                assertThat(folder.reload(watch)).isEmpty();
                awaitCycles(esm, 3);
            }
            List<String> ids = webhook.hooks().all().stream()
                    .filter(WebhookReceiver.Hook::accepted)
                    .map(hook -> json(hook).get("id").textValue())
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(ofReceiver(webhook))
                    .as("of the Receiver: %s", accepted(webhook))
                    .isEqualTo(expected);
            assertThat(esm.requests().of("login")).isEqualTo(1);
            assertThat(esm.sessions().open()).isZero();
            assertThat(esm.violations()).isEmpty();
        }
    }

    private void gone() throws Exception {
        try (SimEsm esm = new SimEsm();
                SimEsm second = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            live(esm, "ERC-1");
            SimDevice stale = live(second, "ERC-2");
            second.appliance().alarms().stream().live(SECOND, Duration.ZERO);
            Folder folder = folder(esm)
                    .webhook(webhook)
                    .esm("lab", second)
                    .set("esm.lab.receivers", "all")
                    .set("esm.lab.request-timeout", "5s")
                    .set("esm.lab.events.error-after", "20m");
            try (WatchApp watch = folder.watch()) {
                awaitCycles(second, 1);
                EventFlow.stop(stale);
                awaitTold(webhook, "problem esm/lab/events/" + stale.id() + " critical");
                for (String key : List.of(
                        "url", "username", "password", "every", "request-timeout", "query-timeout", "receivers")) {
                    folder.unset("esm.lab." + key);
                }
                assertThat(folder.unset("esm.lab.events.error-after").reload(watch))
                        .isEmpty();
                await().atMost(PATIENCE).until(() -> second.sessions().open() == 0);
                awaitCycles(esm, 2);
                assertThat(told(webhook)).hasSize(1);
            }
        }
    }
}
