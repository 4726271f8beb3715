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
 * What a connection may cost: a short life, one small request. Where there are too many the oldest goes, so that those
 * who do not ask cannot keep out those who do. For one event loop.
 */
final class ConnectionLimits extends ChannelInitializer<SocketChannel> {

    private static final int LONGEST_LINE = 2_048;
    private static final int LONGEST_HEAD = 8_192;

    private final RequestHandler requests;
    private final Duration alertState;
    private final int most;
    private final Set<Channel> open = new LinkedHashSet<>();

    /**
     * @param alertState from the first byte to the last
     * @param most open at the same time
     */
    ConnectionLimits(RequestHandler requests, Duration alertState, int most) {
        this.requests = requests;
        this.alertState = alertState;
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
                connection.eventLoop().schedule(() -> cut(connection), alertState.toMillis(), TimeUnit.MILLISECONDS);
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

    /** Ends it at once: what the other side did not read yet is not kept for it. */
    private static void cut(Channel connection) {
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.close();
    }

    /** No request has a body: one that comes with it is refused. */
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
