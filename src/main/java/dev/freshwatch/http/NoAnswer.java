package dev.freshwatch.http;

import java.io.IOException;

/**
 * There was no whole answer. The message is one line of plain words for operators, without secrets, headers or query
 * string: {@code connection refused}, {@code no answer within 30 s}, {@code certificate is not trusted: …}.
 */
public final class NoAnswer extends IOException {

    /** How far it came. */
    public enum Kind {
        /** No TCP connection, no TLS session, or a certificate that is not trusted. */
        NOT_CONNECTED,
        /** Connected, but the answer was not complete when the time was over or the caller's thread was interrupted. */
        TOO_LATE,
        /** The connection was closed or reset before the first byte of an answer. */
        DROPPED,
        /** An answer began and broke off, was not HTTP, or was longer than the limit. */
        BROKEN
    }

    private final transient Kind kind;

    public NoAnswer(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
