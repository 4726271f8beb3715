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

/** Warns if a secret, or data that is sent, is accessible to others. Never shows a secret. */
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
                    "this file contains secrets and others can read it; run: chmod 600 " + file);
        }
        heartbeat(settings.heartbeat());
        web(settings.web());
        database(settings.state().url());
        if ("root".equals(system.getProperty("user.name"))) {
            report.warn(
                    SourceLocation.NOWHERE,
                    "root",
                    "Freshwatch runs as root, which it does not need; run it as a dedicated user, as the systemd unit does");
        }
    }

    private void inTheProcessList(Entry entry) {
        boolean given = entry.where().file().startsWith("-D") && !entry.text().contains(Placeholders.OPEN);
        if (given || SYSTEM.matcher(entry.literal() ? "" : entry.text()).find()) {
            report.warn(
                    entry.where(),
                    entry.key(),
                    "values of -D are visible in the process list; use {{env:NAME}} or {{file:PATH}}");
        }
    }

    private void files(Entry entry) {
        Matcher file = FILE.matcher(entry.literal() ? "" : entry.text());
        while (file.find()) {
            try {
                Path path = home.resolve(file.group(1)).normalize();
                if (othersRead(path)) {
                    report.warn(entry.where(), entry.key(), "others can read " + path + "; run: chmod 600 " + path);
                }
            } catch (InvalidPathException e) {
                // The file does not exist, which is reported where it is read.
                continue;
            }
        }
    }

    /** Whether users other than the owner and its group can read this file. */
    static boolean othersRead(Path file) {
        try {
            return Files.exists(file) && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            // Permissions unknown; a file that cannot be read is reported where it is read.
            return false;
        }
    }

    private void heartbeat(HeartbeatSettings heartbeat) {
        if (heartbeat != null && isOpen(heartbeat.url())) {
            warn(
                    Keys.HEARTBEAT_URL,
                    "http:// sends the heartbeat, and any token in its URL, in clear text; use https://");
        }
    }

    private void web(WebSettings web) {
        if (web != null && web.password() != null && !Addresses.isLoopback(web.host())) {
            warn(
                    Keys.WEB_HOST,
                    "user and password are sent in clear text, because there is no TLS; use a loopback address, and a reverse"
                            + " proxy with TLS in front of it");
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
                        "without sslmode=verify-full anybody on the network can pose as the database; add ?sslmode=verify-full"
                                + ", and &sslrootcert=FILE for your own CA");
                return;
            }
        }
    }

    private void warn(Key<?> key, String message) {
        Entry entry = entries.get(key.pattern());
        report.warn(entry == null ? SourceLocation.NOWHERE : entry.where(), key.pattern(), message);
    }

    /** Whether this URL leads over a network without TLS. */
    static boolean isOpen(URI url) {
        return url.getScheme().equalsIgnoreCase("http") && !Addresses.isLoopback(UrlHost.of(url));
    }
}
