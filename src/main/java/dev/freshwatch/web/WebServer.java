package dev.freshwatch.web;

import dev.freshwatch.config.WebSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Serves pages over HTTP. Health and metrics on a single thread, which no client can block; everything else on a few
 * others.
 *
 * <p>On netty, because the JDK's own server reads a request on the thread that answers it, has no limit for a connection
 * but system properties of the whole process, and takes megabytes of headers: with two threads, two clients that send half
 * a request keep out everybody else.
 */
public final class WebServer implements AutoCloseable {

    /** The port cannot be opened. The one-line message names the key to correct. */
    public static final class CanNotServe extends IOException {
        CanNotServe(String message, Throwable cause) {
            super(message, cause);
        }

        /** Whether a retry may help: another process has the port, or the address does not exist yet. */
        public boolean mayPass() {
            return getCause() instanceof BindException;
        }
    }

    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 100;

    private final NioEventLoopGroup thread;
    private final Channel listening;
    private final ServedPages pages;
    private final List<SiteWorkers> workers;

    private WebServer(NioEventLoopGroup thread, Channel listening, ServedPages pages, List<SiteWorkers> workers) {
        this.thread = thread;
        this.listening = listening;
        this.pages = pages;
        this.workers = workers;
    }

    /**
     * Opens the port.
     *
     * @param observe {@code /observe} and everything below it
     * @param site    everything else
     * @throws CanNotServe if that is not possible
     */
    public static WebServer open(WebSettings settings, HttpPages observe, WebSite site) throws CanNotServe {
        return open(settings, observe, site, LIFE, MOST_CONNECTIONS);
    }

    static WebServer open(WebSettings settings, HttpPages observe, WebSite site, Duration lifetime, int most)
            throws CanNotServe {
        InetSocketAddress address = address(settings);
        SiteWorkers readers = new SiteWorkers(site, SiteWorkers.READERS);
        SiteWorkers reporters = new SiteWorkers(site, SiteWorkers.REPORTERS);
        List<SiteWorkers> workers = List.of(readers, reporters);
        ServedPages pages = new ServedPages(access(settings, observe), observe, readers, reporters);
        NioEventLoopGroup thread = new NioEventLoopGroup(1, new DefaultThreadFactory("web", true));
        ChannelFuture bound = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 128)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ConnectionLimits(pages, lifetime, most))
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            workers.forEach(SiteWorkers::close);
            end(thread);
            throw new CanNotServe(
                    String.format(
                            Locale.ROOT,
                            "web.port: %s port %d cannot be opened: %s; set another web.port, or web.enabled=false",
                            settings.host(),
                            settings.port(),
                            bound.cause().getMessage()),
                    bound.cause());
        }
        return new WebServer(thread, bound.channel(), pages, workers);
    }

    private static AccessControl access(WebSettings settings, HttpPages pages) {
        Login login = settings.password() == null ? null : new Login(settings.username(), settings.password());
        // a browser sends no credentials to a foreign name, so with a login any name is safe
        HostNames names = new HostNames(settings.host(), login != null);
        return new AccessControl(login, names, pages.refusals(), System::nanoTime);
    }

    /**
     * Asks for another login from now on; the port stays open.
     *
     * @param settings with the host and port that are served
     * @throws CanNotServe if these may not be served that way; then nothing has changed
     */
    public void change(WebSettings settings) throws CanNotServe {
        address(settings);
        pages.use(access(settings, pages.observe()));
    }

    private static InetSocketAddress address(WebSettings settings) throws CanNotServe {
        InetAddress host;
        try {
            host = InetAddress.getByName(settings.host());
        } catch (UnknownHostException e) {
            throw new CanNotServe("web.host: " + settings.host() + " cannot be resolved", e);
        }
        if (settings.password() == null && !host.isLoopbackAddress()) {
            throw new CanNotServe(
                    "web.host: " + settings.host()
                            + " is not a loopback address, and without web.username and web.password only loopback is served",
                    null);
        }
        return new InetSocketAddress(host, settings.port());
    }

    /** The port that is served, also if any free port was requested. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        workers.forEach(SiteWorkers::close);
        end(thread);
    }

    private static void end(NioEventLoopGroup thread) {
        thread.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
