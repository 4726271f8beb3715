package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.PlatformException;
import java.time.Duration;
import java.util.Collection;

/**
 * The ESM could not be queried, or its answer does not follow the contract. Text from the ESM in the message is
 * sanitized and short.
 */
public final class EsmException extends PlatformException {

    /** Details that callers may act on. */
    enum Sign {
        NONE,
        /** HTTP 401, or a text that says the session is not valid (section 2). */
        SESSION_LOST,
        /** Another HTTP 4xx: the same request would be refused again (section 8). */
        REFUSED,
        /** HTTP 404 without an ESM error text: the other API surface may have the command. */
        NO_SUCH_COMMAND,
        /** {@code ERROR_NoData}: there is nothing of that kind (section 8). */
        NO_DATA,
        /** The results of a query were requested too early (section 6, step 3). */
        NOT_READY,
        /** The ESM does not know the query, or no longer (section 8). */
        QUERY_GONE,
        /** The ESM temporarily refused to open a query; it may be requested again later. */
        QUERY_REFUSED,
        /** A time outside of the requested window. */
        OUTSIDE_WINDOW,
        /** Our own limit on queries in an hour is reached. */
        NOT_ASKED
    }

    private final Sign sign;
    private final Duration askedPause;

    EsmException(Reason reason, String message) {
        this(reason, message, Sign.NONE);
    }

    EsmException(Reason reason, String message, Sign sign) {
        this(reason, message, sign, null, null);
    }

    EsmException(Reason reason, String message, Throwable cause) {
        this(reason, message, Sign.NONE, null, cause);
    }

    private EsmException(Reason reason, String message, Sign sign, Duration askedPause, Throwable cause) {
        super(reason, message, cause);
        this.sign = sign;
        this.askedPause = askedPause;
    }

    Sign sign() {
        return sign;
    }

    /** Returns how long the ESM asks us to wait; null if it does not. */
    Duration askedPause() {
        return askedPause;
    }

    /**
     * Whether the same call may succeed a little later: after an error of the ESM itself, a query limit, a request to
     * slow down, or a broken connection. Not after an exceeded time limit, a failed connection attempt, missing rights,
     * or an unreadable answer.
     */
    boolean isPassing() {
        if (getCause() instanceof NoAnswer cut) {
            return cut.kind() == NoAnswer.Kind.DROPPED || isCarriedOut();
        }
        boolean open = sign == Sign.NONE || sign == Sign.QUERY_REFUSED;
        return open && (reason() == Reason.OVERLOADED || reason() == Reason.FAILED);
    }

    /** Whether there was no answer in time. */
    boolean isOutOfTime() {
        return reason() == Reason.TIMEOUT || getCause() instanceof NoAnswer none && none.isOutOfTime();
    }

    /** Whether an answer began but broke off or was not HTTP: the ESM may have carried out the request. */
    boolean isCarriedOut() {
        return getCause() instanceof NoAnswer cut && cut.kind() == NoAnswer.Kind.BROKEN;
    }

    /** Whether the answer exceeded our size limit, and would do so again. */
    boolean isTooLong() {
        return getCause() instanceof NoAnswer none && none.kind() == NoAnswer.Kind.TOO_LONG;
    }

    /** Returns the same failure with another message. */
    EsmException saying(String message) {
        return new EsmException(reason(), message, sign, askedPause, getCause());
    }

    EsmException signed(Sign other) {
        return new EsmException(reason(), getMessage(), other, askedPause, getCause());
    }

    /** @param pause null = none was requested */
    EsmException asking(Duration pause) {
        return new EsmException(reason(), getMessage(), sign, pause, getCause());
    }

    /** Returns the same failure without these texts: a proxy or an ESM may quote in an error what was sent to it. */
    EsmException without(Collection<String> secrets) {
        String clean = getMessage();
        for (String secret : secrets) {
            // Shorter texts would also occur in ordinary words.
            if (secret.length() >= 4) {
                clean = clean.replace(secret, "xxxxxx");
            }
        }
        return clean.equals(getMessage()) ? this : saying(clean);
    }
}
