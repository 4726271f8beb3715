package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformException;
import java.time.Duration;

/** MISP could not be asked, or its answer does not follow the contract. The message contains no text of an answer. */
final class MispException extends PlatformException {

    /** What the answer says about the key that was sent. */
    enum OfKey {
        /** Nothing. */
        NOTHING,
        /** MISP refuses it. */
        REFUSED,
        /** MISP accepts it, whatever it says about the call. */
        TAKEN
    }

    private final OfKey ofKey;
    private final transient Duration elapsed;

    MispException(Reason reason, String message) {
        this(reason, message, OfKey.NOTHING, null);
    }

    /** @param elapsed time until the answer; null = there was none */
    MispException(Reason reason, String message, OfKey ofKey, Duration elapsed) {
        super(reason, message, null);
        this.ofKey = ofKey;
        this.elapsed = elapsed;
    }

    OfKey ofKey() {
        return ofKey;
    }

    /** Returns the time until the answer; null = there was none. */
    Duration elapsed() {
        return elapsed;
    }

    /** Returns the observation for checks that ask about something else than whether MISP is up. */
    Unanswered unanswered() {
        return unanswered(elapsed);
    }

    /**
     * Returns the observation for checks that ask whether something is up: no answer and a wrong one are down. A
     * refused key, a request to wait, maintenance, and a time limit that we shortened say nothing about that.
     */
    Observation downOrUnanswered() {
        return switch (reason()) {
            case UNAUTHORIZED, OVERLOADED, MAINTENANCE, TIMEOUT -> unanswered();
            default -> new Down(getMessage(), elapsed);
        };
    }

    MispException saying(String message) {
        return new MispException(reason(), message, ofKey, elapsed);
    }
}
