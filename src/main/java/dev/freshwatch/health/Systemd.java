package dev.freshwatch.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd of our status with the sd_notify protocol: a datagram to the socket named by {@code NOTIFY_SOCKET},
 * sent from this process itself, so that {@code NotifyAccess=main} is enough.
 */
public final class Systemd implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);
    private static final long PATIENCE_MILLIS = 2_000;

    private final DomainSocketAddress socket;
    private final Duration watchdog;
    private final EpollEventLoopGroup thread;

    private Systemd(DomainSocketAddress socket, Duration watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
        this.thread = new EpollEventLoopGroup(1, new DefaultThreadFactory("systemd", true));
    }

    /**
     * Returns the connection to systemd; empty if systemd did not start this process or expects no notifications.
     *
     * @param environment of this process
     * @param pid         our own
     */
    public static Optional<Systemd> find(Map<String, String> environment, long pid) {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (!name.startsWith("/") && !name.startsWith("@")) {
            LOG.warn("systemd is not notified: NOTIFY_SOCKET is neither a path nor an abstract name");
            return Optional.empty();
        }
        if (!Epoll.isAvailable()) {
            LOG.warn("systemd is not notified: {}", Epoll.unavailabilityCause().getMessage());
            return Optional.empty();
        }
        // An abstract name is written with @ and starts with a zero byte.
        String path = name.startsWith("@") ? '\0' + name.substring(1) : name;
        return Optional.of(new Systemd(new DomainSocketAddress(path), watchdog(environment, pid)));
    }

    private static Duration watchdog(Map<String, String> environment, long pid) {
        String whose = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        if (!micros.matches("\\d{1,15}") || !(whose.isEmpty() || whose.equals(Long.toString(pid)))) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Long.parseLong(micros) * 1_000);
    }

    /** How long systemd waits for a watchdog signal before it restarts us; zero = no watchdog. */
    public Duration watchdog() {
        return watchdog;
    }

    /**
     * Sends this state and waits until it is sent.
     *
     * @param state lines such as {@code READY=1}
     */
    public void tell(String state) {
        ChannelFuture connected = new Bootstrap()
                .group(thread)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(socket);
        Channel channel = connected.channel();
        try {
            if (!connected.awaitUninterruptibly(PATIENCE_MILLIS) || !connected.isSuccess()) {
                complain(connected.cause());
                return;
            }
            ChannelFuture sent = channel.writeAndFlush(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8));
            if (!sent.awaitUninterruptibly(PATIENCE_MILLIS) || !sent.isSuccess()) {
                complain(sent.cause());
            }
        } finally {
            channel.close().awaitUninterruptibly(PATIENCE_MILLIS);
        }
    }

    private static void complain(Throwable cause) {
        LOG.warn("systemd could not be notified: {}", cause == null ? "it does not answer" : cause.toString());
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(PATIENCE_MILLIS);
    }
}
