package dev.freshwatch.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The sinks that are shipped. A sink that is not enabled is null.
 */
public record SinkSettings(Syslog syslog, Mail mail, Webhook webhook) {

    public static final SinkSettings NONE = new SinkSettings(null, null, null);

    /**
     * {@code sink.syslog.…}
     *
     * @param facility 0 to 23 (RFC 5424, table 1)
     * @param maxBytes longer messages are cut with a mark
     */
    public record Syslog(
            String host,
            int port,
            Protocol protocol,
            Format format,
            Framing framing,
            int facility,
            TlsSettings tls,
            int maxBytes) {}

    public enum Protocol {
        UDP,
        TCP,
        TLS
    }

    public enum Format {
        RFC5424,
        RFC3164
    }

    public enum Framing {
        OCTET_COUNTING,
        NEWLINE
    }

    /**
     * {@code sink.mail.…}
     *
     * @param username null = no login
     * @param password null exactly when username is
     * @param to       at least one
     */
    public record Mail(
            String host,
            int port,
            Security security,
            String username,
            Secret password,
            String from,
            List<String> to,
            TlsSettings tls) {}

    /** STARTTLS is required, not opportunistic. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    /**
     * {@code sink.webhook.…}
     *
     * @param secret  for the HMAC signature; null = unsigned
     * @param headers by name; the values may be secrets
     */
    public record Webhook(
            URI url, Secret secret, Map<String, Secret> headers, Duration requestTimeout, TlsSettings tls) {}
}
