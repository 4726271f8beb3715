package dev.freshwatch.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;

/** Puts a request and its body together. Refuses a large body, and any with a {@code GET} or {@code HEAD}. */
final class SmallBody extends HttpObjectAggregator {

    static final int LARGEST = 64 * 1024;

    /** A client that is still sending does not hear an answer when the connection is closed at once. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Lifetime life;

    SmallBody(Lifetime life) {
        super(LARGEST);
        this.life = life;
    }

    @Override
    protected boolean isContentLengthInvalid(HttpMessage start, int maxContentLength) {
        boolean readsOnly = start instanceof HttpRequest request
                && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD));
        return super.isContentLengthInvalid(start, readsOnly ? 0 : maxContentLength)
                || (readsOnly && HttpUtil.isTransferEncodingChunked(start));
    }

    /** What is still coming is read and dropped. */
    @Override
    protected void handleOversizedMessage(ChannelHandlerContext connection, HttpMessage request) {
        String path = request instanceof HttpRequest asked ? asked.uri() : "/";
        life.restart(LINGER);
        connection
                .writeAndFlush(SentResponse.of(WebResponse.error(
                        path, 413, "the body of a request may have " + LARGEST + " bytes, and only that of a POST")))
                .addListener(sent -> ((SocketChannel) connection.channel()).shutdownOutput());
    }
}
