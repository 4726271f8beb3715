package dev.freshwatch.platform;

import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;

/**
 * A platform could not be asked, or did not answer what its contract says. The message is one line of plain words for
 * operators and holds no secret. It tells of the platform and not of our code, so there is no stack trace; that of the
 * cause is kept.
 */
public abstract class PlatformException extends Exception {

    private final Reason reason;

    /** @param cause null = none */
    protected PlatformException(Reason reason, String message, Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
    }

    /** The reason that a finding gets from this. */
    public final Reason reason() {
        return reason;
    }

    /**
     * What a question gets for its answer from this.
     *
     * @param elapsed since it was asked; null = not known
     */
    public final Unanswered unanswered(Duration elapsed) {
        return new Unanswered(reason, getMessage(), elapsed);
    }
}
