package dev.freshwatch.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Limits a connection: a short lifetime and one small request. If there are too many, the oldest is closed, so that
 * idle clients cannot keep others out. For one event loop.
 */
final class ConnectionLimits extends ChannelInitializer<SocketChannel> {

    private static final int LONGEST_LINE = 2_048;
    private static final int LONGEST_HEAD = 8_192;

    private final RequestHandler requests;
    private final Duration lifetime;
    private final int most;
    private final Set<Channel> open = new LinkedHashSet<>();

    /**
     * Creates the limits.
     *
     * @param lifetime from the first byte to the last
     * @param most     open at the same time
     */
    ConnectionLimits(RequestHandler requests, Duration lifetime, int most) {
        this.requests = requests;
        this.lifetime = lifetime;
        this.most = most;
    }

    @Override
    protected void initChannel(SocketChannel connection) {
        if (open.size() >= most) {
            Iterator<Channel> oldest = open.iterator();
            Channel goes = oldest.next();
            oldest.remove();
            cut(goes);
        }
        open.add(connection);
        Future<?> end =
                connection.eventLoop().schedule(() -> cut(connection), lifetime.toMillis(), TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> {
            end.cancel(false);
            open.remove(connection);
        });
        connection
                .pipeline()
                .addLast(new HttpServerCodec(LONGEST_LINE, LONGEST_HEAD, LONGEST_HEAD))
                .addLast(new WithoutBody())
                .addLast(requests);
    }

    /** Closes at once and discards what the peer has not read yet. */
    private static void cut(Channel connection) {
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.close();
    }

    /** Refuses requests with a body. */
    private static final class WithoutBody extends HttpObjectAggregator {

        WithoutBody() {
            super(0);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext connection, HttpMessage request) {
            RequestHandler.refuse(connection, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        }
    }
}
