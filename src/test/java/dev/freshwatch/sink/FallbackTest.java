package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Body;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.freshness.Finding;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A formatter that fails costs people the beauty of a notice, never the notice. */
@InEachLanguage
class FallbackTest {

    private static final String HOSTILE = "ERC-1 é\r\n\"]|=\\<b>";
    private static final String LINE = "PROBLEM critical esm/soc/events/144116287587483648: newest event is 47 min old"
            + " (limit 20 min) [notice " + Notices.ID + ", episode " + Notices.EPISODE + "]";

    private static final SinkSettings.Webhook WEBHOOK = new SinkSettings.Webhook(
            URI.create("https://hooks.example/"), null, Map.of(), Duration.ofSeconds(1), TlsSettings.DEFAULT);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(FallbackText.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    private static <T> T fails() {
        throw new IllegalStateException("TOPSECRET");
    }

    private void theFailureIsToldWithoutAnybodysText(String form) {
        assertThat(log.list).isNotEmpty().allSatisfy(event -> assertThat(event.getFormattedMessage())
                .contains(form, Notices.ID, "Exception at dev.freshwatch.")
                .doesNotContain("TOPSECRET", "ERC-1"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void syslog(Format format) {
        SyslogMessage message = new SyslogMessage(notice -> fails(), SyslogMessage.fallback(settings(format)));

        assertThat(new String(message.toBytes(Notices.problem(HOSTILE)), StandardCharsets.US_ASCII))
                .isEqualTo((format == Format.RFC3164
                                ? "<130>freshwatch: "
                                : "<130>1 - - freshwatch - PROBLEM [freshwatch@32473 id=\"" + Notices.ID + "\"] ")
                        + LINE);
        theFailureIsToldWithoutAnybodysText("syslog message");
        byte[] cut = message.toBytes(Notices.saying("x".repeat(9000)));
        assertThat(cut).hasSizeLessThanOrEqualTo(480);
    }

    @Test
    void mail() throws Exception {
        MailMessage mails =
                new MailMessage(MailSink.settings(25, Security.NONE, null, "soc@example.org"), true, notice -> fails());
        MimeMessage mail = mails.compose(Notices.problem(HOSTILE));

        assertThat(mail.getSubject()).isEqualTo("[PROBLEM] esm/soc/events/144116287587483648 is critical");
        assertThat(mail.getHeader("To")).containsExactly("soc@example.org");
        assertThat(mail.getHeader("X-Freshwatch-Id")).containsExactly(Notices.ID);
        assertThat(mail.getHeader("Message-ID")).containsExactly("<" + Notices.ID + "@example.org>");
        assertThat(mail.getContent()).isEqualTo(LINE + "\r\n");
        theFailureIsToldWithoutAnybodysText("mail");
    }

    @Test
    void mailThatTheLibraryCanNotMake() throws Exception {
        MailMessage mails =
                new MailMessage(MailSink.settings(25, Security.NONE, null, "soc@example.org"), true, notice -> {
                    throw new MessagingException("TOPSECRET");
                });

        assertThat(mails.compose(Notices.problem()).getContent()).isEqualTo(LINE + "\r\n");
        theFailureIsToldWithoutAnybodysText("mail");
    }

    @Test
    void webhook() throws Exception {
        JsonNode event = posted(new WebhookRequest(WEBHOOK, notice -> fails()), Notices.problem(HOSTILE));

        assertThat(event.get("id").textValue()).isEqualTo(Notices.ID);
        assertThat(event.get("type").textValue()).isEqualTo("dev.freshwatch.problem");
        assertThat(event.get("subject").textValue()).isEqualTo(Notices.CHECK.value());
        assertThat(event.at("/data/state").textValue()).isEqualTo("critical");
        assertThat(event.at("/data/message").textValue()).isEqualTo(LINE);
        theFailureIsToldWithoutAnybodysText("CloudEvent");
    }

    @Test
    void line() {
        assertThat(new NoticeText(notice -> fails()).toLine(Notices.problem(HOSTILE)))
                .isEqualTo(LINE);
        theFailureIsToldWithoutAnybodysText("line");
    }

    @Test
    void nothingIsTakenForGranted() {
        Notice empty = new Notice("a\r\nb", null, null, null, null, null, null, null, null);

        assertThat(new NoticeText().toLine(empty)).isEqualTo("NOTICE unknown -: - [notice a__b, episode -]");
    }

    @Test
    void theNoticeTextIsFoundByItsEarlierNamesToo() {
        NoticeText text = new NoticeText();
        Notice notice = Notices.problem("ERC-1");

        assertThat(text.line(notice)).isEqualTo(text.toLine(notice)).contains("ERC-1");
        assertThat(text.json(notice)).isEqualTo(text.toJson(notice)).startsWith("\"");
    }

    /** A notice whose finding lacks what every finding has: the formatters stumble over it by themselves. */
    @Test
    void brokenNoticeGoesOutByEverySink() throws Exception {
        Finding whole = Notices.problem().finding();
        Finding broken =
                new Finding(whole.check(), "s", "n", whole.state(), null, whole.text(), null, null, null, null, null);
        Notice notice = Notices.notice(Notices.ID, Kind.PROBLEM, broken);
        SyslogMessage syslog = new SyslogMessage(settings(Format.RFC5424), ZoneOffset.UTC, "0.1.0");
        MailMessage mails = new MailMessage(MailSink.settings(25, Security.NONE, null, "soc@example.org"), true);

        assertThat(new String(syslog.toBytes(notice), StandardCharsets.US_ASCII))
                .endsWith(LINE);
        assertThat(mails.compose(notice).getContent()).isEqualTo(LINE + "\r\n");
        assertThat(posted(new WebhookRequest(WEBHOOK), notice)
                        .at("/data/message")
                        .textValue())
                .isEqualTo(LINE);
        assertThat(log.list).hasSize(3);
        theFailureIsToldWithoutAnybodysText("notice");
    }

    private static JsonNode posted(WebhookRequest request, Notice notice) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(notice);
            request.buildRequest(exchange);
            return new ObjectMapper().readTree(exchange.getMessage().getBody(byte[].class));
        }
    }

    private static SinkSettings.Syslog settings(Format format) {
        return new SinkSettings.Syslog(
                "127.0.0.1",
                514,
                Protocol.UDP,
                format,
                Body.TEXT,
                Framing.OCTET_COUNTING,
                16,
                TlsSettings.DEFAULT,
                480);
    }
}
