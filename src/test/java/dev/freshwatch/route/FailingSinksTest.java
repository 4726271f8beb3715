package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.WebhookReceiver.Hook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The watch as shipped, with sinks that fail: what they get in the end, and who is told of it. */
class FailingSinksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern FIELDS = Pattern.compile(" ([A-Z]+) \\[.* check=\"([^\"]+)\".* state=\"([a-z]+)\"");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(3)
                .add("500, 500, 200 is delivered once, with pauses", this::twiceInTrouble)
                .add("what a sink refuses for good is told through the others", this::refused)
                .add("a mail that is refused for good is told through the others", this::refusedMail)
                .add("a sink that is down is told through the others, and so is its return", this::down)
                .add("where the answer was lost the repeat is the same bytes", this::answerLost)
                .add("a sink that takes the connection and hangs holds up nobody", this::hangs)
                .add("a problem and its end that both waited for long are told as one", this::late)
                .tests();
    }

    private Folder folder(SimEsm esm) throws IOException {
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.alarms.enabled", "false")
                .set("esm.soc.events.error-after", "20m");
    }

    private static SimDevice receiver(SimEsm esm) {
        SimDevice receiver = esm.appliance().addReceiver("ERC-1");
        EventFlow.resume(receiver);
        return receiver;
    }

    /** {@code PROBLEM esm/soc/events/1 critical}, in the order of arrival. */
    private static List<String> told(SyslogReceiver syslog) {
        return syslog.messages().all().stream()
                .map(message -> {
                    Matcher fields = FIELDS.matcher(message.text());
                    assertThat(fields.find()).as(message.text()).isTrue();
                    return fields.group(1) + " " + fields.group(2) + " " + fields.group(3);
                })
                .toList();
    }

    private static void awaitTold(SyslogReceiver syslog, String... notices) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(syslog)).containsExactlyInAnyOrder(notices));
    }

    /** The first notice about a sink. */
    private static String aboutSinks(SyslogReceiver syslog) {
        return syslog.messages().all().stream()
                .map(SyslogReceiver.Message::text)
                .filter(text -> text.contains(" check=\"freshwatch/sink/"))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitAccepted(WebhookReceiver webhook, int count) {
        await().atMost(PATIENCE)
                .until(() ->
                        webhook.hooks().all().stream().filter(Hook::accepted).count() == count);
    }

    private void twiceInTrouble() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            webhook.faults().next(2, SimFaults.ANY, SimFault.status(500, "no"));
            try (WatchApp watch = folder(esm).webhook(webhook).watch()) {
                EventFlow.stop(receiver);
                awaitAccepted(webhook, 1);
                EventFlow.resume(receiver);
                awaitAccepted(webhook, 2);
            }
            List<Hook> hooks = webhook.hooks().all();
            assertThat(hooks).extracting(Hook::status).containsExactly(500, 500, 202, 202);
            assertThat(hooks.subList(0, 3))
                    .extracting(Hook::text)
                    .containsOnly(hooks.get(0).text());
            assertThat(pause(hooks, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(800));
            assertThat(pause(hooks, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(1600));
        }
    }

    private static Duration pause(List<Hook> hooks, int after) {
        return Duration.ofNanos(
                hooks.get(after + 1).arrivedNanos() - hooks.get(after).arrivedNanos());
    }

    private void refused() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            String check = "esm/soc/events/" + receiver.id();
            webhook.faults().next(1, SimFaults.ANY, SimFault.status(400, "no"));
            try (WatchApp watch = folder(esm)
                    .syslog(syslog)
                    .webhook(webhook)
                    .set("outbox.report-after", "4s")
                    .watch()) {
                EventFlow.stop(receiver);
                awaitTold(syslog, "PROBLEM " + check + " critical", "PROBLEM freshwatch/sink/webhook warning");
                EventFlow.resume(receiver);
                await().atMost(PATIENCE).until(() -> syslog.messages().count() == 3);
            }
            assertThat(aboutSinks(syslog))
                    .contains("reason=\"degraded\"")
                    .endsWith("] webhook: a notice about " + check
                            + " was given up and is kept as failed: answered HTTP 400");
            assertThat(told(syslog)).last().isEqualTo("RECOVERY " + check + " ok");
            assertThat(webhook.hooks().all())
                    .as("a refused problem has no recovery, and nobody hears of himself")
                    .extracting(Hook::status)
                    .containsExactly(400);
        }
    }

    private void refusedMail() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                MailReceiver mail = new MailReceiver()) {
            SimDevice receiver = receiver(esm);
            mail.refuse(1, "RCPT", "550 5.1.1 no such user");
            try (WatchApp watch = folder(esm)
                    .syslog(syslog)
                    .mail(mail)
                    .set("outbox.report-after", "4s")
                    .watch()) {
                EventFlow.stop(receiver);
                awaitTold(
                        syslog,
                        "PROBLEM esm/soc/events/" + receiver.id() + " critical",
                        "PROBLEM freshwatch/sink/mail warning");
            }
            assertThat(aboutSinks(syslog)).endsWith("mail server answered 550 5.1.1");
            assertThat(mail.mails().count()).isZero();
        }
    }

    private void down() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            String check = "esm/soc/events/" + receiver.id();
            webhook.faults().always(SimFaults.ANY, SimFault.retryAfter(503, "2"));
            try (WatchApp watch = folder(esm)
                    .syslog(syslog)
                    .webhook(webhook)
                    .set("outbox.report-after", "3s")
                    .watch()) {
                EventFlow.stop(receiver);
                awaitTold(syslog, "PROBLEM " + check + " critical", "PROBLEM freshwatch/sink/webhook critical");
                assertThat(aboutSinks(syslog))
                        .contains("reason=\"down\"")
                        .containsPattern(
                                "\\] webhook: has accepted nothing since 20[0-9T:-]+Z \\([0-9]+ s\\): answered HTTP"
                                        + " 503; 1 notice waiting$");
                webhook.faults().clear();
                awaitAccepted(webhook, 1);
                await().atMost(PATIENCE).until(() -> syslog.messages().count() == 3);
                assertThat(told(syslog)).last().isEqualTo("RECOVERY freshwatch/sink/webhook ok");
                assertThat(webhook.hooks().all()).as("nobody hears of himself").allMatch(hook -> hook.text()
                        .contains(check));
            }
        }
    }

    private void answerLost() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            webhook.faults().next(1, SimFaults.ANY, SimFault.close()).next(1, SimFaults.ANY, SimFault.reset());
            try (WatchApp watch = folder(esm).webhook(webhook).watch()) {
                EventFlow.stop(receiver);
                awaitAccepted(webhook, 1);
            }
            List<Hook> hooks = webhook.hooks().all();
            assertThat(hooks).extracting(Hook::status).containsExactly(0, 0, 202);
            assertThat(hooks).extracting(Hook::text).containsOnly(hooks.get(0).text());
        }
    }

    private void hangs() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                WebhookReceiver webhook = new WebhookReceiver()) {
            SimDevice receiver = receiver(esm);
            webhook.faults().always(SimFaults.ANY, SimFault.hang());
            try (WatchApp watch = folder(esm)
                    .syslog(syslog)
                    .webhook(webhook)
                    .set("sink.webhook.request-timeout", "1s")
                    .watch()) {
                for (int turn = 1; turn <= 2; turn++) {
                    int expected = 2 * turn;
                    EventFlow.stop(receiver);
                    await().atMost(PATIENCE).until(() -> syslog.messages().count() == expected - 1);
                    EventFlow.resume(receiver);
                    await().atMost(PATIENCE).until(() -> syslog.messages().count() == expected);
                }
                assertThat(webhook.hooks().all().stream().filter(Hook::accepted))
                        .isEmpty();
                webhook.faults().clear();
                // an answer that comes too late for a busy machine makes the same notice come again
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(webhook.hooks().all().stream()
                                .filter(Hook::accepted)
                                .map(Hook::text)
                                .distinct()
                                .map(text -> text.replaceAll("(?s).*\"kind\":\"([a-z]+)\".*", "$1")))
                        .containsExactly("problem", "recovery", "problem", "recovery"));
            }
            assertThat(esm.violations()).isEmpty();
        }
    }

    private void late() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                WebhookReceiver webhook = new WebhookReceiver()) {
            webhook.faults().always(SimFaults.ANY, SimFault.status(503, "down"));
            SimDevice receiver = receiver(esm);
            Folder folder = folder(esm).syslog(syslog).webhook(webhook).set("outbox.max-pause", "2s");
            try (WatchApp watch = folder.watch()) {
                EventFlow.stop(receiver);
                await().atMost(PATIENCE).until(() -> syslog.messages().count() == 1);
                EventFlow.resume(receiver);
                await().atMost(PATIENCE).until(() -> syslog.messages().count() == 2);
                String database = "jdbc:sqlite:" + folder.path().resolve("state/freshwatch.db");
                try (Connection store = DriverManager.getConnection(database);
                        Statement statement = store.createStatement()) {
                    statement.execute("PRAGMA busy_timeout = 10000");
                    assertThat(statement.executeUpdate("UPDATE delivery SET created_at = created_at - 2400000"
                                    + " WHERE sink = 'webhook' AND state = 'pending'"))
                            .isEqualTo(2);
                }
                // an attempt that was prepared before may still be under way; the one after the next was not
                int attempts = webhook.hooks().all().size();
                await().atMost(PATIENCE).until(() -> webhook.hooks().all().size() >= attempts + 2);
                webhook.faults().clear();
                awaitAccepted(webhook, 1);
                assertThat(webhook.hooks().all().stream().filter(Hook::accepted))
                        .singleElement()
                        .extracting(Hook::text, InstanceOfAssertFactories.STRING)
                        .contains("\"type\":\"dev.freshwatch.recovery\"", "; had been critical: newest event is ")
                        .contains("; delayed by 40 min");
            }
        }
    }
}
