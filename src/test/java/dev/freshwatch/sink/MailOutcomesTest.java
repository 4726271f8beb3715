package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.sink.SinkOutcome.Retry;
import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts as delivered, for whom, and what is said where a server lacks what is needed. */
@Timeout(180)
class MailOutcomesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** What the server says to a line, until it is used up. */
    private final Map<String, List<String>> script = new ConcurrentHashMap<>();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private String extensions = "250 8BITMIME";

    /** What becomes of the connection when the mail was taken. */
    private enum Then {
        HANGS_UP,
        RESETS,
        SAYS_NO_TO_QUIT,
        NEVER_ANSWERS
    }

    private Then then = Then.HANGS_UP;

    private void serve(Peer peer, Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = connection.getOutputStream();
        say(out, "220 ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            List<String> answers = script.getOrDefault(line, new ArrayList<>());
            if (!answers.isEmpty()) {
                say(out, answers.remove(0));
            } else if (line.startsWith("EHLO")) {
                say(out, "250-here\r\n" + extensions);
            } else if (line.equals("DATA")) {
                say(out, "354 go on");
                peer.hear(data(in));
                say(out, "250 taken");
                if (then == Then.RESETS) {
                    connection.setSoLinger(true, 0);
                    return;
                }
                if (then == Then.HANGS_UP) {
                    return;
                }
            } else if (line.equals("QUIT")) {
                if (then == Then.SAYS_NO_TO_QUIT) {
                    say(out, "550 no");
                }
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            data.append(line).append('\n');
        }
        return data.toString();
    }

    private static void say(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Peer server() throws IOException {
        return Peer.start(this::serve);
    }

    private static SinkRoute sink(Peer server, String... to) throws Exception {
        return MailSink.start(MailSink.settings(server.port(), Security.NONE, null, to), null, DEADLINE);
    }

    private long asked(String address) {
        return lines.stream().filter(("RCPT TO:<" + address + ">")::equals).count();
    }

    private static DeliveryProgress progress(SinkRoute route) {
        try {
            route.send(Notices.problem());
            return null;
        } catch (Exception e) {
            return DeliveryProgress.of(e);
        }
    }

    private static SinkOutcome outcome(SinkRoute route) {
        try {
            route.send(Notices.problem());
            return null;
        } catch (Exception e) {
            return SinkOutcome.of(e, InstantSource.system());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServerTookIsDeliveredWhateverFollows(Then what) throws Exception {
        then = what;
        try (Peer server = server();
                SinkRoute route = sink(server, "soc@example.org")) {
            assertThat(outcome(route)).isNull();
            assertThat(server.next()).contains("Subject: [CRITICAL] ERC-1 events");
        }
    }

    @Test
    void whoIsRefusedForNowIsAskedAgainAloneWithTheSameMail() throws Exception {
        script.put(
                "RCPT TO:<soc@example.org>",
                new CopyOnWriteArrayList<>(List.of("450 4.2.0 greylisted", "451 4.3.0 still")));
        script.put("RCPT TO:<gone@example.org>", new CopyOnWriteArrayList<>(List.of("550 5.1.1 nobody")));
        try (Peer server = server();
                SinkRoute route = sink(server, "soc@example.org", "ciso@example.org", "gone@example.org")) {
            assertThat(outcome(route)).isEqualTo(new Retry("mail server answered 450 4.2.0, 550 5.1.1", null));
            String first = server.next();
            assertThat(progress(route)).isEqualTo(DeliveryProgress.PARTLY);
            assertThat(outcome(route)).isNull();

            assertThat(server.next()).isEqualTo(first);
            assertThat(asked("soc@example.org")).isEqualTo(3);
            assertThat(asked("ciso@example.org")).isEqualTo(1);
            assertThat(asked("gone@example.org")).isEqualTo(1);
        }
    }

    @Test
    void whoIsRefusedForGoodInTheEndDoesNotUndoWhatOthersHave() throws Exception {
        script.put(
                "RCPT TO:<soc@example.org>",
                new CopyOnWriteArrayList<>(List.of("450 4.2.0 later", "550 5.1.1 nobody")));
        try (Peer server = server();
                SinkRoute route = sink(server, "soc@example.org", "ciso@example.org")) {
            assertThat(outcome(route)).isInstanceOf(Retry.class);
            assertThat(outcome(route)).isNull();
            assertThat(asked("ciso@example.org")).isEqualTo(1);
        }
    }

    /** How long that goes on is for the outbox to say: a mailbox may be full for days. */
    @Test
    void whoIsRefusedForNowIsAskedUntilSomethingElseIsSaid() throws Exception {
        MailRecipients recipients = new MailRecipients();
        Address[] all = MailAddresses.of("sink.mail.to", List.of("soc@example.org", "ciso@example.org"));
        SendFailedException none = new SendFailedException("450", null, null, null, null);

        assertThat(recipients.settle("id", all, none)).isNull();
        assertThat(recipients.open("id", all)).containsExactly(all);
        assertThat(recipients.settle("id", all, taken(all[0]))).isNull();
        Address[] left = recipients.open("id", all);
        assertThat(left).containsExactly(all[1]);
        for (int i = 0; i < 1000; i++) {
            assertThat(recipients.settle("id", left, none)).isNull();
            assertThat(recipients.isPartlyTaken("id")).isTrue();
        }
        assertThat(recipients.settle("id", left, taken(all[1]))).isEmpty();
        assertThat(recipients.open("id", all)).as("forgotten").containsExactly(all);
    }

    private static SendFailedException taken(Address one) {
        return new SendFailedException("450", null, new Address[] {one}, null, null);
    }

    @Test
    void domainsBeyondAsciiGoOutInTheirAsciiForm() throws Exception {
        try (Peer server = server();
                SinkRoute route = sink(server, "soc@münchen.example")) {
            assertThat(outcome(route)).isNull();
            assertThat(server.next()).contains("To: soc@xn--mnchen-3ya.example");
            assertThat(asked("soc@xn--mnchen-3ya.example")).isEqualTo(1);
        }
    }

    @Test
    void namesBeyondAsciiAreEncoded() throws Exception {
        try (Peer server = server();
                SinkRoute route = sink(server, "Jürgen Groß <soc@example.org>")) {
            assertThat(outcome(route)).isNull();
            assertThat(server.next()).contains("To: =?UTF-8?Q?J=C3=BCrgen_Gro=C3=9F?= <soc@example.org>");
        }
    }

    @Test
    void mailboxesBeyondAsciiNeedAServerThatTakesThem() throws Exception {
        try (Peer server = server();
                SinkRoute route = sink(server, "jürgen@example.org")) {
            assertThat(outcome(route).reason()).contains("SMTPUTF8", "sink.mail.from and .to");
            assertThat(lines).noneMatch(line -> line.startsWith("MAIL"));
        }
        extensions = "250-8BITMIME\r\n250 SMTPUTF8";
        try (Peer server = server();
                SinkRoute route = sink(server, "jürgen@example.org", "soc@example.org")) {
            assertThat(outcome(route)).isNull();
            assertThat(server.next()).contains("jürgen@example.org");
            assertThat(lines)
                    .contains("RCPT TO:<jürgen@example.org>")
                    .anyMatch(line -> line.startsWith("MAIL FROM:<watch@example.org>") && line.contains("SMTPUTF8"));
        }
    }

    @Test
    void theServerIsGreetedWithTheConfiguredName() throws Exception {
        try (Peer server = server();
                SinkRoute route = sink(server, "soc@example.org")) {
            assertThat(outcome(route)).isNull();
            assertThat(lines).contains("EHLO watch.example");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "STARTTLS, offers no STARTTLS, sink.mail.security",
        "NONE, offers no login (AUTH), sink.mail.username",
    })
    void whatTheServerLacksIsSaidWithItsKey(Security security, String says, String key) throws Exception {
        try (Peer server = server()) {
            SinkSettings.Mail settings = MailSink.settings(server.port(), security, "right", "soc@example.org");
            try (SinkRoute route = MailSink.start(settings, SSLContext.getDefault(), DEADLINE)) {
                assertThat(outcome(route)).isInstanceOf(Retry.class).satisfies(lacks -> assertThat(lacks.reason())
                        .contains(says, key));
                assertThat(lines).noneMatch(line -> line.startsWith("MAIL"));
            }
        }
    }
}
