package dev.freshwatch.route;

import dev.freshwatch.app.DrillRun;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.RefusedConfig;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.app.WatchConfig;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.ConfigurationRefused;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.sim.MailReceiver;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;

/** A configuration folder for tests, made line by line, and the shipped routes with it. */
public final class Folder {

    /** The shipped routes are in the folder below it. */
    public static final Path HOME = Path.of("").toAbsolutePath();

    public static final String MISP_KEY = "weakweakweakweakweakweakweakweakweakweak";

    public static final String MISP_ADMIN_KEY = "bossbossbossbossbossbossbossbossbossboss";

    private final Path path;
    private final Map<String, String> lines = new LinkedHashMap<>();

    /** @param path is there, and empty */
    public Folder(Path path) {
        this.path = path;
        // Watches run side by side.
        set("web.enabled", "false");
    }

    public Path path() {
        return path;
    }

    /** A line; a second one for the same key takes the place of the first. */
    public Folder set(String key, Object value) {
        lines.put(key, String.valueOf(value));
        return this;
    }

    /** An ESM without Receivers, in quick cycles; a test in which an answer stays out says how long to wait for it. */
    public Folder esm(String name, SimEsm esm) {
        String prefix = "esm." + name + ".";
        return set(prefix + "url", esm.url())
                .set(prefix + "username", SimEsm.USERNAME)
                .set(prefix + "password", SimEsm.PASSWORD)
                .set(prefix + "every", "1s")
                .set(prefix + "request-timeout", "60s")
                .set(prefix + "query-timeout", "60s");
    }

    /** A MISP, in quick cycles; what a busy machine adds is not slow yet. */
    public Folder misp(String name, String url) {
        String prefix = "misp." + name + ".";
        return set(prefix + "url", url)
                .set(prefix + "key", MISP_KEY)
                .set(prefix + "admin-key", MISP_ADMIN_KEY)
                .set(prefix + "every", "1s")
                .set(prefix + "request-timeout", "60s")
                .set(prefix + "rest.slow-after", "40s")
                .set(prefix + "rest.down-after", "50s");
    }

    /** Watches these Receivers, under the names that the ESM gives them. */
    public Folder receivers(String esm, SimDevice... receivers) {
        for (SimDevice receiver : receivers) {
            set(String.format(Locale.ROOT, "esm.%s.receiver.%d.error-after", esm, receiver.id()), "20m");
        }
        return this;
    }

    /** Sends to this syslog receiver, by TCP. */
    public Folder syslog(SyslogReceiver syslog) {
        return syslog(syslog.port());
    }

    /** Sends to the syslog collector on this port, by TCP. */
    public Folder syslog(int port) {
        return set("sink.syslog.enabled", "true")
                .set("sink.syslog.host", "127.0.0.1")
                .set("sink.syslog.port", port)
                .set("sink.syslog.protocol", "tcp");
    }

    /** Sends to this mail receiver. */
    public Folder mail(MailReceiver mail) {
        return mail(mail.port());
    }

    /** Sends to the mail server on this port, without TLS. */
    public Folder mail(int port) {
        return set("sink.mail.enabled", "true")
                .set("sink.mail.host", "127.0.0.1")
                .set("sink.mail.port", port)
                .set("sink.mail.security", "none")
                .set("sink.mail.from", "freshwatch@soc.example")
                .set("sink.mail.to", "oncall@soc.example");
    }

    /** Sends to this webhook receiver. */
    public Folder webhook(WebhookReceiver webhook) {
        return set("sink.webhook.enabled", "true").set("sink.webhook.url", webhook.url());
    }

    /** A route file of the operator's own. */
    public Folder route(String fileName, String yaml) {
        try {
            Files.createDirectories(path.resolve("routes"));
            Files.writeString(path.resolve("routes").resolve(fileName), yaml);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what was set. */
    public Folder write() {
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) ->
                text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
        try {
            Files.writeString(path.resolve("application.properties"), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the watch in this process. */
    public WatchApp watch() throws Exception {
        RouteFiles routes = RouteFiles.find(HOME, path);
        return WatchApp.watch(read(routes), routes);
    }

    /** The same; it may wait for something. @param ended completes when it is not wanted any more */
    public WatchApp watch(CompletableFuture<?> ended) throws Exception {
        RouteFiles routes = RouteFiles.find(HOME, path);
        return WatchApp.watch(read(routes), routes, ended);
    }

    /** Writes what was set, and has this watch take it over. @return why it was refused; empty = it was not */
    public List<String> reload(WatchApp watch) {
        write();
        return watch.reload(this::config);
    }

    /** What is written there now. */
    public WatchConfig config() throws RefusedConfig {
        return WatchConfig.read(HOME, path, Map.of(), new Properties());
    }

    /** A line that is not there any more. */
    public Folder unset(String key) {
        lines.remove(key);
        return this;
    }

    /** Starts the part that asks in this process. */
    public OneShotCheck ask() throws Exception {
        RouteFiles routes = RouteFiles.find(HOME, path);
        return OneShotCheck.open(read(routes), routes);
    }

    /** Starts what a drill needs in this process. */
    public DrillRun drill() throws Exception {
        RouteFiles routes = RouteFiles.find(HOME, path);
        return DrillRun.open(read(routes), routes);
    }

    /** Writes it, and reads it with these routes. */
    LoadedConfig read(RouteFiles routes) throws IOException {
        write();
        try {
            return Configuration.read(path, Map.of(), new Properties(), routes.names());
        } catch (ConfigurationRefused e) {
            throw new IllegalStateException(String.valueOf(e.faults()), e);
        }
    }
}
