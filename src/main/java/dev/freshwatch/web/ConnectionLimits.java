package dev.freshwatch.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Limits a connection: a short lifetime and one small request. If there are too many, the oldest is closed, so that
 * idle clients cannot keep others out. For one event loop.
 */
final class ConnectionLimits extends ChannelInitializer<SocketChannel> {

    private static final int LONGEST_LINE = 2_048;
    private static final int LONGEST_HEAD = 8_192;

    private final ServedPages pages;
    private final Duration lifetime;
    private final int most;
    private final Set<Channel> open = new LinkedHashSet<>();

    /**
     * Creates the limits.
     *
     * @param lifetime from the first byte to the beginning of the answer, and from there to its last byte; longer for a
     *     large answer
     * @param most     open at the same time
     */
    ConnectionLimits(ServedPages pages, Duration lifetime, int most) {
        this.pages = pages;
        this.lifetime = lifetime;
        this.most = most;
    }

    @Override
    protected void initChannel(SocketChannel connection) {
        if (open.size() >= most) {
            Iterator<Channel> oldest = open.iterator();
            Channel goes = oldest.next();
            oldest.remove();
            Lifetime.cut(goes);
        }
        open.add(connection);
        connection.closeFuture().addListener(closed -> open.remove(connection));
        Lifetime life = new Lifetime(connection, lifetime);
        connection
                .pipeline()
                .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEAD, LONGEST_HEAD))
                .addLast(new SmallBody(life))
                .addLast(new RequestHandler(pages, life));
    }
}
