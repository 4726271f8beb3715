package dev.freshwatch.sim.misp;

import java.io.IOException;

/** A refusal by MISP: a status and the message of its error body (misp.md section 2). */
final class MispRefusal extends IOException {

    private final int status;
    private final transient String violation;

    private MispRefusal(int status, String message, String violation) {
        super(message, null);
        this.status = status;
        this.violation = violation;
    }

    int status() {
        return status;
    }

    /** Returns the violation of the contract; null if a correct client can get this refusal as well. */
    String violation() {
        return violation;
    }

    /** Returns a refusal that a correct client can get as well. */
    static MispRefusal of(int status, String message) {
        return new MispRefusal(status, message, null);
    }

    static MispRefusal against(int status, String message, String violation) {
        return new MispRefusal(status, message, violation);
    }

    /** Returns the refusal for missing rights. */
    static MispRefusal noPermission() {
        return of(403, "You do not have permission to use this functionality.");
    }

    /** Returns the error for missing infrastructure or an internal failure. */
    static MispRefusal internalError() {
        return of(500, "An Internal Error Has Occurred.");
    }

    /**
     * Returns the refusal of something outside the contract, which is not simulated: a real MISP's answer is not known.
     */
    static MispRefusal notSimulated(String what) {
        return against(400, "not in the contract: " + what, what);
    }
}
