package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The watch as shipped, from the timer to the sinks, and what operators may change about it in YAML. */
class WatchRoutesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Another way to the sinks. */
    private static final String ADDRESS =
            """
            - route:
                id: address
                from:
                  uri: direct:address
                  steps:
                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: ${body.recovery}
                            steps:
                              - to:
                                  uri: outbox:told
            """;

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> watches() {
        return new SideBySide(4)
                .add("problem, change and recovery go to every sink that is on", this::shipped)
                .add("while the session is not ok its children make no notice", this::quietChildren)
                .add("the router decides on sinks, and a recovery goes where its problem went", this::router)
                .add("a sink file of the operator's own is a sink", this::ownSink)
                .tests();
    }

    private Folder folder(SimEsm esm) throws IOException {
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.events.error-after", "4s");
    }

    private static SimDevice live(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    private static JsonNode event(WebhookReceiver.Hook hook) {
        try {
            return new ObjectMapper().readTree(hook.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code problem session critical}, in the order of arrival. */
    private static List<String> told(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(WatchRoutesTest::event)
                .map(event -> event.at("/data/kind").textValue() + " "
                        + event.get("subject").textValue().replaceFirst("esm/soc/", "") + " "
                        + event.at("/data/state").textValue())
                .toList();
    }

    private static void awaitTold(WebhookReceiver webhook, String... notices) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(webhook)).containsExactly(notices));
    }

    /** Waits until this many further cycles have been asked for. */
    private static void awaitCycles(SimEsm esm, int cycles) {
        long before = esm.requests().of("essmgtGetESSTime");
        await().atMost(PATIENCE).until(() -> esm.requests().of("essmgtGetESSTime") >= before + cycles);
    }

    private void shipped() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                MailReceiver mail = new MailReceiver();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = live(esm, "ERC-1");
            String events = "events/" + receiver.id();
            Folder folder =
                    folder(esm).webhook(webhook).mail(mail).syslog(syslog).set("esm.soc.events.warn-after", "2s");
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 2);
                receiver.events().stop();
                awaitTold(webhook, "problem " + events + " warning", "change " + events + " critical");
                receiver.events().resume();
                awaitTold(
                        webhook,
                        "problem " + events + " warning",
                        "change " + events + " critical",
                        "recovery " + events + " ok");
                await().atMost(PATIENCE)
                        .until(() ->
                                syslog.messages().count() == 3 && mail.mails().count() == 3);
            }
            List<String> ids = webhook.hooks().all().stream()
                    .map(hook -> event(hook).get("id").textValue())
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
            assertThat(mail.mails().all())
                    .extracting(arrived -> arrived.header("X-Freshwatch-Id"))
                    .isEqualTo(ids);
            for (int at = 0; at < ids.size(); at++) {
                assertThat(syslog.messages().all().get(at).text()).contains(" id=\"" + ids.get(at) + "\"");
            }
            assertThat(mail.violations()).isEmpty();
            assertThat(syslog.malformed()).isZero();
            assertThat(esm.violations()).isEmpty();
            assertThat(esm.sessions().open()).isZero();
            assertThat(esm.queries().open()).isZero();
        }
    }

    private void quietChildren() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice stale = live(esm, "ERC-1");
            SimDevice falling = live(esm, "ERC-2");
            Folder folder = folder(esm).webhook(webhook).set("alert.unknown-after", "2s");
            try (WatchApp watch = folder.watch()) {
                stale.events().stop();
                String problem = "problem events/" + stale.id() + " critical";
                awaitTold(webhook, problem);

                esm.faults().always(SimFaults.ANY, SimFault.status(500, "Error processing request"));
                awaitTold(webhook, problem, "problem session critical");
                falling.events().stop();
                stale.events().resume();
                // Longer than unknown-after and the limit: nothing more is told of anything below the session.
                long logins = esm.requests().of("login");
                await().atMost(PATIENCE).until(() -> esm.requests().of("login") >= logins + 7);
                assertThat(told(webhook)).containsExactly(problem, "problem session critical");

                esm.faults().clear();
                await().atMost(PATIENCE).until(() -> webhook.hooks().count() == 5);
                assertThat(told(webhook).subList(2, 5))
                        .as("told afresh")
                        .containsExactlyInAnyOrder(
                                "recovery session ok",
                                "recovery events/" + stale.id() + " ok",
                                "problem events/" + falling.id() + " critical");
                falling.events().resume();
                await().atMost(PATIENCE).until(() -> webhook.hooks().count() == 6);
            }
            Map<String, List<String>> episodes = new TreeMap<>();
            webhook.hooks().all().stream().map(WatchRoutesTest::event).forEach(event -> episodes.computeIfAbsent(
                            event.at("/data/episode").textValue(), id -> new ArrayList<>())
                    .add(event.at("/data/kind").textValue()));
            assertThat(episodes.values()).hasSize(3).containsOnly(List.of("problem", "recovery"));
        }
    }

    private void router() throws Exception {
        try (SimEsm esm = new SimEsm();
                MailReceiver mail = new MailReceiver();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = live(esm, "ERC-1");
            Folder folder = folder(esm)
                    .webhook(webhook)
                    .mail(mail)
                    .set("esm.soc.alarms.error-after", "4s")
                    .route(
                            "routing.camel.yaml",
                            ADDRESS
                                    + """
                                    - expression:
                                        simple:
                                          expression: ${body.check} startsWith 'esm/soc/events/'
                                      steps:
                                        - to:
                                            uri: outbox:mail
                                    """
                                            .indent(14)
                                    + """
                                    otherwise:
                                      steps:
                                        - to:
                                            uri: outbox:webhook
                                    """
                                            .indent(12));
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 1);
                receiver.events().stop();
                await().atMost(PATIENCE).until(() -> mail.mails().count() == 1);
                esm.appliance().alarms().stream().stop();
                awaitTold(webhook, "problem alarms critical");
                receiver.events().resume();
                esm.appliance().alarms().stream().resume();
                awaitTold(webhook, "problem alarms critical", "recovery alarms ok");
                await().atMost(PATIENCE).until(() -> mail.mails().count() == 2);
                awaitCycles(esm, 2);
            }
            assertThat(mail.mails().all())
                    .extracting(
                            arrived -> arrived.header("X-Freshwatch-Kind") + " " + arrived.header("X-Freshwatch-Check"))
                    .containsExactly(
                            "problem esm/soc/events/" + receiver.id(), "recovery esm/soc/events/" + receiver.id());
            assertThat(webhook.hooks().count()).isEqualTo(2);
        }
    }

    private void ownSink() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = live(esm, "ERC-1");
            Folder folder = folder(esm).webhook(webhook);
            folder.set("sink.journal.folder", folder.path())
                    .route(
                            "sink-journal.camel.yaml",
                            """
                            - route:
                                id: sink-journal
                                from:
                                  uri: outbox:journal
                                  steps:
                                    - setBody:
                                        expression:
                                          simple:
                                            expression: "${body.word} ${body.check} ${body.state}"
                                    - to:
                                        uri: file:{{sink.journal.folder}}
                                        parameters:
                                          fileName: journal.txt
                                          fileExist: Append
                                          appendChars: '\\n'
                            """)
                    .route(
                            "routing.camel.yaml",
                            ADDRESS
                                    + """
                                    otherwise:
                                      steps:
                                        - to:
                                            uri: outbox:journal
                                    """
                                            .indent(12));
            Path journal = folder.path().resolve("journal.txt");
            try (WatchApp watch = folder.watch()) {
                awaitCycles(esm, 1);
                receiver.events().stop();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(journal).exists());
                receiver.events().resume();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readAllLines(journal))
                        .hasSize(2));
            }
            String check = "esm/soc/events/" + receiver.id();
            assertThat(journal).hasContent("problem " + check + " critical\nrecovery " + check + " ok\n");
            assertThat(webhook.hooks().count()).as("it was told nothing").isZero();
        }
    }
}
