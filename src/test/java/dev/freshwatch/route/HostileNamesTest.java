package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import dev.freshwatch.sink.Notices;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator of the ESM may have typed as a device's name is text in every sink, and nothing else. */
class HostileNamesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void areTextInEverySink() throws Exception {
        try (SimEsm esm = new SimEsm();
                SyslogReceiver syslog = SyslogReceiver.tcp(0);
                MailReceiver mail = new MailReceiver();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Map<Long, String> names = new TreeMap<>();
            Notices.hostileNames()
                    .forEach(name -> names.put(esm.appliance().addReceiver(name).id(), name));
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .set("esm.soc.receivers", "all")
                    .set("esm.soc.events.error-after", "4s")
                    .set("esm.soc.alarms.enabled", "false")
                    .set("sink.mail.group", "false")
                    .webhook(webhook)
                    .mail(mail)
                    .syslog(syslog);
            try (WatchApp watch = folder.watch()) {
                await().atMost(PATIENCE)
                        .until(() -> syslog.messages().count() >= names.size()
                                && mail.mails().count() >= names.size()
                                && webhook.hooks().count() >= names.size());
                long cycles = esm.requests().of("essmgtGetESSTime");
                await("a further cycle tells nothing more")
                        .atMost(PATIENCE)
                        .until(() -> esm.requests().of("essmgtGetESSTime") >= cycles + 2);
            }
            assertThat(syslog.messages().count()).isEqualTo(names.size());
            assertThat(mail.mails().count()).isEqualTo(names.size());
            assertThat(webhook.hooks().count()).isEqualTo(names.size());
            assertThat(syslog.malformed()).isZero();
            assertThat(mail.violations()).isEmpty();
            for (WebhookReceiver.Hook hook : webhook.hooks().all()) {
                JsonNode event = event(hook);
                assertThat(event.at("/data/name").textValue())
                        .isEqualTo(PlainText.name(
                                expected(names, event.get("subject").textValue()) + " events"));
                assertThat(event.at("/data/state").textValue()).isEqualTo("critical");
            }
            for (SyslogReceiver.Message message : syslog.messages().all()) {
                Map<String, String> data = structuredData(message.text());
                assertThat(data).containsEntry("state", "critical").containsEntry("reason", "silent");
                assertThat(data.get("name")).isEqualTo(PlainText.name(expected(names, data.get("check")) + " events"));
                assertThat(message.text()).doesNotContain("\n", "\r").startsWith("<130>1 ");
            }
            for (MailReceiver.Mail arrived : mail.mails().all()) {
                String subject = MimeUtility.decodeText(MimeUtility.unfold(arrived.header("Subject")));
                String name = expected(names, arrived.header("X-Freshwatch-Check"));
                assertThat(subject).startsWith("[CRITICAL] ");
                assertThat(subject.replaceAll("\\s+", ""))
                        .contains(name.substring(0, Math.min(40, name.length())).replaceAll("\\s+", ""));
                assertThat(arrived.header("X-Freshwatch-Kind")).isEqualTo("problem");
                assertThat(arrived.header("Bcc")).isNull();
                assertThat(arrived.to()).containsExactly("oncall@soc.example");
                assertThat(html(arrived)).doesNotContain("<script", "<img").contains("no event for more than 3 days");
            }
        }
    }

    /** The part that a reader of mails renders. */
    private static String html(MailReceiver.Mail mail) throws Exception {
        byte[] bytes = mail.text().getBytes(StandardCharsets.UTF_8);
        MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(bytes));
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
        return (String) parts.getBodyPart(1).getContent();
    }

    private static String expected(Map<Long, String> names, String check) {
        long id = Long.parseLong(check.substring(check.lastIndexOf('/') + 1));
        // The ESM's JSON cannot carry half a surrogate pair.
        String sent = new String(names.get(id).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String name = PlainText.name(sent).strip();
        return name.isBlank() ? "Receiver " + id : name;
    }

    /** As RFC 5424 section 6.3.3 reads it. */
    private static Map<String, String> structuredData(String message) {
        Matcher element = Pattern.compile("\\[freshwatch@32473((?: \\w+=\"(?:[^\"\\\\\\]]|\\\\.)*\")*)\\] ")
                .matcher(message);
        assertThat(element.find()).as(message).isTrue();
        Matcher parameter =
                Pattern.compile(" (\\w+)=\"((?:[^\"\\\\\\]]|\\\\.)*)\"").matcher(element.group(1));
        Map<String, String> data = new TreeMap<>();
        while (parameter.find()) {
            data.put(parameter.group(1), parameter.group(2).replaceAll("\\\\([\"\\\\\\]])", "$1"));
        }
        assertThat(message.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(8192);
        return data;
    }

    private static JsonNode event(WebhookReceiver.Hook hook) {
        try {
            return new ObjectMapper().readTree(hook.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
