package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What has happened is told, and told once, whenever the process dies. */
@Tag("soak")
class CrashIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final int KILLS = 5;

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(2)
                .add(
                        "a problem that no sink could take is told once after kill -9, and then its recovery",
                        this::sinksDown)
                .add("kill -9 at any moment loses no turn, and repeats at most one notice with its id", this::kills)
                .tests();
    }

    private Folder folder(SimEsm esm) throws IOException {
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all")
                .set("esm.soc.alarms.enabled", "false")
                .set("esm.soc.events.error-after", "2s");
    }

    private static SimDevice receiver(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    private void sinksDown() throws Exception {
        int syslogPort = Ports.free();
        int mailPort = Ports.free();
        int webhookPort = Ports.free();
        try (SimEsm esm = new SimEsm()) {
            SimDevice receiver = receiver(esm, "ERC-1");
            Folder folder = folder(esm)
                    .syslog(syslogPort)
                    .mail(mailPort)
                    .set("sink.webhook.enabled", "true")
                    .set("sink.webhook.url", "http://127.0.0.1:" + webhookPort + "/hook");
            receiver.events().stop();
            try (Launched run = Launched.start(folder, "run").saying("PROBLEM esm/soc/events/" + receiver.id())) {
                run.kill();
            }
            String problem = notices(folder).keySet().iterator().next();
            try (Launched run = Launched.start(folder, "run").watching();
                    SyslogReceiver syslog = SyslogReceiver.tcp(syslogPort);
                    MailReceiver mail = new MailReceiver(mailPort);
                    WebhookReceiver webhook = new WebhookReceiver(webhookPort, null)) {
                await().atMost(Launched.PATIENCE)
                        .until(() -> syslog.messages().count() >= 1
                                && mail.mails().count() >= 1
                                && webhook.hooks().count() >= 1);
                receiver.events().resume();
                run.saying("RECOVERY esm/soc/events/" + receiver.id());
                await().atMost(Launched.PATIENCE)
                        .until(() -> syslog.messages().count() >= 2
                                && mail.mails().count() >= 2
                                && webhook.hooks().count() >= 2);
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();

                Map<String, String> notices = notices(folder);
                assertThat(notices.values()).containsExactly("PROBLEM", "RECOVERY");
                assertThat(notices).containsKey(problem);
                List<String> ids = List.copyOf(notices.keySet());
                assertThat(syslog.messages().all())
                        .extracting(message -> id(message.text()))
                        .isEqualTo(ids);
                assertThat(mail.mails().all())
                        .extracting(arrived -> arrived.header("X-Freshwatch-Id"))
                        .isEqualTo(ids);
                assertThat(webhook.hooks().all())
                        .extracting(hook -> event(hook).get("id").textValue())
                        .isEqualTo(ids);
            }
        }
    }

    private static String id(String message) {
        Matcher matcher = ID.matcher(message);
        assertThat(matcher.find()).as(message).isTrue();
        return matcher.group(1);
    }

    private static JsonNode event(WebhookReceiver.Hook hook) {
        try {
            return new ObjectMapper().readTree(hook.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the store remembers to have told: kinds by ids, oldest first. The store must not be in use. */
    private static Map<String, String> notices(Folder folder) throws SQLException {
        Map<String, String> notices = new LinkedHashMap<>();
        Path file = folder.path().resolve("state").resolve("freshwatch.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, kind FROM notice ORDER BY made_at, rowid")) {
            while (row.next()) {
                notices.put(row.getString("id"), row.getString("kind").toUpperCase(java.util.Locale.ROOT));
            }
        }
        return notices;
    }

    /** Receivers go down and up; each time the process is killed at some moment around the turn, and started again. */
    private void kills() throws Exception {
        Random random = new Random();
        long seed = random.nextLong();
        random.setSeed(seed);
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            List<SimDevice> receivers = List.of(receiver(esm, "ERC-1"), receiver(esm, "ERC-2"));
            Folder folder = folder(esm).webhook(webhook);
            int turns = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                boolean down = kill % 2 == 0;
                try (Launched run = Launched.start(folder, "run").watching()) {
                    receivers.forEach(receiver -> turn(receiver, down));
                    killer.schedule(run::kill, random.nextInt(4500), TimeUnit.MILLISECONDS);
                    await().atMost(Launched.PATIENCE).until(() -> !run.isAlive());
                }
                turns++;
                try (Launched run = Launched.start(folder, "run").watching()) {
                    int expected = turns;
                    await("all turns of both, seed " + seed)
                            .atMost(Launched.PATIENCE)
                            .untilAsserted(() -> {
                                for (SimDevice receiver : receivers) {
                                    assertThat(told(webhook, receiver)).hasSize(expected);
                                }
                            });
                    run.kill();
                }
            }
            for (SimDevice receiver : receivers) {
                assertThat(told(webhook, receiver).values())
                        .as("kinds, seed " + seed)
                        .containsExactly("problem", "recovery", "problem", "recovery", "problem");
            }
            Map<String, Integer> bodies = new LinkedHashMap<>();
            webhook.hooks().all().forEach(hook -> bodies.merge(hook.text(), 1, Integer::sum));
            assertThat(bodies).as("a repeat has the same bytes").hasSize(KILLS * receivers.size());
            long repeats = webhook.hooks().count() - bodies.size();
            // A kill can fall between taking and remembering; deliveries about one check are one after the other.
            assertThat(repeats).as("repeats, seed " + seed).isLessThanOrEqualTo(2L * KILLS * receivers.size());
            assertThat(bodies.values()).as("repeats of one, seed " + seed).allMatch(times -> times <= 3);
            assertThat(notices(folder).keySet())
                    .as("what is remembered is what was told")
                    .containsExactlyInAnyOrderElementsOf(ids(webhook));
        } finally {
            killer.shutdownNow();
        }
    }

    private static void turn(SimDevice receiver, boolean down) {
        if (down) {
            receiver.events().stop();
        } else {
            receiver.events().resume();
        }
    }

    private static List<String> ids(WebhookReceiver webhook) {
        List<String> ids = new ArrayList<>();
        webhook.hooks().all().forEach(hook -> ids.add(event(hook).get("id").textValue()));
        return ids.stream().distinct().toList();
    }

    /** Kinds of the notices about it by their ids, in the order in which they first came. */
    private static Map<String, String> told(WebhookReceiver webhook, SimDevice receiver) {
        Map<String, String> told = new LinkedHashMap<>();
        webhook.hooks().all().stream()
                .map(CrashIT::event)
                .filter(event -> event.get("subject").textValue().equals("esm/soc/events/" + receiver.id()))
                .forEach(event -> told.put(
                        event.get("id").textValue(), event.at("/data/kind").textValue()));
        return told;
    }
}
