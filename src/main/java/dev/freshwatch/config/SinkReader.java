package dev.freshwatch.config;

import dev.freshwatch.alert.Kind;
import dev.freshwatch.alert.NoticeFilter;
import dev.freshwatch.config.SinkSettings.Mail;
import dev.freshwatch.config.SinkSettings.Protocol;
import dev.freshwatch.config.SinkSettings.Security;
import dev.freshwatch.config.SinkSettings.Syslog;
import dev.freshwatch.config.SinkSettings.Webhook;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.State;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the keys {@code sink.…}. The values of a disabled sink are checked too, but none is required. */
final class SinkReader {

    private static final int MAX_BYTES = 8192;
    private static final int MAX_BYTES_UDP = 2048;

    /** The maximum size of a datagram. */
    private static final int MOST_BYTES_UDP = 65_507;

    private static final int MAIL_SUBMISSION_PORT = 587;

    private final Values values;
    private final Report report;
    private final TlsReader tls;
    private final String hostName;

    /** @param hostName of this machine */
    SinkReader(Values values, Report report, TlsReader tls, String hostName) {
        this.values = values;
        this.report = report;
        this.tls = tls;
        this.hostName = hostName;
    }

    /**
     * Returns the enabled sinks, whether their other settings are complete or not.
     *
     * @param names the sinks that routes define
     */
    Set<String> switchedOn(Set<String> names) {
        Set<String> on = own(names);
        on.removeAll(switchedOff(names));
        Map.of("syslog", Keys.SYSLOG_ENABLED, "mail", Keys.MAIL_ENABLED, "webhook", Keys.WEBHOOK_ENABLED)
                .forEach((name, key) -> {
                    if (names.contains(name) && values.get(key)) {
                        on.add(name);
                    }
                });
        return on;
    }

    /** @param names the sinks that routes define */
    SinkSettings read(Set<String> names) {
        SinkSettings sinks = new SinkSettings(
                syslog(), mail(), webhook(), switchedOff(names), grouping(names), filters(names), ownTls(names));
        boolean any = sinks.syslog() != null || sinks.mail() != null || sinks.webhook() != null;
        if (!any && own(names).equals(sinks.switchedOff())) {
            report.warn(SourceLocation.NOWHERE, "sink", "no sink is enabled: nobody is notified of problems");
        }
        values.names("sink.").forEach((name, line) -> warnIfOff(name, line, sinks));
        return sinks;
    }

    /** A sink that is configured is probably wanted, unless it is explicitly disabled. */
    private void warnIfOff(String name, Entry line, SinkSettings sinks) {
        boolean saysSo = values.isWritten("sink." + name + ".enabled");
        if (SinkSettings.SHIPPED.contains(name) && !sinks.isOn(name) && !saysSo) {
            report.warn(
                    line.where(),
                    "sink." + name,
                    "is configured but not enabled, so it gets no notices; set sink." + name + ".enabled=true");
        }
    }

    private Set<String> switchedOff(Set<String> names) {
        Set<String> off = new TreeSet<>();
        for (String name : own(names)) {
            if (!values.get(Keys.OWN_SINK_ENABLED, name)) {
                off.add(name);
            }
        }
        return off;
    }

    private Set<String> grouping(Set<String> names) {
        Set<String> grouping = new TreeSet<>();
        Map.of("syslog", Keys.SYSLOG_GROUP, "mail", Keys.MAIL_GROUP, "webhook", Keys.WEBHOOK_GROUP)
                .forEach((name, key) -> {
                    if (values.get(key)) {
                        grouping.add(name);
                    }
                });
        for (String name : own(names)) {
            if (values.get(Keys.OWN_SINK_GROUP, name)) {
                grouping.add(name);
            }
        }
        return grouping;
    }

    private Map<String, NoticeFilter> filters(Set<String> names) {
        Map<String, NoticeFilter> filters = new TreeMap<>();
        Map.of("syslog", Keys.SYSLOG_FILTER, "mail", Keys.MAIL_FILTER, "webhook", Keys.WEBHOOK_FILTER)
                .forEach((name, keys) -> filters.put(name, filter(keys)));
        own(names).forEach(name -> filters.put(name, filter(Keys.OWN_SINK_FILTER, name)));
        filters.values().removeIf(NoticeFilter::isOpen);
        return filters;
    }

    private Map<String, TlsSettings> ownTls(Set<String> names) {
        Map<String, TlsSettings> own = new TreeMap<>();
        own(names).forEach(name -> own.put(name, tls.read(Keys.OWN_SINK_TLS, name)));
        return own;
    }

