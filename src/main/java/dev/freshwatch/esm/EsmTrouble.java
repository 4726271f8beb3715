package dev.freshwatch.esm;

import dev.freshwatch.freshness.Reason;
import java.util.Collection;

/**
 * The ESM could not be asked, or did not answer what the contract says. The message is one line of plain words for
 * operators: text from the ESM in it is cleaned and short, and it holds no secret.
 */
public final class EsmTrouble extends Exception {

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
        QUERY_GONE
    }

    private final Reason reason;
    private final Sign sign;

    EsmTrouble(Reason reason, String message) {
        this(reason, message, Sign.NONE);
    }

    EsmTrouble(Reason reason, String message, Sign sign) {
        super(message);
        this.reason = reason;
        this.sign = sign;
    }

    EsmTrouble(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.sign = Sign.NONE;
    }

    /** The reason that a finding gets from this. */
    public Reason reason() {
        return reason;
    }

    Sign sign() {
        return sign;
    }

    /** The same with another wording. */
    EsmTrouble saying(String message) {
        return new EsmTrouble(reason, message, sign);
    }

    /** The same without these texts: a proxy or an ESM may show in an error what was sent to it. */
    EsmTrouble without(Collection<String> secrets) {
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
