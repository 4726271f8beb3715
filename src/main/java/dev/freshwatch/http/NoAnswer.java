package dev.freshwatch.http;

import dev.freshwatch.freshness.Reason;
import java.io.IOException;

/**
 * There was no complete answer. The message is one line of plain text for operators, without secrets, headers or query
 * string: {@code connection refused}, {@code no answer within 30 s}, {@code certificate is not trusted: …}.
 */
public final class NoAnswer extends IOException {

    /** How far the call got. */
    public enum Kind {
        /** All allowed connections were in use: the peer was not asked. */
        NOT_STARTED,
        /** No TCP connection, no TLS session, or a certificate that is not trusted. */
        NOT_CONNECTED,
        /** Connected, but the answer was not complete when the time was up or the calling thread was interrupted. */
        TOO_LATE,
        /** The connection was closed or reset before the first byte of an answer. */
        DROPPED,
        /** Longer than our limit. Repeating it would give the same result, at the same cost for the peer. */
        TOO_LONG,
        /** The answer ended prematurely, or was not HTTP. */
        BROKEN
    }

    private final transient Kind kind;
    private final boolean outOfTime;
    private final boolean ofProxy;

    /** Counts as out of time if the kind is TOO_LATE or NOT_STARTED. */
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

    /** Returns the same failure, attributed to the proxy. */
    NoAnswer of(HttpProxy proxy) {
        return ofProxy ? this : new NoAnswer(kind, proxy.words() + ": " + getMessage(), getCause(), outOfTime, true);
    }

    /** Returns the reason why the check is unknown. */
    public Reason reason() {
        return switch (kind) {
            // Too many of our own calls at the same time; the peer was not asked.
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

    /** Whether the proxy failed, and not the peer; the message names it. */
    boolean isOfProxy() {
        return ofProxy;
    }

    /**
     * Whether the caller's time limit ended the call, whether in name resolution, handshake or answer. A caller that
     * allowed less time than the peer should have can tell from it that the failure says nothing about the peer.
     */
    public boolean isOutOfTime() {
        return outOfTime;
    }
}
