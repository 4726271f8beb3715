package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;

/**
 * MISP could not be asked, or did not answer what the contract says. The message is one line of plain words for
 * operators; it holds no secret and no text of an answer.
 */
final class MispTrouble extends Exception {

    /** What it says about the key that was sent. */
    enum OfKey {
        /** Nothing. */
        NOTHING,
        /** MISP does not take it. */
        REFUSED,
        /** MISP takes it, whatever it says of the call. */
        TAKEN
    }

    private final Reason reason;
    private final OfKey ofKey;
    private final transient Duration elapsed;

    MispTrouble(Reason reason, String message) {
        this(reason, message, OfKey.NOTHING, null);
    }

    /** @param elapsed until the answer was there; null = there was none */
    MispTrouble(Reason reason, String message, OfKey ofKey, Duration elapsed) {
        super(message, null, false, false);
        this.reason = reason;
        this.ofKey = ofKey;
        this.elapsed = elapsed;
    }

    Reason reason() {
        return reason;
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
        return new Unanswered(reason, getMessage(), elapsed);
    }

    /**
     * For what is asked whether it is there: no answer and a wrong one are down. That our key is refused, that MISP asks
     * to wait or is in maintenance, and that we took the time away ourselves says nothing of that kind.
     */
    Observation downOrUnanswered() {
        return switch (reason) {
            case UNAUTHORIZED, OVERLOADED, MAINTENANCE, TIMEOUT -> unanswered();
            default -> new Down(getMessage(), elapsed);
        };
    }

    MispTrouble saying(String message) {
        return new MispTrouble(reason, message, ofKey, elapsed);
    }
}
