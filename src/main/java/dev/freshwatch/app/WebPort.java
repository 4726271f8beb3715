package dev.freshwatch.app;

import dev.freshwatch.config.WebSettings;
import dev.freshwatch.web.HttpPages;
import dev.freshwatch.web.WebServer;
import dev.freshwatch.web.WebSite;
import java.util.Objects;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of pages, health and metrics; it follows changes of {@code web.…}. */
final class WebPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebPort.class);

    private final HttpPages observe;
    private final WebSite site;
    private WebSettings settings;
    private volatile WebServer server;

    WebPort(HttpPages observe, WebSite site) {
        this.observe = observe;
        this.site = site;
    }

    /** A prepared change, to be completed or undone. */
    interface Change {
        /** The new configuration is in force. */
        void keep();

        /** The configuration from before stays in force. */
        void undo();
    }

    /** Opens the port when the watch starts, waiting for it if necessary. @param first null = disabled */
    void open(WebSettings first, StartupResources startup) throws Exception {
        settings = first;
        if (first != null) {
            server = startup.web(observe, site);
            logAddress();
        }
    }

    private void logAddress() {
        String host = settings.host();
        LOG.info(
                "Page: http://{}:{}/, health and metrics below /observe",
                host.contains(":") ? "[" + host + "]" : host,
                server.port());
    }

    /** The port that is served; empty if disabled. */
    OptionalInt port() {
        WebServer now = server;
        return now == null ? OptionalInt.empty() : OptionalInt.of(now.port());
    }

    /**
     * Opens what the next settings need, and keeps what is served now.
     *
     * @param next null = disabled
     * @throws WebServer.CanNotServe if it cannot be opened; then nothing has changed
     */
    Change change(WebSettings next) throws WebServer.CanNotServe {
        WebSettings before = settings;
        WebServer old = server;
        if (Objects.equals(before, next)) {
            return done(() -> {}, () -> {});
        }
        if (next == null) {
            return done(() -> use(null, null, old), () -> {});
        }
        if (before == null) {
            WebServer opened = WebServer.open(next, observe, site);
            return done(() -> use(next, opened, null), opened::close);
        }
        boolean samePort = before.port() == next.port() || old.port() == next.port();
        if (samePort && before.host().equals(next.host())) {
            old.change(next);
            return done(() -> settings = next, () -> restore(old, before));
        }
        if (samePort && next.port() != 0) {
            // two addresses with the same port may conflict
            return exchange(before, next, old);
        }
        WebServer opened = WebServer.open(next, observe, site);
        return done(() -> use(next, opened, old), opened::close);
    }

    private Change exchange(WebSettings before, WebSettings next, WebServer old) throws WebServer.CanNotServe {
        old.close();
        WebServer opened;
        try {
            opened = WebServer.open(next, observe, site);
        } catch (WebServer.CanNotServe e) {
            reopen(before);
            throw e;
        }
        return done(() -> use(next, opened, null), () -> {
            opened.close();
            reopen(before);
        });
    }

    private void reopen(WebSettings before) {
        try {
            server = WebServer.open(before, observe, site);
        } catch (WebServer.CanNotServe e) {
            LOG.error("Pages, health and metrics are no longer served: {}", e.getMessage());
            server = null;
            settings = null;
        }
    }

    private void restore(WebServer old, WebSettings before) {
        try {
            old.change(before);
        } catch (WebServer.CanNotServe e) {
            LOG.error("Pages, health and metrics now use the login of the refused configuration: {}", e.getMessage());
        }
    }

    private void use(WebSettings next, WebServer opened, WebServer old) {
        settings = next;
        server = opened;
        if (old != null) {
            old.close();
        }
        if (opened != null) {
            logAddress();
        }
    }

    private static Change done(Runnable keep, Runnable undo) {
        return new Change() {
            @Override
            public void keep() {
                keep.run();
            }

            @Override
            public void undo() {
                undo.run();
            }
        };
    }

    @Override
    public void close() {
        WebServer last = server;
        if (last != null) {
            last.close();
        }
    }
}
