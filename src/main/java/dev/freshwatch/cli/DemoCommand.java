package dev.freshwatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.app.StartupException;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.EsmLoad;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.Scenario;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sim.misp.SimMisp;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the whole product against a simulated ESM and MISP, with local receivers that show what arrives. */
@Command(
        name = "demo",
        description = "Runs the watch against a simulated ESM and MISP. Needs no configuration, network or root.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:ended after --for, or by a signal"})
final class DemoCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Stop after this time, such as 60s (default: run until Ctrl-C).")
    private Duration length;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            hidden = true,
            description =
                    "An empty folder for the demo's files, which is kept; the launcher makes an archive of classes with"
                            + " it (default: a temporary one).")
    private Path kept;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = kept == null ? Files.createTempDirectory("freshwatch-demo") : kept;
        try (Signals signals = new Signals();
                Scenario scenario = new Scenario(line -> show("demo", line));
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                MailReceiver mail = new MailReceiver();
                WebhookReceiver webhook = new WebhookReceiver()) {
            syslog.messages().listen(message -> show("syslog", message.text()));
            mail.mails().listen(arrived -> show("mail", subject(arrived)));
            webhook.hooks().listen(hook -> show("webhook", event(hook.text())));
            configure(folder, scenario, syslog, mail, webhook);
            ConfigAndRoutes prepared = ConfigAndRoutes.read(folder);
            Logging.configure(prepared.loaded().settings().log());
            EsmLoad load = EsmLoad.of(prepared.loaded().settings().esms().get(0));
            show(
                    "demo",
                    "load on the ESM: "
                            + load.of(scenario.esm().appliance().receivers().size())
                                    .words());
            try (WatchApp watch = WatchApp.watch(prepared.loaded(), prepared.routes())) {
                watch.webPort()
                        .ifPresent(port -> show(
                                "demo",
                                "the page: http://127.0.0.1:" + port
                                        + "/ (any free port); health and metrics below /observe"));
                scenario.start();
                if (!signals.await(length)) {
                    show("demo", "the end");
                }
            }
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot start: " + e.getMessage(), e);
        } finally {
            if (kept == null) {
                delete(folder);
            }
        }
        return 0;
    }

    private synchronized void show(String who, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s %-7s %s%n",
                LocalTime.now(ZoneId.systemDefault()).format(TIME),
                who,
                line);
        out.flush();
    }

    private static String subject(MailReceiver.Mail mail) {
        String subject = mail.header("Subject");
        try {
            return "to " + String.join(", ", mail.to()) + ": " + MimeUtility.decodeText(MimeUtility.unfold(subject));
        } catch (IOException e) {
            return subject;
        }
    }

    private static String event(String body) {
        try {
            JsonNode event = new ObjectMapper().readTree(body);
            return String.format(
                    Locale.ROOT,
                    "%s %s: %s",
                    event.path("type").asText(),
                    event.path("subject").asText(),
                    event.path("data").path("message").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(
            Path folder, Scenario scenario, SyslogReceiver syslog, MailReceiver mail, WebhookReceiver webhook)
            throws IOException {
        Files.writeString(folder.resolve("esm.password"), SimEsm.PASSWORD);
        Files.writeString(folder.resolve("misp.key"), SimMisp.USER_KEY);
        Files.writeString(folder.resolve("misp.admin-key"), SimMisp.ADMIN_KEY);
        Files.writeString(
                folder.resolve("application.properties"),
                String.format(
                        Locale.ROOT,
                        """
                esm.soc.url = %s
                esm.soc.username = %s
                esm.soc.password = {{file:esm.password}}
                esm.soc.every = %ds
                esm.soc.receivers = all
                esm.soc.alarms.error-after = %ds
                esm.soc.events.warn-after = %ds
                esm.soc.events.error-after = %ds
                misp.intel.url = %s
                misp.intel.key = {{file:misp.key}}
                misp.intel.admin-key = {{file:misp.admin-key}}
                misp.intel.every = %ds
                misp.intel.events.error-after = %ds
                misp.intel.heal.enabled = true
                sink.syslog.enabled = true
                sink.syslog.host = localhost
                sink.syslog.port = %d
                sink.syslog.protocol = tcp
                sink.mail.enabled = true
                sink.mail.host = localhost
                sink.mail.port = %d
                sink.mail.security = none
                sink.mail.from = freshwatch@soc.example
                sink.mail.to = oncall@soc.example
                sink.webhook.enabled = true
                sink.webhook.url = %s
                web.port = 0
                """,
                        scenario.esm().url(),
                        SimEsm.USERNAME,
                        Scenario.EVERY.toSeconds(),
                        Scenario.ERROR_AFTER.toSeconds(),
                        Scenario.WARN_AFTER.toSeconds(),
                        Scenario.ERROR_AFTER.toSeconds(),
                        scenario.misp().url(),
                        Scenario.EVERY.toSeconds(),
                        Scenario.ERROR_AFTER.toSeconds(),
                        syslog.port(),
                        mail.port(),
                        webhook.url()),
                StandardCharsets.UTF_8);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
