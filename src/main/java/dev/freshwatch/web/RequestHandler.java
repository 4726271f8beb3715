package dev.freshwatch.web;

import dev.freshwatch.web.AccessControl.Answer;
import dev.freshwatch.web.HttpPages.Page;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request and closes the connection. Everything except a page for {@code GET} has an empty body. */
@Sharable
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final byte[] NOTHING = {};

    private volatile AccessControl access;
    private final HttpPages pages;

    RequestHandler(AccessControl access, HttpPages pages) {
        this.access = access;
        this.pages = pages;
    }

    /** Judges requests by this from now on. */
    void use(AccessControl other) {
        access = other;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            refuse(connection, status(request.decoderResult().cause()));
            return;
        }
        Answer answer = access.ask(
                ((InetSocketAddress) connection.channel().remoteAddress()).getAddress(),
                request.headers().getAll(HttpHeaderNames.HOST),
                request.headers().get(HttpHeaderNames.AUTHORIZATION));
        if (answer.status() != 0) {
            turnAway(connection, answer);
        } else if (!request.method().equals(HttpMethod.GET)) {
            FullHttpResponse refused = response(HttpResponseStatus.METHOD_NOT_ALLOWED, NOTHING);
            refused.headers().set(HttpHeaderNames.ALLOW, "GET");
            send(connection, refused);
        } else {
            answer(connection, request);
        }
    }

    /** A delayed answer blocks nothing but its own connection, which has a limited lifetime. */
    private static void turnAway(ChannelHandlerContext connection, Answer answer) {
        FullHttpResponse refused = response(HttpResponseStatus.valueOf(answer.status()), NOTHING);
        if (answer.status() == 401) {
            refused.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"Freshwatch\", charset=\"UTF-8\"");
        } else if (answer.status() == 429) {
            refused.headers().set(HttpHeaderNames.RETRY_AFTER, 5);
        }
        if (answer.after().isZero()) {
            send(connection, refused);
        } else {
            connection
                    .executor()
                    .schedule(() -> send(connection, refused), answer.after().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static HttpResponseStatus status(Throwable failure) {
        if (failure instanceof TooLongHttpLineException) {
            return HttpResponseStatus.REQUEST_URI_TOO_LONG;
        }
        return failure instanceof TooLongHttpHeaderException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
    }

    private void answer(ChannelHandlerContext connection, FullHttpRequest request) {
        int question = request.uri().indexOf('?');
        String path = question < 0 ? request.uri() : request.uri().substring(0, question);
        Page page;
        try {
            page = pages.page(path, request.headers().get(HttpHeaderNames.ACCEPT));
        } catch (RuntimeException e) {
            LOG.error("Could not create a page", e);
            refuse(connection, HttpResponseStatus.INTERNAL_SERVER_ERROR);
            return;
        }
        if (page == null) {
            refuse(connection, HttpResponseStatus.NOT_FOUND);
            return;
        }
        FullHttpResponse answer = response(HttpResponseStatus.valueOf(page.status()), page.body());
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, page.contentType());
        send(connection, answer);
    }

    static void refuse(ChannelHandlerContext connection, HttpResponseStatus status) {
        send(connection, response(status, NOTHING));
    }

    private static FullHttpResponse response(HttpResponseStatus status, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff");
        return response;
    }

    private static void send(ChannelHandlerContext connection, FullHttpResponse response) {
        connection.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        LOG.debug("Connection failed: {}", cause.toString());
        connection.close();
    }
}
