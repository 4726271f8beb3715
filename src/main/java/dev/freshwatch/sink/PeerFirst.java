package dev.freshwatch.sink;

import dev.freshwatch.tls.Trust;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Holds back what is written to a new connection until the peer has had time to refuse us. A peer that refuses a client
 * closes the connection after TCP, and usually TLS too, consider it established: with TLS 1.3 a server sees our
 * certificate, or its absence, only after our side of the handshake is complete (RFC 8446, section 4.4.2), and rsyslog
 * checks it after the handshake in every version. Anything written in the meantime is lost, and no write fails.
 *
 * <p>There is no positive answer: a session ticket is sent before rsyslog has checked the certificate, and most
 * collectors never send anything. So the criterion is time without a refusal: three times what the connection has taken
 * so far, which reflects the distance and load of the peer, within limits. After that time this handler removes itself.
 */
final class PeerFirst extends ChannelDuplexHandler {

    /** Minimum wait, however near the peer is. */
    static final Duration LEAST = Duration.ofMillis(100);
    /** Minimum wait if the peer requires a client certificate, which it must check. */
    private static final Duration LEAST_IF_ASKED = Duration.ofSeconds(1);

    /** The first failure while the connection was new. */
    private static final AttributeKey<Throwable> FAILURE = AttributeKey.valueOf(PeerFirst.class, "failure");

    private final Trust trust;
    private final Duration least;
    private final Duration most;
    private final boolean tls;
    private PendingWriteQueue held;
    private long begun;
    private boolean waiting;

    /**
     * Creates the handler.
     *
     * @param trust knows whether the peer asked for a certificate
     * @param tls   whether to wait for a handshake
     * @param least minimum wait, {@link #LEAST} except in tests that reconnect again and again; at least a second if
     *     the peer asks for a certificate
     * @param most  maximum wait; takes precedence over both minimums
     */
    PeerFirst(Trust trust, boolean tls, Duration least, Duration most) {
        this.trust = trust;
        this.tls = tls;
        this.least = least;
        this.most = most;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        held = new PendingWriteQueue(context);
        begun = System.nanoTime();
        if (!tls && context.channel().isActive()) {
            listen(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!tls) {
            listen(context);
        }
        context.fireChannelActive();
    }

    private void listen(ChannelHandlerContext context) {
        if (waiting) {
            return;
        }
        waiting = true;
        Duration patience = asked() ? LEAST_IF_ASKED : least;
        long nanos = Math.min(most.toNanos(), Math.max(patience.toNanos(), 3 * (System.nanoTime() - begun)));
        context.executor().schedule(() -> goOn(context), nanos, TimeUnit.NANOSECONDS);
    }

    private boolean asked() {
        return tls && trust.wasAsked();
    }

    private void goOn(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        // from tail to head: what was held back is sent before anything written from now on
        held.removeAndWriteAll();
        context.flush();
        context.pipeline().remove(this);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise outcome) {
        held.add(message, outcome);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        // writes are flushed once the wait is over; the handshake flushes itself
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                listen(context);
            } else {
                fail(context, handshake.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            fail(context, null);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, null);
        context.fireChannelInactive();
    }

    /** Does not fail the queue with a shared promise, so that each write gets the failure. */
    private void fail(ChannelHandlerContext context, Throwable cause) {
        Throwable failure = failure(cause);
        context.channel().attr(FAILURE).setIfAbsent(failure);
        if (!held.isEmpty()) {
            held.removeAndFailAll(failure);
        }
    }

    /** Why a closed connection accepts nothing: its failure while it was new, or that it was closed. */
    static Throwable whyClosed(Channel channel) {
        Throwable failure = channel.attr(FAILURE).get();
        return failure == null ? new SyslogPipeline.ClosedBefore(null) : failure;
    }

    private Throwable failure(Throwable cause) {
        boolean handshakeDone = waiting;
        if (asked() && (handshakeDone || ClientCertificateRefused.isOfPeer(cause))) {
            return new ClientCertificateRefused(trust.showsOwn(), cause);
        }
        return new SyslogPipeline.ClosedBefore(cause);
    }
}
