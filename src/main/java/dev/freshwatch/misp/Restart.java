package dev.freshwatch.misp;

/**
 * What came of a restart call. That MISP took it says nothing of the workers.
 *
 * @param failure one line of plain words; null where MISP took it
 * @param hopeless whether the same call would be refused again
 */
record Restart(String failure, boolean hopeless) {

    static final String PATH = "/servers/restartDeadWorkers";

    static final Restart TAKEN = new Restart(null, false);

    /** By the status alone: the text of the answer is not looked at. */
    static Restart of(int status, String failure) {
        return status == 200 ? TAKEN : new Restart(failure, status >= 400 && status < 500 && status != 429);
    }
}
