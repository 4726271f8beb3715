package dev.freshwatch.misp;

import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.MispException.OfKey;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What one call said of the key that it carried. A key with an end date makes MISP say so in every good answer.
 *
 * @param end     null = none was told
 * @param failure null where MISP took the key
 * @param elapsed how long the answer took; null where there is none
 */
record KeyReport(MispKey which, Says says, Instant end, MispException failure, Duration elapsed) {

    /** How much is said. */
    enum Says {
        /** When it ends, or that there is no end. */
        END,
        /** MISP takes the key, and says no more in this answer. */
        TAKEN,
        REFUSED,
        /** A date that cannot be read. */
        UNREADABLE,
        /** Nothing: the call failed for another reason. */
        NOTHING
    }

    private static final String HEADER = "x-auth-key-expiration";

    /** From an answer that is what was asked for: a key without an end date is told none. */
    static KeyReport good(MispKey which, Reply reply) {
        return header(which, reply).orElseGet(() -> new KeyReport(which, Says.END, null, null, reply.elapsed()));
    }

    /**
     * From any other answer.
     *
     * @param failure what it is
     */
    static KeyReport bad(MispKey which, Reply reply, MispException failure) {
        return header(which, reply).orElseGet(() -> without(which, failure));
    }

    /** Where there is no answer, or one without a word of the end. */
    static KeyReport without(MispKey which, MispException failure) {
        Says says =
                switch (failure.ofKey()) {
                    case TAKEN -> Says.TAKEN;
                    case REFUSED -> Says.REFUSED;
                    case NOTHING -> Says.NOTHING;
                };
        return new KeyReport(which, says, null, failure.ofKey() == OfKey.TAKEN ? null : failure, failure.elapsed());
    }

    private static Optional<KeyReport> header(MispKey which, Reply reply) {
        return reply.header(HEADER).map(text -> {
            try {
                Instant end = OffsetDateTime.parse(text.strip()).toInstant();
                return new KeyReport(which, Says.END, end, null, reply.elapsed());
            } catch (DateTimeParseException e) {
                MispException failure = MispErrors.unreadable("the end date cannot be read", reply);
                return new KeyReport(which, Says.UNREADABLE, null, failure, reply.elapsed());
            }
        });
    }
}
