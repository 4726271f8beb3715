package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sink.Peer;
import dev.freshwatch.sink.Rsyslogd;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code status}, {@code silence}, {@code ack} and {@code drill} beside a running watch, and without one. */
class OperatingIT {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(2)
                .add("status tells what is open, silenced, acknowledged and waiting", this::status)
                .add("silence keeps notices back, and says until when", this::silence)
                .soak("commands without a store exit with 3", this::noStore)
                .add("drill goes by the running watch through every sink", this::drillBesideAWatch)
                .soak("drill without a watch starts the sinks itself", this::drillAlone)
                .tests();
    }

    private Folder folder() throws IOException {
        return new Folder(Files.createTempDirectory(directory, "config"));
    }

    private static SimDevice receiver(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        return receiver;
    }

    private static Folder watch(Folder folder, SimEsm esm) {
        return folder.esm("soc", esm).set("esm.soc.receivers", "all").set("esm.soc.events.error-after", "3s");
    }

    private static JsonNode json(Launched launched) throws Exception {
        assertThat(launched.exitCode()).as(launched::err).isZero();
        return new ObjectMapper().readTree(launched.out());
    }

    private static JsonNode status(Folder folder) throws Exception {
        return json(Launched.finished(folder, "status", "--output", "json"));
    }

    /** A command that is typed at 3 a.m. answers soon, and whatever else is wrong with the configuration. */
    private static void withoutCamelAndWithFaultsElsewhere(Folder folder) throws Exception {
        folder.set("esm.soc.evry", "1m").set("esm.soc.password", "{{env:NOT_THERE}}");
        for (String[] command : new String[][] {
            {"status"}, {"silence", "*", "--for", "1h", "--reason", "x"}, {"unsilence", "*"}, {"--version"}
        }) {
            Path classes = folder.path().resolve("classes");
            Launched launched =
                    Launched.finished(folder, Map.of("JAVA_OPTS", "-Xlog:class+load:file=" + classes), command);
            assertThat(launched.exitCode()).as(launched::err).isZero();
            assertThat(Files.readString(classes))
                    .contains("dev.freshwatch.cli.Main")
                    .doesNotContain("org.apache.camel");
        }
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void status() throws Exception {
        try (WebhookReceiver webhook = new WebhookReceiver();
                SimEsm esm = new SimEsm()) {
            SimDevice receiver = receiver(esm, "ERC-1");
            String check = "esm/soc/events/" + receiver.id();
            Folder folder = watch(folder(), esm).webhook(webhook).syslog(nobody());
            try (Launched run = Launched.start(folder, "run").watching()) {
                await().atMost(Launched.PATIENCE).until(() -> esm.queries().closed() > 0);
                JsonNode calm = status(folder);
                assertThat(calm.get("watch").textValue()).isEqualTo("running");
                assertThat(calm.get("problems")).isEmpty();
                Launched refused = Launched.finished(folder, "ack", check, "--reason", "x");
                assertThat(refused.exitCode()).isEqualTo(3);
                assertThat(refused.err()).contains(check + " has no open problem", "No problem is open.");

                receiver.events().stop();
                await().atMost(Launched.PATIENCE).until(() -> webhook.hooks().count() == 1);
                Launched ack = Launched.finished(
                        folder, "ack", check, "--for", "24h", "--reason", "ticket 4711", "--by", "anna");
                assertThat(ack.exitCode()).as(ack::err).isZero();
                assertThat(ack.out())
                        .startsWith("Acknowledged " + check + ": no reminders until ")
                        .contains("UTC");

                JsonNode problem = status(folder).get("problems").get(0);
                assertThat(problem.get("check").textValue()).isEqualTo(check);
                assertThat(problem.get("state").textValue()).isEqualTo("critical");
                assertThat(problem.get("message").textValue()).contains("ERC-1: newest event is");
                assertThat(problem.at("/acknowledged/by").textValue()).isEqualTo("anna");
                assertThat(problem.at("/acknowledged/reason").textValue()).isEqualTo("ticket 4711");
                Launched table = Launched.finished(folder, "status");
                assertThat(table.out())
                        .contains("The watch is running.", "OPEN PROBLEMS", check, "by anna: ticket 4711")
                        .containsPattern("syslog +1 waits.*failing since.*no connection")
                        .containsPattern("webhook +nothing waits");
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }
            withoutCamelAndWithFaultsElsewhere(folder);
            JsonNode after = status(folder);
            assertThat(after.get("watch").textValue()).isEqualTo("stopped");
            assertThat(after.get("problems")).hasSize(1);
            assertThat(after.at("/outboxes/0/sink").textValue()).isEqualTo("syslog");
            assertThat(after.at("/outboxes/0/waiting").intValue()).isEqualTo(1);
        }
    }

    private void silence() throws Exception {
        try (WebhookReceiver webhook = new WebhookReceiver();
                SimEsm esm = new SimEsm()) {
            SimDevice quiet = receiver(esm, "ERC-1");
            SimDevice loud = receiver(esm, "ERC-2");
            String check = "esm/soc/events/" + quiet.id();
            Folder folder = watch(folder(), esm).webhook(webhook);
            try (Launched run = Launched.start(folder, "run").watching()) {
                await().atMost(Launched.PATIENCE).until(() -> esm.queries().closed() > 1);
                Launched nothing = Launched.finished(folder, "silence", "esm/sok/*", "--for", "2h", "--reason", "x");
                assertThat(nothing.exitCode()).isZero();
                assertThat(nothing.err()).contains("warning: no check").contains("esm/sok/*");
                Launched silence = Launched.finished(
                        folder, "silence", check, "--for", "2h", "--no-heal", "--reason", "work", "--by", "anna");
                assertThat(silence.exitCode()).as(silence::err).isZero();
                assertThat(silence.out())
                        .startsWith("Silenced " + check + " (1 check) until ")
                        .endsWith("; no healing until then.\n");
                assertThat(silence.err()).contains("warning: --no-heal has no effect");
                assertThat(status(folder).get("silences"))
                        .extracting(one -> one.get("glob").asText() + " " + one.get("heal"))
                        .containsExactly("esm/sok/* true", check + " false");

                quiet.events().stop();
                loud.events().stop();
                await().atMost(Launched.PATIENCE).until(() -> webhook.hooks().count() == 1);
                await().atMost(Launched.PATIENCE)
                        .until(() -> status(folder).get("problems").size() == 2);
                assertThat(webhook.hooks().all().get(0).text()).contains("ERC-2");
                assertThat(webhook.hooks().count()).isEqualTo(1);
                JsonNode silenced = status(folder).get("problems");
                assertThat(silenced.findValues("silenced"))
                        .anyMatch(node -> node.path("by").asText().equals("anna"));

                Launched unknown = Launched.finished(folder, "unsilence", "esm/*");
                assertThat(unknown.exitCode()).isEqualTo(3);
                assertThat(unknown.err()).contains("there is no silence of esm/*", check);
                assertThat(Launched.finished(folder, "unsilence", check).exitCode())
                        .isZero();
                await("what lasts is told at the end of the silence")
                        .atMost(Launched.PATIENCE)
                        .until(() -> webhook.hooks().count() == 2);
                assertThat(webhook.hooks().all().get(1).text()).contains("ERC-1");
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }
        }
    }

    private void noStore() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = watch(folder(), esm);
            for (String[] command : new String[][] {
                {"status"},
                {"silence", "*", "--for", "1h", "--reason", "x"},
                {"unsilence", "*"},
                {"ack", "esm/soc/alarms", "--reason", "x"}
            }) {
                Launched launched = Launched.finished(folder, command);
                assertThat(launched.exitCode()).as(launched::err).isEqualTo(3);
                assertThat(launched.out()).isEmpty();
                assertThat(launched.err()).contains("store").doesNotContain("\tat ");
            }
            Launched wrong = Launched.finished(folder, "silence", "*", "--for", "soon", "--reason", "x");
            assertThat(wrong.exitCode()).isEqualTo(3);
        }
    }

    private void drillBesideAWatch() throws Exception {
        try (WebhookReceiver webhook = new WebhookReceiver();
                SimEsm esm = new SimEsm()) {
            receiver(esm, "ERC-1");
            int collector = nobody();
            Folder folder = watch(folder(), esm).webhook(webhook).syslog(collector);
            try (Launched run = Launched.start(folder, "run").watching()) {
                Launched missed = Launched.finished(folder, "drill", "--timeout", "4s");
                assertThat(missed.exitCode()).as(missed::err).isEqualTo(2);
                assertThat(missed.out())
                        .containsPattern("syslog +no answer: no connection")
                        .containsPattern("webhook +accepted after");
                assertThat(missed.err()).doesNotContain("No watch");
                JsonNode drill =
                        new ObjectMapper().readTree(webhook.hooks().all().get(0).text());
                assertThat(drill.get("type").textValue()).isEqualTo("dev.freshwatch.drill");
                assertThat(drill.get("subject").textValue()).isEqualTo("freshwatch/drill");
                assertThat(drill.at("/data/state").textValue()).isEqualTo("ok");
                assertThat(status(folder).at("/outboxes/0/waiting").intValue())
                        .as("withdrawn")
                        .isZero();

                try (Rsyslogd rsyslogd = Rsyslogd.tcp(directory, collector)) {
                    JsonNode answer = json(Launched.finished(folder, "drill", "--output", "json"));
                    assertThat(answer.get("watch").textValue()).isEqualTo("running");
                    assertThat(answer.get("sinks"))
                            .extracting(sink -> sink.get("sink").textValue() + " "
                                    + sink.get("result").textValue())
                            .containsExactly("syslog accepted", "webhook accepted");
                    JsonNode record = rsyslogd.await(1).get(0);
                    assertThat(record.get("msgid").textValue()).isEqualTo("DRILL");
                    assertThat(record.get("pri").textValue()).isEqualTo("134");
                    assertThat(record.at("/sd/id").textValue())
                            .isEqualTo(answer.get("id").textValue());
                }
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }
        }
    }

    private void drillAlone() throws Exception {
        try (Peer busy =
                        Peer.start(Peer.http("HTTP/1.1 429 Too Many\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n"));
                Rsyslogd rsyslogd = Rsyslogd.udp(directory);
                SimEsm esm = new SimEsm()) {
            Folder folder = watch(folder(), esm)
                    .set("sink.webhook.enabled", "true")
                    .set("sink.webhook.url", "http://127.0.0.1:" + busy.port() + "/")
                    .syslog(rsyslogd.port())
                    .set("sink.syslog.protocol", "udp");
            Launched drill = Launched.finished(folder, "drill", "--timeout", "3s");

            assertThat(drill.exitCode()).as(drill::err).isEqualTo(2);
            assertThat(drill.err()).contains("No watch is running");
            assertThat(drill.out())
                    .containsPattern("syslog +sent after")
                    .containsPattern("webhook +refused: answered HTTP 429");
            assertThat(rsyslogd.await(1).get(0).get("msgid").textValue()).isEqualTo("DRILL");
            assertThat(esm.requests().total()).as("no platform is asked").isZero();
            assertThat(status(folder).get("outboxes").findValuesAsText("waiting"))
                    .containsOnly("0");

            folder.set("sink.webhook.enabled", "false").set("sink.syslog.enabled", "false");
            Launched none = Launched.finished(folder, "drill");
            assertThat(none.exitCode()).isEqualTo(2);
            assertThat(none.out()).contains("No sink is enabled");
        }
    }
}