    private NoticeFilter filter(FilterKeys keys, String... names) {
        Set<Kind> kinds = values.get(keys.kinds(), names);
        Set<State> states = values.get(keys.states(), names);
        List<String> checks = values.get(keys.checks(), names);
        return new NoticeFilter(
                kinds == null ? Set.of() : kinds,
                states == null ? Set.of() : states,
                checks == null ? CheckFilter.ALL : CheckFilter.of(checks));
    }

    /** The sinks of an operator's own. */
    static Set<String> own(Set<String> names) {
        Set<String> own = new TreeSet<>(names);
        own.removeAll(SinkSettings.SHIPPED);
        return own;
    }

    private <T> T needed(boolean enabled, Key<T> key) {
        return enabled ? values.require(key) : values.get(key);
    }

    private Syslog syslog() {
        boolean enabled = values.get(Keys.SYSLOG_ENABLED);
        Protocol protocol = values.get(Keys.SYSLOG_PROTOCOL);
        Integer maxBytes = values.get(Keys.SYSLOG_MAX_BYTES);
        boolean udp = protocol == Protocol.UDP;
        if (maxBytes == null) {
            maxBytes = udp ? MAX_BYTES_UDP : MAX_BYTES;
        } else if (udp && maxBytes > MOST_BYTES_UDP) {
            String key = Keys.SYSLOG_MAX_BYTES.pattern();
            report.fault(
                    values.whereOf(key),
                    key,
                    maxBytes + " is more than one datagram can hold",
                    "write at most " + MOST_BYTES_UDP);
        }
        values.publish(Keys.SYSLOG_MAX_BYTES.pattern(), maxBytes.toString());
        Syslog syslog = new Syslog(
                needed(enabled, Keys.SYSLOG_HOST),
                values.get(Keys.SYSLOG_PORT),
                protocol,
                values.get(Keys.SYSLOG_FORMAT),
                values.get(Keys.SYSLOG_BODY),
                values.get(Keys.SYSLOG_FRAMING),
                values.get(Keys.SYSLOG_FACILITY),
                tls.read(Keys.SYSLOG_TLS),
                maxBytes);
        return enabled ? syslog : null;
    }

    private Mail mail() {
        boolean enabled = values.get(Keys.MAIL_ENABLED);
        Security security = values.get(Keys.MAIL_SECURITY);
        int port = values.get(Keys.MAIL_PORT);
        String username = values.get(Keys.MAIL_USERNAME);
        Secret password = values.get(Keys.MAIL_PASSWORD);
        checkLogin(username, password);
        if (enabled && security == Security.TLS && port == MAIL_SUBMISSION_PORT) {
            warn(Keys.MAIL_SECURITY, "tls from the start on port 587 is unusual; the usual port is 465");
        }
        if (enabled && security == Security.NONE && username != null) {
            warn(Keys.MAIL_SECURITY, "none sends user and password in clear text");
        }
        String own = values.get(Keys.MAIL_HELO);
        String helo = own == null ? hostName : own;
        Mail mail = new Mail(
                needed(enabled, Keys.MAIL_HOST),
                port,
                security,
                username,
                password,
                needed(enabled, Keys.MAIL_FROM),
                needed(enabled, Keys.MAIL_TO),
                helo,
                tls.read(Keys.MAIL_TLS));
        return enabled ? mail : null;
    }

    private void checkLogin(String username, Secret password) {
        String user = Keys.MAIL_USERNAME.pattern();
        String secret = Keys.MAIL_PASSWORD.pattern();
        if (values.isBad(user) || values.isBad(secret) || (username == null) == (password == null)) {
            return;
        }
        String there = username == null ? secret : user;
        report.fault(
                values.whereOf(there),
                there,
                "cannot be used alone",
                username == null ? "set " + user + " too" : "set " + secret + "={{env:SINK_MAIL_PASSWORD}} too");
    }

    private Webhook webhook() {
        boolean enabled = values.get(Keys.WEBHOOK_ENABLED);
        URI url = needed(enabled, Keys.WEBHOOK_URL);
        if (enabled && url != null && Exposures.isOpen(url)) {
            warn(Keys.WEBHOOK_URL, "http:// sends notices in clear text; use https://");
        }
        Webhook webhook = new Webhook(
                url,
                values.get(Keys.WEBHOOK_SECRET),
                new HeaderReader(values, report).read(),
                values.get(Keys.WEBHOOK_REQUEST_TIMEOUT),
                tls.read(Keys.WEBHOOK_TLS));
        return enabled ? webhook : null;
    }

    private void warn(Key<?> key, String message) {
        report.warn(values.whereOf(key.pattern()), key.pattern(), message);
    }
}
