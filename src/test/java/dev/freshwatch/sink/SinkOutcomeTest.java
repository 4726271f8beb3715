package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.sink.SinkOutcome.Permanent;
import dev.freshwatch.sink.SinkOutcome.Retry;
import io.netty.handler.timeout.WriteTimeoutException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class SinkOutcomeTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T17:00:00Z"));

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 405, 406, 409, 410, 411, 413, 422, 426, 428, 431, 451, 499})
    void theReceiversNoIsForGood(int status) {
        assertThat(of(new HttpRefusal(status, "30", null))).isEqualTo(new Permanent("answered HTTP " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 404, 408, 425, 429, 500, 501, 502, 503, 504, 505, 599})
    void theReceiversNotNowIsTriedAgain(int status) {
        assertThat(of(new HttpRefusal(status, null, null))).isEqualTo(new Retry("answered HTTP " + status, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 399})
    void aRedirectIsTriedAgainAndSaysThatItIsNotFollowed(int status) {
        assertThat(of(new HttpRefusal(status, null, null)))
                .isEqualTo(new Retry("answered HTTP " + status + ", a redirect, which is not followed", null));
    }

    @Test
    void aProxyThatWantsALoginIsTriedAgain() {
        assertThat(of(new HttpRefusal(407, null, null)))
                .isEqualTo(new Retry("answered HTTP 407 (a proxy requires a login)", null));
    }

    @ParameterizedTest
    @CsvSource({
        // his clock is an hour ahead of ours, or behind
        "'Fri, 20 Nov 2026 18:01:30 GMT',  'Fri, 20 Nov 2026 18:00:00 GMT',  PT1M30S",
        "'Fri, 20 Nov 2026 16:01:30 GMT',  'Friday, 20-Nov-26 16:00:00 GMT', PT1M30S",
        "'Fri, 20 Nov 2026 17:01:30 GMT',  'at noon',                        PT1M30S",
        "120,                              'Fri, 20 Nov 2026 18:00:00 GMT',  PT2M"
    })
    void aDateIsTakenAgainstTheClockOfTheOneWhoWroteIt(String retryAfter, String date, Duration after) {
        assertThat(of(new HttpRefusal(503, retryAfter, date))).isEqualTo(new Retry("answered HTTP 503", after));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "120,                                  PT2M",
                "0,                                    PT0S",
                "3600,                                 PT1H",
                "3601,                                 PT1H",
                "99999999999999999999999,              PT1H",
                "'  7 ',                               PT7S",
                "'Fri, 20 Nov 2026 17:01:30 GMT',      PT1M30S",
                "'Fri, 20 Nov 2026 16:00:00 GMT',      PT0S",
                "'Sat, 21 Nov 2026 17:00:00 GMT',      PT1H",
                "'Friday, 20-Nov-26 17:01:30 GMT',     PT1M30S",
                "'Sunday, 06-Nov-94 08:49:37 GMT',     PT0S",
                "'Friday, 20-Nov-76 17:00:00 GMT',     PT1H",
                "'Saturday, 20-Nov-77 17:00:00 GMT',   PT0S",
                "'Fri Nov 20 17:01:30 2026',           PT1M30S",
                "'Sun Nov  6 08:49:37 1994',           PT0S",
                "'fri, 20 nov 2026 17:01:30 gmt',      PT1M30S",
                "'Fri, 31 Feb 2026 17:01:30 GMT',      null",
                "'Fri, 20 Nov 2026 25:01:30 GMT',      null",
                "'Fri, 20 Abc 2026 17:01:30 GMT',      null",
                "-5,                                   null",
                "1.5,                                  null",
                "soon,                                 null",
                "'',                                   null"
            })
    void retryAfterIsObeyedUpToAnHour(String header, Duration after) {
        assertThat(of(new HttpRefusal(429, header, null))).isEqualTo(new Retry("answered HTTP 429", after));
    }

    @Test
    void aSinkOfAUserThatThrowsCamelsOwnHttpExceptionIsJudgedTheSame() {
        String url = "https://hooks.example/T000/SECRET?token=SECRET";

        assertThat(of(new RuntimeCamelException(new HttpOperationFailedException(
                        url, 503, "SECRET", null, Map.of("retry-after", "9"), "SECRET"))))
                .isEqualTo(new Retry("answered HTTP 503", Duration.ofSeconds(9)));
        assertThat(of(new HttpOperationFailedException(url, 403, "SECRET", null, null, null)))
                .isEqualTo(new Permanent("answered HTTP 403"));
    }

    @ParameterizedTest
    @MethodSource
    void mailServersReplies(MessagingException failure, SinkOutcome outcome) {
        assertThat(of(failure)).isEqualTo(outcome);
    }

    static Stream<Arguments> mailServersReplies() throws AddressException {
        return Stream.of(
                Arguments.of(
                        new AuthenticationFailedException("535 5.7.8 Error: authentication failed: SECRET"),
                        new Retry("mail server answered 535 5.7.8", null)),
                Arguments.of(
                        new MessagingException("530 5.7.0 Authentication required"),
                        new Retry("mail server answered 530 5.7.0", null)),
                Arguments.of(
                        new AuthenticationFailedException("454 4.7.0 Temporary authentication failure"),
                        new Retry("mail server answered 454 4.7.0", null)),
                Arguments.of(
                        new MessagingException("Got bad greeting from SMTP host: h, port: 25, response: 554"),
                        new Permanent("mail server answered 554")),
                Arguments.of(
                        new MessagingException("Got bad greeting from SMTP host: h, port: 25, response: 421"),
                        new Retry("mail server answered 421", null)),
                Arguments.of(
                        new MessagingException("Got bad greeting from SMTP host: h, port: 25, response: -1"),
                        new Retry("failed (MessagingException)", null)),
                Arguments.of(
                        new MessagingException("STARTTLS is required but host does not support STARTTLS"),
                        new Retry("failed (MessagingException)", null)),
                Arguments.of(
                        new SendFailedException(
                                "Invalid Addresses", refused("550 5.1.1 <a@example.org>: no such user")),
                        new Permanent("mail server answered 550 5.1.1")),
                Arguments.of(
                        new SendFailedException("Invalid Addresses", refused("450 4.2.0 greylisted")),
                        new Retry("mail server answered 450 4.2.0", null)),
                Arguments.of(
                        new SendFailedException(
                                "Invalid Addresses", both(refused("550 no"), refused("451 later"), refused("550 no"))),
                        new Retry("mail server answered 451, 550", null)),
                Arguments.of(
                        new MessagingException("no connection", new ConnectException("refused")),
                        new Retry("no connection", null)));
    }

    @ParameterizedTest
    @MethodSource
    void anythingElseIsTriedAgainAndToldInAFewWords(Throwable failure, String words) {
        assertThat(of(failure)).isEqualTo(new Retry(words, null));
    }

    static Stream<Arguments> anythingElseIsTriedAgainAndToldInAFewWords() {
        return Stream.of(
                Arguments.of(new ConnectException("https://x/SECRET"), "no connection"),
                Arguments.of(
                        new RuntimeCamelException(new UnknownHostException("SECRET")), "host name cannot be resolved"),
                Arguments.of(new SocketTimeoutException("SECRET"), "no answer in time"),
                Arguments.of(WriteTimeoutException.INSTANCE, "no answer in time"),
                Arguments.of(new IOException("x", new SSLHandshakeException("SECRET")), "no trusted TLS connection"),
                Arguments.of(new ClosedChannelException(), "connection was lost"),
                Arguments.of(new IllegalStateException("SECRET"), "failed (IllegalStateException)"));
    }

    @ParameterizedTest
    @MethodSource
    void whetherTheReceiverCanHaveTheNotice(Throwable failure, DeliveryProgress progress) {
        assertThat(DeliveryProgress.of(failure)).isEqualTo(progress);
    }

    static Stream<Arguments> whetherTheReceiverCanHaveTheNotice() throws AddressException {
        return Stream.of(
                Arguments.of(new HttpRefusal(400, null, null), DeliveryProgress.ANSWERED),
                Arguments.of(new HttpRefusal(429, null, null), DeliveryProgress.ANSWERED),
                Arguments.of(new HttpRefusal(503, null, null), DeliveryProgress.ANSWERED),
                Arguments.of(new HttpRefusal(502, null, null), DeliveryProgress.UNKNOWN),
                Arguments.of(new HttpRefusal(504, null, null), DeliveryProgress.UNKNOWN),
                Arguments.of(new HttpRefusal(0, null, null), DeliveryProgress.UNKNOWN),
                Arguments.of(new SendFailedException("x", refused("450 4.2.0 greylisted")), DeliveryProgress.ANSWERED),
                Arguments.of(new MessagingException("[EOF]"), DeliveryProgress.UNKNOWN),
                Arguments.of(
                        new MailSession.NotConnected(new SocketTimeoutException("Connect timed out")),
                        DeliveryProgress.UNREACHED),
                Arguments.of(
                        new MailSession.TooLate(Duration.ofSeconds(60), new IOException()), DeliveryProgress.UNKNOWN),
                Arguments.of(new RuntimeCamelException(new ConnectException("refused")), DeliveryProgress.UNREACHED),
                Arguments.of(new UnknownHostException("x"), DeliveryProgress.UNREACHED),
                Arguments.of(new IOException("x", new SSLHandshakeException("x")), DeliveryProgress.UNREACHED),
                Arguments.of(new NoAnswer(NoAnswer.Kind.NOT_STARTED, "no turn", null), DeliveryProgress.UNREACHED),
                Arguments.of(new NoAnswer(NoAnswer.Kind.NOT_CONNECTED, "refused", null), DeliveryProgress.UNREACHED),
                Arguments.of(new NoAnswer(NoAnswer.Kind.TOO_LATE, "late", null), DeliveryProgress.UNKNOWN),
                Arguments.of(new NoAnswer(NoAnswer.Kind.DROPPED, "dropped", null), DeliveryProgress.UNKNOWN),
                Arguments.of(new ClosedChannelException(), DeliveryProgress.UNKNOWN),
                Arguments.of(new SyslogPipeline.ClosedBefore(null), DeliveryProgress.UNREACHED),
                Arguments.of(WriteTimeoutException.INSTANCE, DeliveryProgress.UNKNOWN),
                Arguments.of(new java.util.NoSuchElementException("of somebody else"), DeliveryProgress.UNKNOWN),
                Arguments.of(new IllegalStateException("x"), DeliveryProgress.UNKNOWN));
    }

    @Test
    void causesInACircleEnd() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);

        assertThat(of(one).reason()).startsWith("failed (");
    }

    private static SinkOutcome of(Throwable failure) {
        return SinkOutcome.of(failure, CLOCK);
    }

    private static SMTPAddressFailedException refused(String reply) throws AddressException {
        return new SMTPAddressFailedException(
                new InternetAddress("a@example.org"),
                "RCPT TO:<a@example.org>",
                Integer.parseInt(reply.substring(0, 3)),
                reply);
    }

    private static MessagingException both(MessagingException first, MessagingException... more) {
        for (MessagingException each : more) {
            first.setNextException(each);
        }
        return first;
    }
}
