package dev.freshwatch.config;

import dev.freshwatch.alert.NoticeFilter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of the shipped sinks; a sink that is not enabled is null.
 *
 * @param switchedOff the names of an operator's own sinks that are disabled; all their other sinks are enabled
 * @param grouping    the names of sinks, shipped or own, that get one notice if many checks change at once; all others
 *                    get one for each check
 * @param filters     which notices a sink gets, by its name, shipped or own; all others get every notice
 * @param tls         the certificates of an operator's own sinks, by name
 */
public record SinkSettings(
        Syslog syslog,
        Mail mail,
        Webhook webhook,
        Set<String> switchedOff,
        Set<String> grouping,
        Map<String, NoticeFilter> filters,
        Map<String, TlsSettings> tls) {

    public static final Set<String> SHIPPED = Set.of("syslog", "mail", "webhook");

    public static final SinkSettings NONE = new SinkSettings(null, null, null);

    public SinkSettings(Syslog syslog, Mail mail, Webhook webhook) {
        this(syslog, mail, webhook, Set.of(), Set.of("mail"), Map.of(), Map.of());
    }

    /** Whether the sink with this name, shipped or own, gets notices. */
    public boolean isOn(String sink) {
        return switch (sink) {
            case "syslog" -> syslog != null;
            case "mail" -> mail != null;
            case "webhook" -> webhook != null;
            default -> !switchedOff.contains(sink);
        };
    }

    /** {@code sink.<name>.tls.…} of an operator's own sink. */
    public TlsSettings ownTls(String sink) {
        return tls.getOrDefault(sink, TlsSettings.DEFAULT);
    }

    /** {@code sink.<name>.group}: whether this sink gets one notice if many checks change at once. */
    public boolean groups(String sink) {
        return grouping.contains(sink);
    }

    /**
     * {@code sink.syslog.…}
     *
     * @param facility 0 to 23 (RFC 5424, table 1)
     * @param maxBytes longer messages are cut, with a mark
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

    /** The format of the message: a sentence, or a CEF event. */
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
     * @param password null exactly if username is null
     * @param to       at least one
     * @param helo     the name in our greeting
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

    /** STARTTLS is mandatory, not opportunistic. */
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
