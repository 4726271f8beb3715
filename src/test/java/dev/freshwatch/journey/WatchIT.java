package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sink.Rsyslogd;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} and {@code demo} as an operator runs them, with real receivers beside them. */
class WatchIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration QUICKLY = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(3)
                .add("demo shows healthy, stale, alarms and recoveries", this::demo)
                .add("demo ends by itself", this::demoEnds)
                .add(
                        "run tells problem and recovery by syslog, mail and webhook; SIGTERM ends it",
                        () -> allSinks(Map.of()))
                .soak("run tells the same on a machine with Arabic digits", () -> allSinks(Launched.speaking("ar")))
                .soak("run tells the same on a Turkish machine", () -> allSinks(Launched.speaking("tr")))
                .soak("run ends well by SIGINT in the middle of a cycle", this::interrupted)
                .soak("run exits with 3 where its state cannot be kept", this::noState)
                .soak("a second run on the same store exits with 3", this::second)
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

    private void allSinks(Map<String, String> environment) throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (Rsyslogd rsyslogd = Rsyslogd.tcp(Files.createTempDirectory(directory, "rsyslogd"));
                WebhookReceiver webhook = new WebhookReceiver();
                SimEsm esm = new SimEsm()) {
            SimDevice receiver = receiver(esm, "ERC-1");
            Folder folder = watch(folder(), esm)
                    .syslog(rsyslogd.port())
                    .mail(mail.getSmtp().getPort())
                    .webhook(webhook);
            try (Launched run = Launched.start(folder, environment, "run").watching()) {
                await().atMost(Launched.PATIENCE).until(() -> esm.queries().closed() > 0);
                receiver.events().stop();
                await().atMost(Launched.PATIENCE)
                        .until(() -> rsyslogd.received().size() == 1
                                && mail.getReceivedMessages().length == 1
                                && webhook.hooks().count() == 1);
                receiver.events().resume();
                await().atMost(Launched.PATIENCE)
                        .until(() -> rsyslogd.received().size() == 2
                                && mail.getReceivedMessages().length == 2
                                && webhook.hooks().count() == 2);
                List<Told> told = bySyslog(rsyslogd);
                assertThat(byMail(mail)).isEqualTo(told);
                assertThat(byWebhook(webhook)).isEqualTo(told);
                assertThat(told).extracting(Told::kind).containsExactly("problem", "recovery");
                assertThat(told).extracting(Told::check).containsOnly("esm/soc/events/" + receiver.id());
                assertThat(told.get(1).id()).isNotEqualTo(told.get(0).id());
                assertThat(told.get(1).episode()).isEqualTo(told.get(0).episode());

                ends(run, esm, run::terminate);
            }
            assertThat(rsyslogd.received()).hasSize(2);
            assertThat(esm.violations()).isEmpty();
        } finally {
            mail.stop();
        }
    }

    /** What a notice is to its reader. */
    private record Told(String id, String episode, String kind, String check) {}

    private static List<Told> bySyslog(Rsyslogd rsyslogd) {
        return rsyslogd.received().stream()
                .map(record -> new Told(
                        record.at("/sd/id").textValue(),
                        record.at("/sd/episode").textValue(),
                        record.get("msgid").textValue().toLowerCase(Locale.ROOT),
                        record.at("/sd/check").textValue()))
                .toList();
    }

    private static List<Told> byMail(GreenMail mail) throws Exception {
        return Stream.of(mail.getReceivedMessages())
                .map(message -> new Told(
                        header(message, "X-Freshwatch-Id"),
                        header(message, "X-Freshwatch-Episode"),
                        header(message, "X-Freshwatch-Kind"),
                        header(message, "X-Freshwatch-Check")))
                .toList();
    }

    private static String header(MimeMessage message, String name) {
        try {
            return message.getHeader(name, null);
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Told> byWebhook(WebhookReceiver webhook) {
        return webhook.hooks().all().stream()
                .map(hook -> {
                    try {
                        JsonNode event = new ObjectMapper().readTree(hook.text());
                        return new Told(
                                event.get("id").textValue(),
                                event.at("/data/episode").textValue(),
                                event.at("/data/kind").textValue(),
                                event.get("subject").textValue());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static void ends(Launched run, SimEsm esm, Signal signal) throws Exception {
        long asked = System.nanoTime();
        signal.send();
        assertThat(run.exitCode()).as(run::err).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(QUICKLY);
        assertThat(run.out()).isEmpty();
        assertThat(esm.sessions().open()).as("sessions").isZero();
        assertThat(esm.queries().open()).as("open queries").isZero();
        await().atMost(QUICKLY).until(() -> esm.openConnections() == 0);
    }

    private interface Signal {
        void send() throws Exception;
    }

    private void interrupted() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            receiver(esm, "ERC-1");
            receiver(esm, "ERC-2");
            esm.behaviour().queryDuration(EsmBehaviour.NEVER);
            Folder folder =
                    watch(folder(), esm).set("esm.soc.query-timeout", "110s").set("esm.soc.every", "120s");
            try (Launched run = Launched.start(folder, "run")) {
                // The first is never answered, so no second one is opened.
                await().atMost(Launched.PATIENCE).until(() -> esm.queries().open() == 1);

                ends(run, esm, run::interrupt);
            }
        }
    }

    private void noState() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            receiver(esm, "ERC-1");
            Folder folder = watch(folder(), esm);
            // For root every folder is writable, but a file is none.
            Files.writeString(folder.path().resolve("state"), "a file");

            Launched run = Launched.finished(folder, "run");

            assertThat(run.exitCode()).as(run::err).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("cannot start", "state").doesNotContain("\tat ");
            assertThat(esm.requests().total()).isZero();
        }
    }

    private void second() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            receiver(esm, "ERC-1");
            Folder folder = watch(folder(), esm);
            try (Launched first = Launched.start(folder, "run").watching()) {
                Launched second = Launched.finished(folder, "run");

                assertThat(second.exitCode()).as(second::err).isEqualTo(3);
                assertThat(second.err()).contains("cannot start").doesNotContain("\tat ");
                assertThat(first.isAlive()).isTrue();
                first.terminate();
                assertThat(first.exitCode()).as(first::err).isZero();
            }
        }
    }

    /** It takes 30 s on a machine that has nothing else to do. */
    private void demo() throws Exception {
        try (Launched demo = Launched.start(folder(), "demo")) {
            await("the demo").atMost(Launched.PATIENCE.multipliedBy(2)).untilAsserted(() -> shown(demo));
            shownOnThePage(demo);
            demo.terminate();
            assertThat(demo.exitCode()).as(demo::err).isZero();
            assertThat(demo.err()).as("all healthy at first").contains("esm/soc: 7 ok", "misp/intel: 6 ok");
        }
    }

    private static void shown(Launched demo) {
        for (String sink : List.of("syslog", "mail", "webhook")) {
            List<String> lines = demo.out()
                    .lines()
                    .filter(line -> line.length() > 9 && line.substring(9).startsWith(sink))
                    .toList();
            assertThat(lines).as(sink).anyMatch(line -> line.contains("ERC-2") && line.contains("newest event is"));
            assertThat(lines).as(sink).anyMatch(line -> line.contains("newest alarm is"));
            assertThat(lines).as(sink).anyMatch(line -> line.contains("no worker in email"));
            assertThat(lines).as(sink).anyMatch(line -> line.contains("healed by restartDeadWorkers"));
            assertThat(lines.stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).contains("recover")))
                    .as(sink)
                    .hasSize(3);
        }
    }

    /** Its address is in the first lines, and the page tells the same story. */
    private static void shownOnThePage(Launched demo) throws Exception {
        Matcher address = Pattern.compile("the page: (http://127\\.0\\.0\\.1:[0-9]+/)")
                .matcher(demo.out().lines().limit(3).collect(Collectors.joining("\n")));
        assertThat(address.find()).as(demo::out).isTrue();
        assertThat(read(address.group(1))).contains("ERC-2 events", "takes notices", "recovery of", "all on time");
        assertThat(read(address.group(1) + "episodes"))
                .contains("soc alarms", "ERC-2 events", "intel workers", "healed by restartDeadWorkers", "accepted");
    }

    private static String read(String address) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(address).isEqualTo(200);
        return answer.body();
    }

    private void demoEnds() throws Exception {
        Launched demo = Launched.finished(folder(), "demo", "--for", "3s");

        assertThat(demo.exitCode()).as(demo::err).isZero();
    }
}
