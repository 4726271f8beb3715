package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.config.SinkSettings.Body;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.freshness.PlainText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The syslog route against a real rsyslogd. */
class SyslogCollectorTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"UDP, OCTET_COUNTING", "TCP, OCTET_COUNTING", "TCP, NEWLINE", "TLS, OCTET_COUNTING", "TLS, NEWLINE"})
    void understandsEveryFieldOfEveryNotice(Protocol protocol, Framing framing) throws Exception {
        Certificates certificates = protocol == Protocol.TLS ? Certificates.make(directory, "ip:127.0.0.1") : null;
        List<String> names = Notices.hostileNames().toList();
        try (Rsyslogd rsyslogd = collector(protocol, framing, certificates);
                SinkRoute route = SyslogSink.start(
                        protocol,
                        Format.RFC5424,
                        framing,
                        "127.0.0.1",
                        rsyslogd.port(),
                        certificates == null ? null : certificates.trust(),
                        Duration.ofSeconds(10))) {
            route.send(Notices.problem(), SinkRoute.leftOver());
            route.send(Notices.recovery());
            for (String name : names) {
                route.send(Notices.problem(name));
            }

            List<JsonNode> records = rsyslogd.await(2 + names.size());

            assertThat(records).hasSize(2 + names.size());
            JsonNode problem = records.get(0);
            assertThat(problem.get("pri").asText()).isEqualTo("130");
            assertThat(problem.get("time").asText()).isEqualTo("2026-11-20T17:00:00.123Z");
            assertThat(problem.get("host").asText()).isEqualTo("watch.example");
            assertThat(problem.get("app").asText()).isEqualTo("freshwatch");
            assertThat(problem.get("procid").asText()).isEqualTo("42");
            assertThat(problem.get("msgid").asText()).isEqualTo("PROBLEM");
            assertThat(problem.get("msg").asText()).isEqualTo("ERC-1: newest event is 47 min old (limit 20 min)");
            assertThat(problem.get("sd"))
                    .hasToString("{\"id\":\"" + Notices.ID + "\",\"episode\":\"" + Notices.EPISODE
                            + "\",\"check\":\"esm/soc/events/144116287587483648\",\"name\":\"ERC-1 events\","
                            + "\"state\":\"critical\",\"reason\":\"stale\",\"age\":\"2820\","
                            + "\"errorAfter\":\"1200\",\"lastActivity\":\"2026-11-20T16:13:00Z\","
                            + "\"since\":\"2026-11-20T16:33:10.000Z\"}");
            assertThat(problem.toString()).doesNotContain("LEFTOVER");

            JsonNode recovery = records.get(1);
            assertThat(recovery.get("pri").asText()).isEqualTo("134");
            assertThat(recovery.get("msgid").asText()).isEqualTo("RECOVERY");
            assertThat(recovery.get("sd").get("episode").asText()).isEqualTo(Notices.EPISODE);

            for (int at = 0; at < names.size(); at++) {
                JsonNode record = records.get(2 + at);
                String name = names.get(at);
                assertThat(record.get("msgid").asText()).isEqualTo("PROBLEM");
                assertThat(record.get("sd").get("state").asText()).isEqualTo("critical");
                assertThat(record.get("sd").get("name").asText()).isEqualTo(PlainText.name(name + " events"));
                assertThat(record.get("msg").asText()).startsWith(start(PlainText.name(name) + ": newest"));
            }
        }
    }

    @Test
    void understandsTheOlderFormat() throws Exception {
        try (Rsyslogd rsyslogd = Rsyslogd.udp(directory);
                SinkRoute route = SyslogSink.start(
                        Protocol.UDP,
                        Format.RFC3164,
                        Framing.OCTET_COUNTING,
                        "127.0.0.1",
                        rsyslogd.port(),
                        null,
                        Duration.ofSeconds(10))) {
            route.send(Notices.problem("two\nlines"));

            JsonNode record = rsyslogd.await(1).get(0);
            assertThat(record.get("pri").asText()).isEqualTo("130");
            assertThat(record.get("host").asText()).isEqualTo("watch.example");
            assertThat(record.get("app").asText()).isEqualTo("freshwatch");
            assertThat(record.get("procid").asText()).isEqualTo("42");
            assertThat(record.get("msg").asText())
                    .isEqualTo(" two lines: newest event is 47 min old (limit 20 min)"
                            + " check=esm/soc/events/144116287587483648 state=critical reason=stale");
        }
    }

    @ParameterizedTest
    @CsvSource({"TCP, RFC5424", "TCP, RFC3164", "UDP, RFC5424", "UDP, RFC3164"})
    void handsOnEveryCefEventAsItIs(Protocol protocol, Format format) throws Exception {
        List<String> names = Notices.hostileNames().toList();
        try (Rsyslogd rsyslogd = collector(protocol, Framing.OCTET_COUNTING, null);
                SinkRoute route = SyslogSink.start(
                        protocol,
                        format,
                        Body.CEF,
                        Framing.OCTET_COUNTING,
                        "127.0.0.1",
                        rsyslogd.port(),
                        null,
                        Duration.ofSeconds(10))) {
            for (String name : names) {
                route.send(Notices.problem(name));
            }
            List<JsonNode> records = rsyslogd.await(names.size());
            for (int at = 0; at < names.size(); at++) {
                JsonNode record = records.get(at);
                CefEvent event = CefEvent.parse(record.get("msg").asText().stripLeading());
                String message = PlainText.name(names.get(at)) + ": newest";
                assertThat(record.get("app").asText()).isEqualTo("freshwatch");
                assertThat(event.header().get(5)).startsWith(start(message));
                assertThat(event.header().get(6)).isEqualTo("9");
                assertThat(event.extension())
                        .containsEntry("rt", "1795194000123")
                        .containsEntry("externalId", Notices.ID)
                        .containsEntry("cat", "problem")
                        .containsEntry("dvchost", "esm.example")
                        .containsEntry("cs1", Notices.CHECK.value())
                        .containsEntry("cs2", "critical")
                        .containsEntry("cs3", Notices.EPISODE)
                        .containsEntry("cn1", "2820")
                        .containsEntry("cn2", "1200");
                if (format == Format.RFC5424) {
                    assertThat(record.at("/sd/id").asText()).isEqualTo(Notices.ID);
                }
            }
        }
    }

    @Test
    void certificateForAnotherHostIsRefused() throws Exception {
        Certificates other = Certificates.make(directory, "dns:wrong.example");
        try (Rsyslogd rsyslogd = Rsyslogd.tls(directory, other);
                SinkRoute route = tls(rsyslogd, other)) {
            assertThatThrownBy(() -> route.send(Notices.problem()))
                    .hasRootCauseInstanceOf(java.security.cert.CertificateException.class)
                    .hasStackTraceContaining("No subject alternative names");
            assertThat(rsyslogd.received()).isEmpty();
        }
    }

    @Test
    void certificateOfAStrangerIsRefused() throws Exception {
        Certificates right = Certificates.make(directory, "ip:127.0.0.1");
        Certificates stranger = Certificates.make(directory, "ip:127.0.0.1");
        try (Rsyslogd rsyslogd = Rsyslogd.tls(directory, stranger);
                SinkRoute route = tls(rsyslogd, right)) {
            assertThatThrownBy(() -> route.send(Notices.problem()))
                    .satisfies(e -> assertThat(SinkOutcome.of(e, java.time.InstantSource.system()))
                            .isEqualTo(new SinkOutcome.Retry("no trusted TLS connection", null)))
                    .hasStackTraceContaining(SSLException.class.getPackageName());
            assertThat(rsyslogd.received()).isEmpty();
        }
    }

    private Rsyslogd collector(Protocol protocol, Framing framing, Certificates certificates) throws Exception {
        return switch (protocol) {
            case UDP -> Rsyslogd.udp(directory);
            case TCP -> framing == Framing.NEWLINE ? Rsyslogd.tcpLines(directory) : Rsyslogd.tcp(directory);
            case TLS -> Rsyslogd.tls(directory, certificates);
        };
    }

    private static SinkRoute tls(Rsyslogd rsyslogd, Certificates trusted) throws Exception {
        return SyslogSink.start(
                Protocol.TLS,
                Format.RFC5424,
                Framing.OCTET_COUNTING,
                "127.0.0.1",
                rsyslogd.port(),
                trusted.trust(),
                Duration.ofSeconds(10));
    }

    /** A datagram has less room: a long name fills it. */
    private static String start(String message) {
        return message.substring(
                0, message.offsetByCodePoints(0, Math.min(60, message.codePointCount(0, message.length()))));
    }
}
