package dev.freshwatch.http;

import dev.freshwatch.freshness.Reason;
import java.io.IOException;

/**
 * There was no whole answer. The message is one line of plain words for operators, without secrets, headers or query
 * string: {@code connection refused}, {@code no answer within 30 s}, {@code certificate is not trusted: …}.
 */
public final class NoAnswer extends IOException {

    /** How far it came. */
    public enum Kind {
        /** All connections that we allow ourselves were taken: the peer was not asked. */
        NOT_STARTED,
        /** No TCP connection, no TLS session, or a certificate that is not trusted. */
        NOT_CONNECTED,
        /** Connected, but the answer was not complete when the time was over or the caller's thread was interrupted. */
        TOO_LATE,
        /** The connection was closed or reset before the first byte of an answer. */
        DROPPED,
        /** Longer than we read: it would be the same once more, and as much work for the peer. */
        TOO_LONG,
        /** What came for an answer broke off before its end, or was not HTTP. */
        BROKEN
    }

    private final transient Kind kind;
    private final boolean outOfTime;
    private final boolean ofProxy;

    /** Out of time where it is too late, or was not started. */
    public NoAnswer(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, kind == Kind.TOO_LATE || kind == Kind.NOT_STARTED);
    }

    NoAnswer(Kind kind, String message, Throwable cause, boolean outOfTime) {
        this(kind, message, cause, outOfTime, false);
    }

    private NoAnswer(Kind kind, String message, Throwable cause, boolean outOfTime, boolean ofProxy) {
        super(message, cause);
        this.kind = kind;
        this.outOfTime = outOfTime;
        this.ofProxy = ofProxy;
    }

    /** The same, said of the proxy on the way to the peer. */
    NoAnswer of(HttpProxy proxy) {
        return ofProxy ? this : new NoAnswer(kind, proxy.words() + ": " + getMessage(), getCause(), outOfTime, true);
    }

    /** Why what was asked for cannot be judged. */
    public Reason reason() {
        return switch (kind) {
            // we had too much to ask at the same time, and the peer was not asked
            case NOT_STARTED -> Reason.TIMEOUT;
            case BROKEN, TOO_LONG -> Reason.UNREADABLE;
            case NOT_CONNECTED, TOO_LATE, DROPPED -> Reason.UNREACHABLE;
        };
    }

    NoAnswer withoutCause() {
        return new NoAnswer(kind, getMessage(), null, outOfTime, ofProxy);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it was the proxy, and not the peer, where it ended; the message names it. */
    boolean isOfProxy() {
        return ofProxy;
    }

    /**
     * Whether it was the time that the caller gave which ended it, however far it had come: a name that is looked up, a
     * handshake, an answer. Who gave less time than the peer is to have knows then that this says nothing of the peer.
     */
    public boolean isOutOfTime() {
        return outOfTime;
    }
}
