package dev.freshwatch.misp;

/**
 * The result of a restart call. If MISP accepted it, that says nothing about the workers.
 *
 * @param failure  one line of plain text; null if MISP accepted the call
 * @param hopeless whether the same call would be refused again
 */
record Restart(String failure, boolean hopeless) {

    static final String PATH = "/servers/restartDeadWorkers";

    static final Restart TAKEN = new Restart(null, false);

    /** By the status alone: the text of the answer is not read. */
    static Restart of(int status, String failure) {
        return status == 200 ? TAKEN : new Restart(failure, status >= 400 && status < 500 && status != 429);
    }
}
