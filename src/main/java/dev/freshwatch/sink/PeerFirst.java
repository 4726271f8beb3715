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
 * Holds what is written to a new connection until its peer had the time to refuse us. Whoever refuses a client closes
 * the connection after TCP, and mostly TLS too, believe it to be there: with TLS 1.3 a server sees our certificate, or
 * that we have none, only after our side of the handshake is done (RFC 8446, section 4.4.2), and rsyslog looks at it
 * after the handshake with every version. What is written meanwhile is taken by nobody, and no write fails.
 *
 * <p>No answer says that we are taken: a session ticket is sent before rsyslog has looked, and most collectors never
 * send anything. So it is time without a refusal: three times what the connection took so far, which tells how far
 * and how busy the peer is, within limits. Once it is over this handler is gone from the connection.
 */
final class PeerFirst extends ChannelDuplexHandler {

    /** What each peer gets, however near it is. */
    static final Duration LEAST = Duration.ofMillis(100);
    /** For a peer that wants to know who we are: it has something to look at. */
    private static final Duration LEAST_WHERE_ASKED = Duration.ofSeconds(1);

    /** The first thing that went wrong while a connection was new. */
    private static final AttributeKey<Throwable> FAILURE = AttributeKey.valueOf(PeerFirst.class, "failure");

    private final Trust trust;
    private final Duration least;
    private final Duration most;
    private final boolean tls;
    private PendingWriteQueue held;
    private long begun;
    private boolean waiting;

    /**
     * @param trust whose handshakes are looked at
     * @param tls   whether a handshake is waited for
     * @param least the shortest time that the peer gets, {@link #LEAST} but for tests that connect again and again; a peer
     *              that asks who we are gets a second whatever this says
     * @param most  the longest time that the peer gets; it wins over both
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
        Duration patience = asked() ? LEAST_WHERE_ASKED : least;
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
        // from tail to head: what was held goes out before anything that is written from now on
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
        // with the writes, once the time is over; the handshake has flushes of its own
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

    /** The queue is not to be failed with a shared promise: each write hears it. */
    private void fail(ChannelHandlerContext context, Throwable cause) {
        Throwable failure = failure(cause);
        context.channel().attr(FAILURE).setIfAbsent(failure);
        if (!held.isEmpty()) {
            held.removeAndFailAll(failure);
        }
    }

    /** Why a connection that is closed takes nothing: what became of it while it was new, or that it was closed. */
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
