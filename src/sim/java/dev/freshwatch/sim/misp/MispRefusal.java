package dev.freshwatch.sim.misp;

import java.io.IOException;

/** MISP says no: a status and the message of its error body (misp.md section 2). */
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

    /** What the client did against the contract; null where a faultless client can get this refusal too. */
    String violation() {
        return violation;
    }

    /** A refusal that a faultless client can get. */
    static MispRefusal of(int status, String message) {
        return new MispRefusal(status, message, null);
    }

    static MispRefusal against(int status, String message, String violation) {
        return new MispRefusal(status, message, violation);
    }

    /** The right is not there. */
    static MispRefusal noPermission() {
        return of(403, "You do not have permission to use this functionality.");
    }

    /** Something that MISP stands on is gone, or it stumbled. */
    static MispRefusal internalError() {
        return of(500, "An Internal Error Has Occurred.");
    }

    /** Not in the contract, so not simulated: what a real MISP would say is not known. */
    static MispRefusal notSimulated(String what) {
        return against(400, "not in the contract: " + what, what);
    }
}
