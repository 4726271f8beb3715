package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.platform.PlatformException;
import java.time.Duration;
import java.util.Collection;

/** The ESM could not be asked, or did not answer what the contract says. Text from the ESM in the message is cleaned and short. */
public final class EsmException extends PlatformException {

    /** What a caller may want to act on. */
    enum Sign {
        NONE,
        /** HTTP 401, or a text that says the session is not valid (section 2). */
        SESSION_LOST,
        /** Another HTTP 4xx: the same request again would be refused again (section 8). */
        REFUSED,
        /** HTTP 404 without an ESM error text: perhaps the other API surface has the command. */
        NO_SUCH_COMMAND,
        /** {@code ERROR_NoData}: there is nothing of that kind (section 8). */
        NO_DATA,
        /** The results of a query were asked for too early (section 6, step 3). */
        NOT_READY,
        /** The ESM does not know the query, or does not know it any more (section 8). */
        QUERY_GONE,
        /** The ESM did not open a query, in passing: it may be asked for it again, later. */
        QUERY_REFUSED,
        /** A time that lies outside of the window that was asked for. */
        OUTSIDE_WINDOW
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

    /** How long the ESM asks to be left alone; null where it does not. */
    Duration askedPause() {
        return askedPause;
    }

    /**
     * Whether the same call may do well a little later: an error of the ESM's own, a query limit, a request to slow down,
     * or a connection that was cut. A time that was over, a connection that could not be made, a refused right and an
     * answer that cannot be read are none of that.
     */
    boolean isPassing() {
        if (getCause() instanceof NoAnswer cut) {
            return cut.kind() == NoAnswer.Kind.DROPPED || isCarriedOut();
        }
        boolean open = sign == Sign.NONE || sign == Sign.QUERY_REFUSED;
        return open && (reason() == Reason.OVERLOADED || reason() == Reason.FAILED);
    }

    /** Whether something came for an answer, and broke off or was not HTTP: the ESM may have done what it was asked. */
    boolean isCarriedOut() {
        return getCause() instanceof NoAnswer cut && cut.kind() == NoAnswer.Kind.BROKEN;
    }

    /** Whether the answer was longer than we read, and would be so again. */
    boolean isTooLong() {
        return getCause() instanceof NoAnswer none && none.kind() == NoAnswer.Kind.TOO_LONG;
    }

    /** The same with another wording. */
    EsmException saying(String message) {
        return new EsmException(reason(), message, sign, askedPause, getCause());
    }

    EsmException signed(Sign other) {
        return new EsmException(reason(), getMessage(), other, askedPause, getCause());
    }

    /** @param pause null = none was asked for */
    EsmException asking(Duration pause) {
        return new EsmException(reason(), getMessage(), sign, pause, getCause());
    }

    /** The same without these texts: a proxy or an ESM may show in an error what was sent to it. */
    EsmException without(Collection<String> secrets) {
        String clean = getMessage();
        for (String secret : secrets) {
            // A shorter text would tear holes into ordinary words.
            if (secret.length() >= 4) {
                clean = clean.replace(secret, "xxxxxx");
            }
        }
        return clean.equals(getMessage()) ? this : saying(clean);
    }
}
