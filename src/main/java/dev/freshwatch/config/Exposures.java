package dev.freshwatch.config;

import dev.freshwatch.http.UrlHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Warns where a secret, or what is sent, lies open to others than those it is for. Shows nothing of a secret. */
final class Exposures {

    private static final Pattern FILE = Pattern.compile("\\{\\{file:([^{}]+)}}");
    private static final Pattern SYSTEM = Pattern.compile("\\{\\{[?!]?sys:");
    private static final Pattern POSTGRES_HOSTS = Pattern.compile("jdbc:postgresql://([^/?]+)/.*");

    private final Path home;
    private final Map<String, Entry> entries;
    private final Report report;

    Exposures(Path home, Map<String, Entry> entries, Report report) {
        this.home = home;
        this.entries = entries;
        this.report = report;
    }

    void look(Settings settings, Properties system) {
        boolean plain = false;
        for (Entry entry : entries.values()) {
            if (Keys.isSecret(entry.key())) {
                inTheProcessList(entry);
                files(entry);
                plain |= entry.writtenPlainly();
            }
        }
        Path file = home.resolve(SourceLocation.FILE);
        if (plain && othersRead(file)) {
            report.warn(
                    SourceLocation.NOWHERE,
                    "secrets",
                    "this file holds secrets, and others can read it; chmod 600 " + file);
        }
        heartbeat(settings.heartbeat());
        web(settings.web());
        database(settings.state().url());
        if ("root".equals(system.getProperty("user.name"))) {
            report.warn(
                    SourceLocation.NOWHERE,
                    "root",
                    "Freshwatch needs no root, and runs as root; let it run as a user of its own, as its unit does");
        }
    }

    private void inTheProcessList(Entry entry) {
        boolean given = entry.where().file().startsWith("-D") && !entry.text().contains(Placeholders.OPEN);
        if (given || SYSTEM.matcher(entry.literal() ? "" : entry.text()).find()) {
            report.warn(
                    entry.where(),
                    entry.key(),
                    "what is given by -D shows in the process list; write {{env:NAME}} or {{file:PATH}}");
        }
    }

    private void files(Entry entry) {
        Matcher file = FILE.matcher(entry.literal() ? "" : entry.text());
        while (file.find()) {
            try {
                Path path = home.resolve(file.group(1)).normalize();
                if (othersRead(path)) {
                    report.warn(entry.where(), entry.key(), "others can read " + path + "; chmod 600 " + path);
                }
            } catch (InvalidPathException e) {
                // There is no such file, which is a fault that is told where it is read.
                continue;
            }
        }
    }

    /** Whether users beside the owner and its group may read this file. */
    static boolean othersRead(Path file) {
        try {
            return Files.exists(file) && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            // Nothing is known of its rights: that it cannot be read is told where it is read.
            return false;
        }
    }

    private void heartbeat(HeartbeatSettings heartbeat) {
        if (heartbeat != null && isOpen(heartbeat.url())) {
            warn(
                    Keys.HEARTBEAT_URL,
                    "http:// sends the heartbeat, and a token in its URL, readable for all in between; use https://");
        }
    }

    private void web(WebSettings web) {
        if (web != null && web.password() != null && !Addresses.isLoopback(web.host())) {
            warn(
                    Keys.WEB_HOST,
                    "user and password come readable for all in between, for there is no TLS; serve loopback, and put a"
                            + " reverse proxy with TLS in front");
        }
    }

    private void database(String url) {
        Matcher hosts = POSTGRES_HOSTS.matcher(url);
        if (!hosts.matches() || url.matches(".*[?&]sslmode=verify-full(&.*)?")) {
            return;
        }
        for (String host : hosts.group(1).split(",")) {
            if (!Addresses.isLoopback(host.replaceFirst(":\\d{1,5}$", ""))) {
                warn(
                        Keys.STATE_URL,
                        "without sslmode=verify-full anybody in between can be the database; write ?sslmode=verify-full"
                                + " behind it, and &sslrootcert=FILE for a CA of your own");
                return;
            }
        }
    }

    private void warn(Key<?> key, String message) {
        Entry entry = entries.get(key.pattern());
        report.warn(entry == null ? SourceLocation.NOWHERE : entry.where(), key.pattern(), message);
    }

    /** Whether what is sent there goes over a network without TLS. */
    static boolean isOpen(URI url) {
        return url.getScheme().equalsIgnoreCase("http") && !Addresses.isLoopback(UrlHost.of(url));
    }
}
