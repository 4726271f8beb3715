package dev.freshwatch.sim;

import java.io.IOException;

/**
 * A refusal by the ESM: a status and a short plain text (esm.md section 8). The contract does not say which status
 * belongs to which text; these are the simulator's choice.
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

    /** Returns the violation of the contract; null if a correct client can get this refusal as well. */
    String violation() {
        return violation;
    }

    /** Returns a refusal that a correct client can get as well. */
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
