package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.config.SinkSettings.Body;
import dev.freshwatch.config.SinkSettings.Format;
import dev.freshwatch.config.SinkSettings.Framing;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.TlsSettings;
import dev.freshwatch.tls.Trust;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;

/** The syslog route with its beans, as the wiring gives them. */
final class SyslogSink {

    private SyslogSink() {}

    static SinkRoute start(
            Protocol protocol, Format format, Framing framing, String host, int port, Trust tls, Duration timeout)
            throws Exception {
        return start(protocol, format, Body.TEXT, framing, host, port, tls, timeout);
    }

    static SinkRoute start(
            Protocol protocol,
            Format format,
            Body body,
            Framing framing,
            String host,
            int port,
            Trust tls,
            Duration timeout)
            throws Exception {
        return start(protocol, format, body, framing, host, port, tls, PeerFirst.LEAST, timeout);
    }

    private static SinkRoute start(
            Protocol protocol,
            Format format,
            Body body,
            Framing framing,
            String host,
            int port,
            Trust tls,
            Duration leastWait,
            Duration timeout)
            throws Exception {
        SinkSettings.Syslog settings = new SinkSettings.Syslog(
                host,
                port,
                protocol,
                format,
                body,
                framing,
                16,
                TlsSettings.DEFAULT,
                protocol == Protocol.UDP ? 2048 : 8192);
        return SinkRoute.start(
                "syslog",
                Map.of("syslog-collector", SyslogPipeline.address(settings)),
                Map.of(
                        "syslogMessage",
                        new SyslogMessage(settings, ZoneOffset.UTC, "0.1.0"),
                        "syslogPipeline",
                        new SyslogPipeline(settings, tls, leastWait, timeout)));
    }

    static SinkRoute start(Protocol protocol, Framing framing, int port) throws Exception {
        return start(protocol, Format.RFC5424, framing, "127.0.0.1", port, null, Duration.ofSeconds(10));
    }

    /** For tests that connect hundreds of times to a peer that refuses nobody: a new connection waits 1 ms for a refusal. */
    static SinkRoute reconnecting(Framing framing, int port) throws Exception {
        return start(
                Protocol.TCP,
                Format.RFC5424,
                Body.TEXT,
                framing,
                "127.0.0.1",
                port,
                null,
                Duration.ofMillis(1),
                Duration.ofSeconds(10));
    }
}
