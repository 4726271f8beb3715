package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.DrillOutcome;
import dev.freshwatch.app.DrillOutcome.Result;
import dev.freshwatch.app.DrillRun;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.store.PostgresServer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drills by the shipped routes, and by an operator's own. */
@Timeout(180)
class DrillRoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static Folder watched(Path directory, SimEsm esm) {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(directory).esm("soc", esm);
    }

    private static String words(List<DrillOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.sink() + " " + outcome.result())
                .collect(Collectors.joining(", "));
    }

    @Test
    @MostlyWaits
    void drillComesByItselfAgainAndAgain() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = watched(directory, esm).webhook(webhook).set("drill.every", "1s");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().atMost(PATIENCE).until(() -> webhook.hooks().count() >= 2);
            }
            assertThat(webhook.hooks().all())
                    .allMatch(hook -> hook.text().contains("\"dev.freshwatch.drill\""))
                    .extracting(hook -> hook.text().split("\"id\":\"")[1].substring(0, 36))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @MostlyWaits
    void drillBesideAWatchGoesThroughAllSinksWhateverTheStoreIs(boolean postgresql) throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                MailReceiver mail = new MailReceiver();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder = watched(directory, esm).syslog(syslog).mail(mail).webhook(webhook);
            if (postgresql) {
                StateSettings state = PostgresServer.shared().freshSchema();
                folder.set("state.url", state.url())
                        .set("state.username", state.username())
                        .set("state.password", state.password().reveal());
            }
            try (WatchApp watch = folder.watch();
                    DrillRun drillRun = folder.drill()) {
                assertThat(watch).isNotNull();
                assertThat(drillRun.isBesideAWatch()).isTrue();
                assertThat(words(drillRun.send(PATIENCE, () -> false)))
                        .isEqualTo("mail ACCEPTED, syslog ACCEPTED, webhook ACCEPTED");
                assertThat(mail.mails().all().get(0).header("Subject")).startsWith("[DRILL] Freshwatch drill");
                assertThat(mail.mails().all().get(0).header("In-Reply-To")).isNull();
                await("what TCP has taken")
                        .atMost(PATIENCE)
                        .until(() -> syslog.messages().count() > 0);
                assertThat(syslog.messages().all().get(0).text()).contains(" DRILL [", drillRun.noticeId());
                assertThat(webhook.hooks().all().get(0).text()).contains(drillRun.noticeId());
            }
        }
    }

    @Test
    void operatorsRoutesDecideAndWhatAsksByItselfDoesNot() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver();
                MailReceiver mail = new MailReceiver()) {
            Path alien = directory.resolve("alien");
            String router = Files.readString(Folder.HOME.resolve("routes/routing.camel.yaml"))
                    .replace("uri: outbox:all", "uri: direct:night");
            Folder folder = watched(directory, esm)
                    .webhook(webhook)
                    .mail(mail)
                    .route("routing.camel.yaml", router)
                    .route(
                            "own.camel.yaml",
                            String.format(
                                    Locale.ROOT,
                                    """
                            - route:
                                id: night
                                from:
                                  uri: direct:night
                                  steps:
                                    - to:
                                        uri: outbox:webhook
                            - route:
                                id: alien
                                from:
                                  uri: timer:alien?delay=0&period=50
                                  steps:
                                    - to:
                                        uri: file:%s
                            """,
                                    alien));
            try (DrillRun drillRun = folder.drill()) {
                assertThat(drillRun.isBesideAWatch()).isFalse();
                List<DrillOutcome> outcomes = drillRun.send(PATIENCE, () -> false);
                assertThat(words(outcomes)).isEqualTo("mail NOT_ADDRESSED, webhook ACCEPTED");
                assertThat(outcomes.get(0).reason()).contains("routing.camel.yaml");
            }
            assertThat(mail.mails().count()).isZero();
            assertThat(alien).doesNotExist();
            assertThat(esm.requests().total()).isZero();
        }
    }

    @Test
    void aMailServerThatTakesItForSomeHasAnsweredNo() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        String later = "450 4.2.1 not now\r\n";
        try (RawServer server = RawServer.that(peer -> {
            boolean first = connections.incrementAndGet() == 1;
            peer.write("220 ready\r\n250 here\r\n250 ok\r\n" + (first ? "250 ok\r\n" : "") + later
                    + (first ? "354 go on\r\n250 taken\r\n" : "250 ok\r\n") + "221 bye\r\n");
            peer.hang();
        })) {
            Folder folder = new Folder(directory)
                    .set("esm.soc.url", "https://esm.example")
                    .set("esm.soc.username", "x")
                    .set("esm.soc.password", "y")
                    .mail(server.uri("/").getPort())
                    .set("sink.mail.to", "first@soc.example, second@soc.example");
            try (DrillRun drillRun = folder.drill()) {
                List<DrillOutcome> outcomes = drillRun.send(PATIENCE, () -> connections.get() > 1);
                assertThat(words(outcomes)).isEqualTo("mail REFUSED");
                assertThat(outcomes.get(0).reason()).contains("450");
            }
        }
    }

    @Test
    @MostlyWaits
    void drillThatIsBrokenOffIsTakenBack() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (SimEsm esm = new SimEsm()) {
            Folder folder = watched(directory, esm).syslog(nobody);
            try (DrillRun drillRun = folder.drill()) {
                long start = System.nanoTime();
                List<DrillOutcome> outcomes = drillRun.send(PATIENCE, () -> System.nanoTime() - start > 2_000_000_000L);
                assertThat(outcomes).extracting(DrillOutcome::result).containsExactly(Result.NO_ANSWER);
                assertThat(outcomes.get(0).reason())
                        .isEqualTo("no connection: 127.0.0.1 port " + nobody + " (sink.syslog.host, sink.syslog.port)");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            }
            try (SyslogReceiver syslog = SyslogReceiver.tcp(nobody);
                    DrillRun again = folder.drill()) {
                assertThat(words(again.send(PATIENCE, () -> false))).isEqualTo("syslog ACCEPTED");
                await("what TCP has taken")
                        .atMost(PATIENCE)
                        .until(() -> syslog.messages().count() > 0);
                assertThat(syslog.messages().all()).hasSize(1);
            }
        }
    }
}
