package dev.freshwatch.setup;

import dev.freshwatch.config.EsmLoad;
import dev.freshwatch.config.PropertyLine;
import dev.freshwatch.esm.Device;
import dev.freshwatch.freshness.PlainText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The text of an {@code application.properties}, with comments for those who will change it. */
public final class ConfigurationText {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final List<String> SINKS = List.of(
            "",
            "# ---- Where notices are sent. Without a sink, problems are shown by status and the web page alone.",
            "#sink.syslog.enabled=true",
            "#sink.syslog.host=collector2.example",
            "#sink.syslog.protocol=tcp",
            "",
            "#sink.mail.enabled=true",
            "#sink.mail.host=mail.example",
            "#sink.mail.from=freshwatch@soc.example",
            "#sink.mail.to=oncall@soc.example");

    private final List<String> lines = new ArrayList<>();

    private final ConnectionDraft connection;

    private ConfigurationText(ConnectionDraft connection) {
        this.connection = connection;
    }

    /**
     * The whole text.
     *
     * @param connection how the platforms are reached
     * @param esm  null = none
     * @param misp null = none
     */
    public static String of(ConnectionDraft connection, EsmDraft esm, MispDraft misp, Instant now) {
        ConfigurationText text = new ConfigurationText(connection);
        text.add("# Freshwatch, written by init on " + DAY.format(now) + ". Lines that begin with # have no effect.");
        text.add("# All keys with their defaults: docs/configuration.md. After a change: freshwatch validate");
        if (connection.proxy() != null) {
            text.add("");
            text.comment("The proxy for everything that is called over HTTP; login and exceptions: docs/proxies.md");
            text.add(PropertyLine.of("proxy.url", connection.proxy().toString()));
        }
        if (esm != null) {
            text.esm(esm, now);
        }
        if (misp != null) {
            text.misp(misp, now);
        }
        SINKS.forEach(text::add);
        return String.join("\n", text.lines) + "\n";
    }

    private void add(String line) {
        lines.add(line);
    }

    private void comment(String format, Object... values) {
        add(PropertyLine.comment(String.format(Locale.ROOT, format, values)));
    }

    private void esm(EsmDraft esm, Instant now) {
        String prefix = "esm." + esm.name() + ".";
        add("");
        comment(
                "---- The ESM. %s is its name in check ids and notices; to rename it, replace %s in this file.",
                esm.name(), prefix);
        add(PropertyLine.of(prefix + "url", esm.url().toString()));
        add(PropertyLine.of(prefix + "username", esm.username()));
        add(PropertyLine.ofFile(prefix + "password", esm.passwordFile()));
        certificate(prefix, esm.accepted(), esm.certificateFile(), now);
        add("");
        comment(
                "How often everything is checked. %s",
                EsmLoad.byDefault(esm.chosen().size()).words());
        add(PropertyLine.commented(prefix + "every=10m"));
        add("");
        comment("How old the newest alarm, and the newest event of a Receiver, may be (these are the defaults)");
        add(PropertyLine.commented(prefix + "alarms.error-after=30m"));
        add(PropertyLine.commented(prefix + "events.error-after=20m"));
        comment("A warning before that; there is none unless this is set");
        add(PropertyLine.commented(prefix + "events.warn-after=10m"));
        receivers(esm, prefix);
    }

    private void receivers(EsmDraft esm, String prefix) {
        add("");
        if (esm.all()) {
            comment(
                    "Every Receiver that the ESM lists, also those that are added later. Each line sets the name of one in"
                            + " notices;");
            comment("a Receiver with a line that the ESM does not list any more is reported.");
            add(PropertyLine.of(prefix + "receivers", "all"));
        } else {
            comment(
                    "Receivers with a line are watched; the name is for notices. To watch all: %sreceivers=all",
                    prefix);
        }
        comment("Limits of one: %sreceiver.<id>.warn-after and .error-after", prefix);
        for (Device device : esm.devices()) {
            receiver(device, esm.chosen().contains(device.id()), prefix);
        }
    }

    private void receiver(Device device, boolean chosen, String prefix) {
        // a Receiver needs a line to be watched, and a name may be missing
        String name = device.name().isBlank() ? "Receiver " + device.id() : device.name();
        String line = PropertyLine.of(prefix + "receiver." + device.id() + ".name", name);
        boolean disabled = Boolean.FALSE.equals(device.enabled());
        if (disabled) {
            comment("disabled on the ESM:");
        }
        add(chosen ? line : PropertyLine.commented(line));
    }

    private void misp(MispDraft misp, Instant now) {
        String prefix = "misp." + misp.name() + ".";
        add("");
        comment(
                "---- The MISP%s. %s is its name in check ids and notices; to rename it, replace %s in this file.",
                misp.version() == null ? "" : " (version " + PlainText.line(misp.version(), 40) + ")",
                misp.name(),
                prefix);
        add(PropertyLine.of(prefix + "url", misp.url().toString()));
        if (misp.key()) {
            add(PropertyLine.ofFile(prefix + "key", misp.keyFile()));
        } else {
            comment("An API key of any role, for the checks rest and events");
            add(PropertyLine.commented(PropertyLine.ofFile(prefix + "key", misp.keyFile())));
        }
        if (misp.adminKey()) {
            add(PropertyLine.ofFile(prefix + "admin-key", misp.adminKeyFile()));
        } else {
            comment("A site admin's key, only for workers and healing");
            add(PropertyLine.commented(PropertyLine.ofFile(prefix + "admin-key", misp.adminKeyFile())));
        }
        certificate(prefix, misp.accepted(), misp.certificateFile(), now);
        workers(misp, prefix);
        add("");
        comment("Age of the newest published event; not checked unless this is set");
        add(PropertyLine.commented(prefix + "events.error-after=1d"));
    }

    private void workers(MispDraft misp, String prefix) {
        if (!misp.workers().isEmpty()) {
            add("");
            comment(
                    "Good workers of each queue, as init found them. Freshwatch learns the numbers by itself; a line fixes"
                            + " one.");
            new TreeMap<>(misp.workers())
                    .forEach((queue, count) -> add(PropertyLine.commented(
                            PropertyLine.of(prefix + "workers.expected." + queue, String.valueOf(count)))));
        }
        if (misp.adminKey()) {
            add("");
            comment("Restarts dead workers, within limits: docs/healing.md");
            add(PropertyLine.commented(prefix + "heal.enabled=true"));
        }
    }

    private void certificate(String prefix, ServerCertificate accepted, String file, Instant now) {
        if (connection.certFile() != null) {
            comment("Our certificate and its key, because the server demands one");
            add(PropertyLine.of(prefix + "tls.cert-file", connection.certFile().toString()));
            add(PropertyLine.of(prefix + "tls.key-file", connection.keyFile().toString()));
        }
        if (accepted == null) {
            return;
        }
        comment("Only this certificate is trusted, which was accepted on %s: %s.", DAY.format(now), accepted.subject());
        comment("SHA-256 %s", accepted.fingerprint());
        comment(
                "It expires on %s. To trust renewed ones too, replace it by the certificate of its CA.",
                DAY.format(accepted.end()));
        add(PropertyLine.of(prefix + "tls.ca-file", file));
    }

    /** The Receivers that are watched by default: those that are not disabled on the ESM. */
    public static List<Device> enabled(Collection<Device> devices) {
        return devices.stream()
                .filter(device -> !Boolean.FALSE.equals(device.enabled()))
                .toList();
    }
}
