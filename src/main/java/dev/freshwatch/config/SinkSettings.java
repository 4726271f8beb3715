package dev.freshwatch.config;

import dev.freshwatch.alert.NoticeFilter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sinks that are shipped; one that is not enabled is null.
 *
 * @param switchedOff the names of a user's own sinks that are switched off; all others of theirs are on
 * @param grouping    the names of the sinks, shipped or a user's own, that get one notice where many checks turned at
 *                    once; all others get them one by one
 * @param filters     by the name of a sink, shipped or a user's own, which notices it gets; others get all
 */
public record SinkSettings(
        Syslog syslog,
        Mail mail,
        Webhook webhook,
        Set<String> switchedOff,
        Set<String> grouping,
        Map<String, NoticeFilter> filters) {

    public static final Set<String> SHIPPED = Set.of("syslog", "mail", "webhook");

    public static final SinkSettings NONE = new SinkSettings(null, null, null);

    public SinkSettings(Syslog syslog, Mail mail, Webhook webhook) {
        this(syslog, mail, webhook, Set.of(), Set.of("mail"), Map.of());
    }

    /** Whether the sink of this name, shipped or a user's own, gets anything. */
    public boolean isOn(String sink) {
        return switch (sink) {
            case "syslog" -> syslog != null;
            case "mail" -> mail != null;
            case "webhook" -> webhook != null;
            default -> !switchedOff.contains(sink);
        };
    }

    /** {@code sink.<name>.group}: whether this sink gets one notice where many checks turned at once. */
    public boolean groups(String sink) {
        return grouping.contains(sink);
    }

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
            Body body,
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

    /** What the message itself is: a sentence, or the Common Event Format around it. */
    public enum Body {
        TEXT,
        CEF
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
     * @param helo     how we greet the server
     */
    public record Mail(
            String host,
            int port,
            Security security,
            String username,
            Secret password,
            String from,
            List<String> to,
            String helo,
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
