package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiversTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void takesDatagrams() throws Exception {
        try (SyslogReceiver receiver = SyslogReceiver.udp(0);
                DatagramSocket socket = new DatagramSocket()) {
            List<String> heard = new CopyOnWriteArrayList<>();
            receiver.messages().listen(message -> heard.add(message.text()));
            byte[] bytes = "<134>1 - Grüße".getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, receiver.port()));
            await().until(() -> heard.equals(List.of("<134>1 - Grüße")));
            assertThat(receiver.messages().all().get(0).framing()).isEqualTo(SyslogReceiver.Framing.DATAGRAM);
        }
    }

    @Test
    void tellsTheFramingsOfAStreamApart() throws Exception {
        try (SyslogReceiver receiver = SyslogReceiver.tcp(0);
                Socket socket = new Socket(LOOPBACK, receiver.port())) {
            write(socket, "<1>first\n13 <2>sec\nd line<3>third\n");
            await().until(() -> receiver.messages().count() == 3);
            assertThat(receiver.messages().all())
                    .extracting(Object::toString)
                    .containsExactly("NEWLINE <1>first", "OCTET_COUNTING <2>sec\nd line", "NEWLINE <3>third");
        }
    }

    @ParameterizedTest
    @CsvSource({"'20 <1>short'", "'no frame'", "'1x <1>'", "'<1>no end'"})
    void countsFramesThatBreakOff(String bytes) throws Exception {
        try (SyslogReceiver receiver = SyslogReceiver.tcp(0)) {
            try (Socket socket = new Socket(LOOPBACK, receiver.port())) {
                write(socket, bytes);
            }
            await().until(() -> receiver.malformed() == 1);
            assertThat(receiver.messages().count()).isZero();
        }
    }

    @Test
    void takesSyslogOverTls(@TempDir Path folder) throws Exception {
        SSLContext context = TestTls.context(TestTls.keyStore(folder));
        try (SyslogReceiver receiver = SyslogReceiver.tls(0, context);
                Socket socket = context.getSocketFactory().createSocket("localhost", receiver.port())) {
            write(socket, "8 <1>hello");
            await().until(() -> receiver.messages().count() == 1);
            assertThat(receiver.messages().all().get(0).text()).isEqualTo("<1>hello");
        }
    }

    @Test
    void keepsAMail() throws Exception {
        try (MailReceiver receiver = new MailReceiver()) {
            List<String> replies = smtp(
                    receiver,
                    "EHLO here",
                    "MAIL FROM:<a@example.org> BODY=8BITMIME",
                    "RCPT TO:<b@example.org>",
                    "RCPT TO:<c@example.org>",
                    "DATA",
                    "Subject: one\r\n two\r\n\r\nbody\r\n..dot\r\n.",
                    "QUIT");
            assertThat(replies).containsExactly("220", "250", "250", "250", "250", "354", "250", "221");
            MailReceiver.Mail mail = receiver.mails().all().get(0);
            assertThat(mail.from()).isEqualTo("a@example.org");
            assertThat(mail.to()).containsExactly("b@example.org", "c@example.org");
            assertThat(mail.header("subject")).isEqualTo("one two");
            assertThat(mail.body()).isEqualTo("body\r\n.dot\r\n");
            assertThat(receiver.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 4.3.2 not now",
        "MAIL,    451 4.3.0 later",
        "RCPT,    550 5.1.1 nobody",
        "DATA,    452 4.2.2 full",
        "'.',     554 5.6.0 no",
    })
    void refusesMailWhenToldTo(String verb, String line) throws Exception {
        try (MailReceiver receiver = new MailReceiver().refuse(1, verb, line)) {
            String[] mail = {"EHLO here", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "DATA", "\r\nhi\r\n."};
            String code = line.substring(0, 3);
            assertThat(smtp(receiver, mail)).endsWith(code);
            assertThat(receiver.mails().count()).isZero();
            assertThat(smtp(receiver, mail)).endsWith("250");
            assertThat(receiver.mails().count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"DATA, 503", "MAIL FROM:<a@b>, 503", "MAGIC, 500"})
    void holdsClientsToTheOrderOfSmtp(String command, String code) throws Exception {
        try (MailReceiver receiver = new MailReceiver()) {
            assertThat(smtp(receiver, command)).containsExactly("220", code);
            assertThat(receiver.violations()).hasSize(1);
        }
    }

    @Test
    void answersWebhooksAsTold() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            receiver.faults()
                    .next(1, SimFaults.ANY, SimFault.status(500, "broken"))
                    .next(1, SimFaults.ANY, SimFault.retryAfter(429, "1"))
                    .next(1, SimFaults.ANY, SimFault.hang());
            assertThat(hook(receiver).statusCode()).isEqualTo(500);
            assertThat(hook(receiver).headers().firstValue("Retry-After")).contains("1");
            assertThatThrownBy(() -> hook(receiver)).isInstanceOf(HttpTimeoutException.class);
            assertThat(hook(receiver).statusCode()).isEqualTo(202);
            assertThat(receiver.hooks().all())
                    .extracting(WebhookReceiver.Hook::status)
                    .containsExactly(500, 429, 0, 202);
            WebhookReceiver.Hook last = receiver.hooks().all().get(3);
            assertThat(last.accepted()).isTrue();
            assertThat(last.text()).isEqualTo("{}");
            assertThat(last.request().headers()).containsEntry("x-one", "1");
        }
    }

    private static HttpResponse<String> hook(WebhookReceiver receiver) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(receiver.url())
                                .header("X-One", "1")
                                .timeout(Duration.ofMillis(500))
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    /** The codes of the replies; ends early where the server closes or refuses. */
    private static List<String> smtp(MailReceiver receiver, String... commands) throws IOException {
        List<String> codes = new ArrayList<>();
        try (Socket socket = new Socket(LOOPBACK, receiver.port())) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            codes.add(code(in));
            for (String command : commands) {
                if (codes.get(codes.size() - 1).compareTo("4") > 0) {
                    return codes;
                }
                write(socket, command + "\r\n");
                codes.add(code(in));
            }
        }
        return codes;
    }

    private static String code(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line.substring(0, 3);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
