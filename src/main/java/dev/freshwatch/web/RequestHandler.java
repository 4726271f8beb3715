package dev.freshwatch.web;

import dev.freshwatch.web.AccessControl.Answer;
import dev.freshwatch.web.HttpPages.Page;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one request and closes the connection. Health and metrics are answered here, on the thread of the server, which
 * nothing blocks; everything else by the workers.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    /** From the whole request to the beginning of its answer. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String TRY_AGAIN = "5";

    private final ServedPages pages;
    private final Lifetime life;
    private boolean asked;
    private Future<?> deadline;
    private volatile boolean answered;

    RequestHandler(ServedPages pages, Lifetime life) {
        this.pages = pages;
        this.life = life;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
        if (asked) {
            return;
        }
        asked = true;
        if (request.decoderResult().isFailure()) {
            send(connection, unreadable(request.decoderResult().cause()));
            return;
        }
        RequestTarget target;
        try {
            target = RequestTarget.parse(request.uri());
        } catch (RequestTarget.Unusable e) {
            boolean reads = isRead(request.method());
            send(connection, reads ? WebResponse.error(request.uri(), 400, e.getMessage()) : notAllowed(request.uri()));
            return;
        }
        boolean reports = target.path().startsWith("/push/");
        HttpHeaders headers = request.headers();
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
        Answer answer = reports
                ? pages.access().askWithToken(address(connection), hosts, target.path(), authorization)
                : pages.access().ask(address(connection), hosts, authorization);
        if (answer.status() != 0) {
            send(connection, refusal(target.path(), answer.status()), answer.after());
        } else if (reports ? !request.method().equals(HttpMethod.POST) : !isRead(request.method())) {
            send(connection, notAllowed(target.path()));
        } else if (WebResponse.isBelow(target.path(), "/observe")) {
            send(connection, observed(target.path(), headers.get(HttpHeaderNames.ACCEPT)));
        } else {
            letAnswer(
                    connection,
                    new WebRequest(
                            reports ? "POST" : "GET",
                            target.path(),
                            target.query(),
                            all(headers),
                            ByteBufUtil.getBytes(request.content())));
        }
    }

    private static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static InetAddress address(ChannelHandlerContext connection) {
        return ((InetSocketAddress) connection.channel().remoteAddress()).getAddress();
    }

    private static Map<String, String> all(HttpHeaders headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach(header -> all.merge(
                header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, more) -> one + ", " + more));
        return Map.copyOf(all);
    }

    private static WebResponse unreadable(Throwable failure) {
        if (failure instanceof TooLongHttpLineException) {
            return WebResponse.error("/", 414, "the address is too long");
        }
        return failure instanceof TooLongHttpHeaderException
                ? WebResponse.error("/", 431, "the header is too long")
                : WebResponse.error("/", 400, "this is not HTTP/1.1");
    }

    private static WebResponse notAllowed(String path) {
        String allowed = path.startsWith("/push/") ? "POST" : "GET, HEAD";
        return WebResponse.error(path, 405, "only " + allowed.replace(", ", " and ") + " can be used here")
                .with("Allow", allowed);
    }

    private static WebResponse refusal(String path, int status) {
        return switch (status) {
            case 401 ->
                WebResponse.error(path, 401, "log in with web.username and web.password")
                        .with("WWW-Authenticate", "Basic realm=\"Freshwatch\", charset=\"UTF-8\"");
            case 421 ->
                WebResponse.error(
                        path,
                        421,
                        "this is not a name of this machine; use an IP address or web.host, or set web.username and web.password");
            case 429 -> AccessControl.tooMany(path);
            default -> WebResponse.error(path, status, "a request must name one host");
        };
    }

    private WebResponse observed(String path, String accept) {
        try {
            Page page = pages.observe().page(path, accept);
            return page == null
                    ? WebResponse.empty(404)
                    : new WebResponse(page.status(), page.contentType(), page.body(), Map.of());
        } catch (RuntimeException e) {
            LOG.error("Could not create a page", e);
            return WebResponse.empty(500);
        }
    }

    private void letAnswer(ChannelHandlerContext connection, WebRequest request) {
        deadline = connection
                .executor()
                .schedule(
                        () -> made(connection, request, busy(request.path(), "it takes too long now")),
                        DEADLINE.toMillis(),
                        TimeUnit.MILLISECONDS);
        UnaryOperator<WebSite> guard = request.method().equals("POST")
                ? site -> pages.access().guard(address(connection), site)
                : UnaryOperator.identity();
        boolean begun = pages.workers(request)
                .answer(request, () -> connection.channel().isActive() && !answered, guard, response -> connection
                        .executor()
                        .execute(() -> made(connection, request, response)));
        if (!begun) {
            made(connection, request, busy(request.path(), "too many are reading now"));
        }
    }

    private static WebResponse busy(String path, String why) {
        return WebResponse.error(path, 503, why + "; try again in a few seconds")
                .with("Retry-After", TRY_AGAIN);
    }

    /** The answer is there, or is not waited for any longer. */
    private void made(ChannelHandlerContext connection, WebRequest request, WebResponse response) {
        if (answered) {
            return;
        }
        answered = true;
        deadline.cancel(false);
        int size = response.body().length;
        if (!pages.maySend(size)) {
            send(connection, busy(request.path(), "too many slow readers have large pages now"));
            return;
        }
        connection.channel().closeFuture().addListener(closed -> pages.sent(size));
        life.answering(size);
        send(connection, response, delay(connection, request, response));
    }

    private Duration delay(ChannelHandlerContext connection, WebRequest request, WebResponse response) {
        return request.method().equals("POST")
                        && request.header().containsKey("authorization")
                        && response.status() == 401
                ? pages.access().tokenDelay(address(connection))
                : Duration.ZERO;
    }

    /** A delayed answer blocks nothing but its own connection, which has a limited lifetime. */
    private static void send(ChannelHandlerContext connection, WebResponse response, Duration after) {
        if (after.isZero()) {
            send(connection, response);
        } else {
            connection.executor().schedule(() -> send(connection, response), after.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void send(ChannelHandlerContext connection, WebResponse response) {
        connection.writeAndFlush(sendable(response)).addListener(ChannelFutureListener.CLOSE);
    }

    private static FullHttpResponse sendable(WebResponse response) {
        try {
            return SentResponse.of(response);
        } catch (IllegalArgumentException e) {
            LOG.error("An answer has a header that cannot be sent", e);
            return SentResponse.of(WebResponse.empty(500));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext connection, Throwable cause) {
        LOG.debug("Connection failed: {}", cause.toString());
        connection.close();
    }
}
