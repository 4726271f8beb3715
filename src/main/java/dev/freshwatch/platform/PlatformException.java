package dev.freshwatch.platform;

import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;

/**
 * A platform could not be asked, or its answer does not follow its contract. The message is one line of plain text for
 * operators, without secrets. The exception is about the platform and not about our code, so it has no stack trace; the
 * cause keeps its own.
 */
public abstract class PlatformException extends Exception {

    private final Reason reason;

    /** @param cause null = none */
    protected PlatformException(Reason reason, String message, Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
    }

    /** Returns the reason for the resulting finding. */
    public final Reason reason() {
        return reason;
    }

    /**
     * Returns this failure as an observation.
     *
     * @param elapsed time since the platform was asked; null = not known
     */
    public final Unanswered unanswered(Duration elapsed) {
        return new Unanswered(reason, getMessage(), elapsed);
    }
}
