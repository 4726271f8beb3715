package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.PlatformException;
import java.time.Duration;

/** MISP could not be asked, or did not answer what the contract says. The message holds no text of an answer. */
final class MispException extends PlatformException {

    /** What it says about the key that was sent. */
    enum OfKey {
        /** Nothing. */
        NOTHING,
        /** MISP does not take it. */
        REFUSED,
        /** MISP takes it, whatever it says of the call. */
        TAKEN
    }

    private final OfKey ofKey;
    private final transient Duration elapsed;

    MispException(Reason reason, String message) {
        this(reason, message, OfKey.NOTHING, null);
    }

    /** @param elapsed until the answer was there; null = there was none */
    MispException(Reason reason, String message, OfKey ofKey, Duration elapsed) {
        super(reason, message, null);
        this.ofKey = ofKey;
        this.elapsed = elapsed;
    }

    OfKey ofKey() {
        return ofKey;
    }

    /** Until the answer was there; null = there was none. */
    Duration elapsed() {
        return elapsed;
    }

    /** For what is asked for something else than being there. */
    Unanswered unanswered() {
        return unanswered(elapsed);
    }

    /**
     * For what is asked whether it is there: no answer and a wrong one are down. That our key is refused, that MISP asks
     * to wait or is in maintenance, and that we took the time away ourselves says nothing of that kind.
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
