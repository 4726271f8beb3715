package dev.freshwatch.sim;

import java.io.IOException;

/**
 * The ESM says no: a status and a short plain text (esm.md section 8). Which status goes with which text is not recorded
 * there; these are the simulator's choice.
 */
final class SimRefusal extends IOException {

    private final int status;
    private final transient String violation;

    private SimRefusal(int status, String text, String violation) {
        super(text, null);
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
    static SimRefusal of(int status, String text) {
        return new SimRefusal(status, text, null);
    }

    static SimRefusal against(int status, String text, String violation) {
        return new SimRefusal(status, text, violation);
    }

    static SimRefusal invalidInput(String violation) {
        return against(400, "Input Validation Error", violation);
    }

    static SimRefusal badRequest(String violation) {
        return against(400, "ERROR_BadRequest (60)", violation);
    }

    static SimRefusal invalidFilter(String violation) {
        return against(400, "ERROR_InvalidFilter (228)", violation);
    }

    static SimRefusal unknownQuery() {
        return of(500, "ERROR_JobEngine_GetQueryStatus_StatusNotFound");
    }

    static SimRefusal resultsNotReady() {
        return of(
                500,
                "Error deserializing EsmQueryResults, see logs for more information"
                        + " (Error deserializing EsmQueryResults, Internal communication error, see logs for more details)");
    }
}
