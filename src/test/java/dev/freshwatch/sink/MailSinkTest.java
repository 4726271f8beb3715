package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.sink.SinkOutcome.Retry;
import dev.freshwatch.tls.Trust;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mail route against GreenMail and against servers that misbehave. */
@Timeout(180)
class MailSinkTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String[] TO = {"soc@example.org", "ciso@example.org"};

    @TempDir
    Path directory;

    @Test
    void arrivesOnceForAllRecipientsWithNothingOfWhatWasOnTheExchange() throws Exception {
        GreenMail server = greenMail("smtp");
        try (SinkRoute route = plain(server.getSmtp().getPort(), DEADLINE)) {
            route.send(Notices.problem(), SinkRoute.leftOver());
            route.send(Notices.recovery());

            // GreenMail keeps one copy for each recipient
            MimeMessage[] mails = server.getReceivedMessages();
            assertThat(mails).hasSize(4);
            assertThat(mails[0].getSubject())
                    .isEqualTo("[CRITICAL] ERC-1 events: newest event is 47 min old (limit 20 min)");
            assertThat(mails[0].getMessageID()).isEqualTo("<" + Notices.EPISODE + "@example.org>");
            assertThat(Collections.list(mails[0].getAllHeaders()))
                    .noneMatch(header -> (header.getName() + header.getValue()).contains("LEFTOVER"));
            assertThat(mails[0].getHeader("Authorization")).isNull();
            int recovered = 0;
            for (MimeMessage mail : mails) {
                if (mail.getSubject().startsWith("[RECOVERED] ")) {
                    recovered++;
                    assertThat(mail.getHeader("In-Reply-To")).containsExactly(mails[0].getMessageID());
                }
            }
            assertThat(recovered).isEqualTo(2);
        } finally {
            server.stop();
        }
    }

    @Test
    void placeholdersInANameArriveAsTheyStand() throws Exception {
        GreenMail server = greenMail("smtp");
        try (SinkRoute route = plain(server.getSmtp().getPort(), DEADLINE)) {
            route.send(Notices.problem("{{env:HOME}} ${body} {{syslog-collector}}"));

            assertThat(server.getReceivedMessages()[0].getSubject())
                    .startsWith("[CRITICAL] {{env:HOME}} ${body} {{syslog-collector}} events: ");
        } finally {
            server.stop();
        }
    }

    @Test
    void logsInWhereThereIsAPassword() throws Exception {
        GreenMail server = greenMail("smtp");
        server.setUser("watch", "watch", "right");
        server.getUserManager().setAuthRequired(true);
        try (SinkRoute right = start(server.getSmtp().getPort(), Security.NONE, "right", null);
                SinkRoute wrong = start(server.getSmtp().getPort(), Security.NONE, "wrong-secret", null)) {
            right.send(Notices.problem());
            assertThat(server.getReceivedMessages()).hasSize(2);

            assertThat(outcome(wrong)).isInstanceOf(Retry.class).satisfies(refused -> assertThat(refused.reason())
                    .startsWith("mail server answered 535"));
        } finally {
            server.stop();
        }
    }

    @Test
    void startTlsIsUsedAndItsCertificateChecked() throws Exception {
        Certificates right = Certificates.make(directory, "dns:localhost");
        Certificates stranger = Certificates.make(directory, "dns:localhost");
        Certificates other = Certificates.make(directory, "dns:wrong.example");
        try (Peer server = Peer.start(SmtpServer.withStartTls(right.server()));
                SinkRoute trusting = start(server.port(), Security.STARTTLS, "right", right.client());
                SinkRoute doubting = start(server.port(), Security.STARTTLS, "right", stranger.client())) {
            trusting.send(Notices.problem());
            assertThat(server.next()).contains("Subject: [CRITICAL] ERC-1 events");
            assertThat(outcome(doubting)).isEqualTo(new Retry("no trusted TLS connection", null));
            assertThat(server.next()).startsWith("connection failed");
        }
        try (Peer server = Peer.start(SmtpServer.withStartTls(other.server()));
                SinkRoute route = start(server.port(), Security.STARTTLS, "right", other.client())) {
            assertThat(outcome(route)).isEqualTo(new Retry("no trusted TLS connection", null));
            assertThat(server.next()).startsWith("connection failed");
        }
    }

    @Test
    void nothingIsSentToAServerThatDoesNotOfferStartTls() throws Exception {
        GreenMail server = greenMail("smtp");
        server.setUser("watch", "watch", "right");
        try (SinkRoute route = start(server.getSmtp().getPort(), Security.STARTTLS, "right", SSLContext.getDefault())) {
            assertThat(outcome(route)).isInstanceOf(Retry.class);
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    void tlsFromTheFirstByteIsUsedAndItsCertificateChecked() throws Exception {
        Certificates right = Certificates.make(directory, "dns:localhost");
        Certificates other = Certificates.make(directory, "dns:wrong.example");
        try (Peer server = Peer.start(SmtpServer.withTls(right.server()));
                SinkRoute route = start(server.port(), Security.TLS, "right", right.client())) {
            route.send(Notices.problem());
            assertThat(server.next()).contains("Subject: [CRITICAL] ERC-1 events");
        }
        try (Peer server = Peer.start(SmtpServer.withTls(other.server()));
                SinkRoute route = start(server.port(), Security.TLS, "right", other.client())) {
            assertThat(outcome(route)).isEqualTo(new Retry("no trusted TLS connection", null));
        }
    }

    @Test
    void greenMailsOwnTlsIsUnderstoodWhereItIsTrusted() throws Exception {
        GreenMail server = greenMail("smtps");
        SinkSettings.Mail settings = MailSink.settings(server.getSmtps().getPort(), Security.TLS, null, TO);
        SinkSettings.Mail insecure = new SinkSettings.Mail(
                settings.host(),
                settings.port(),
                settings.security(),
                null,
                null,
                settings.from(),
                settings.to(),
                settings.helo(),
                new TlsSettings(null, true));
        try (SinkRoute route = MailSink.start(insecure, Trust.of(null, true).context(), DEADLINE)) {
            route.send(Notices.problem());
            assertThat(server.getReceivedMessages()).hasSize(2);
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "greeting, 554 go away,               Permanent, mail server answered 554",
        "greeting, 421 busy,                  Retry,     mail server answered 421",
        "MAIL,     550 5.7.1 not you,         Permanent, mail server answered 550 5.7.1",
        "MAIL,     451 4.3.0 later,           Retry,     mail server answered 451 4.3.0",
        "RCPT,     550 5.1.1 nobody,          Permanent, mail server answered 550 5.1.1",
        "RCPT,     450 4.2.0 greylisted,      Retry,     mail server answered 450 4.2.0",
        "DATA,     554 5.6.0 no,              Permanent, mail server answered 554 5.6.0",
        ".,        552 5.3.4 too large,       Permanent, mail server answered 552 5.3.4",
        ".,        452 4.3.1 disk full,       Retry,     mail server answered 452 4.3.1"
    })
    void theServersNoIsForGoodAndItsNotNowIsNot(String command, String answer, String kind, String reason)
            throws Exception {
        try (Peer server = Peer.start(SmtpServer.answering(Map.of(command, answer)));
                SinkRoute route = plain(server.port(), DEADLINE)) {
            SinkOutcome outcome = outcome(route);
            assertThat(outcome.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(outcome.reason()).isEqualTo(reason);
        }
    }

    @Test
    void whereSomeRecipientsAreRefusedTheOthersAreTold() throws Exception {
        try (Peer server = Peer.start(
                        SmtpServer.answering(Map.of("RCPT TO:<soc@example.org>", "550 5.1.1 no such user")));
                SinkRoute route = plain(server.port(), DEADLINE)) {
            route.send(Notices.problem());
            assertThat(server.next()).contains("Subject: [CRITICAL] ERC-1 events");
        }
    }

    @Test
    void whereOneOfAllTheRefusedMayBeTakenLaterItIsTriedAgain() throws Exception {
        try (Peer server = Peer.start(SmtpServer.answering(Map.of(
                        "RCPT TO:<soc@example.org>",
                        "550 5.1.1 no",
                        "RCPT TO:<ciso@example.org>",
                        "450 4.2.0 later")));
                SinkRoute route = plain(server.port(), DEADLINE)) {
            assertThat(outcome(route)).isEqualTo(new Retry("mail server answered 450 4.2.0, 550 5.1.1", null));
        }
    }

    @Test
    void refusedConnectionFails() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (SinkRoute route = plain(port, DEADLINE)) {
            assertThat(outcome(route)).isEqualTo(new Retry("no connection", null));
        }
    }

    @Test
    void serverThatNeverAnswersOrOnlyDripsEndsAtTheDeadline() throws Exception {
        Duration deadline = Duration.ofMillis(700);
        for (Peer.Manners manners : Arrays.asList(Peer.deaf(), SmtpServer.dripping())) {
            try (Peer server = Peer.start(manners);
                    SinkRoute route = plain(server.port(), deadline)) {
                long start = System.nanoTime();
                assertThat(outcome(route)).isEqualTo(new Retry("no answer in time", null));
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(deadline, Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void serverThatTakesTheMailAndNeverReadsItEndsAtTheDeadline() throws Exception {
        try (Peer server = Peer.start(SmtpServer.answering(Map.of("DATA", "354 go on", ".", "")));
                SinkRoute route = plain(server.port(), Duration.ofMillis(900))) {
            assertThat(outcome(route)).isInstanceOf(Retry.class);
        }
    }

    private static SinkRoute plain(int port, Duration deadline) throws Exception {
        return MailSink.start(MailSink.settings(port, Security.NONE, null, TO), null, deadline);
    }

    private static SinkRoute start(int port, Security security, String password, SSLContext tls) throws Exception {
        return MailSink.start(MailSink.settings(port, security, password, TO), tls, DEADLINE);
    }

    private static GreenMail greenMail(String protocol) {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        server.start();
        return server;
    }

    private static SinkOutcome outcome(SinkRoute route) {
        try {
            route.send(Notices.problem());
        } catch (Exception e) {
            assertThat(e).hasMessageNotContaining("wrong-secret");
            return SinkOutcome.of(e, InstantSource.system());
        }
        throw new AssertionError("was taken");
    }
}
