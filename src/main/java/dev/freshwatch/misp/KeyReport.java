package dev.freshwatch.misp;

import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.MispException.OfKey;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What one call reported about the key that it carried. For a key with an end date, MISP includes it in every good
 * answer.
 *
 * @param end     null = none was reported
 * @param failure null if MISP accepted the key
 * @param elapsed how long the answer took; null if there is none
 */
record KeyReport(MispKey which, Says says, Instant end, MispException failure, Duration elapsed) {

    /** How much is known. */
    enum Says {
        /** The end date, or that there is none. */
        END,
        /** MISP accepts the key; the answer does not show more. */
        TAKEN,
        REFUSED,
        /** The end date cannot be read. */
        UNREADABLE,
        /** Nothing: the call failed for another reason. */
        NOTHING
    }

    private static final String HEADER = "x-auth-key-expiration";

    /** From an expected answer: if it contains no end date, the key has none. */
    static KeyReport good(MispKey which, Reply reply) {
        return header(which, reply).orElseGet(() -> new KeyReport(which, Says.END, null, null, reply.elapsed()));
    }

    /**
     * From any other answer.
     *
     * @param failure what the answer stands for
     */
    static KeyReport bad(MispKey which, Reply reply, MispException failure) {
        return header(which, reply).orElseGet(() -> without(which, failure));
    }

    /** For a missing answer, or one without an end date. */
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
