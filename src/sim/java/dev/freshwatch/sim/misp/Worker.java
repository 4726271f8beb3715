package dev.freshwatch.sim.misp;

/** A worker of a queue: a program of supervisord, or an entry in CakeResque's list. Guarded by its {@link Workers}. */
final class Worker {

    /** The account of the web server. */
    static final String RIGHT_USER = "www-data";

    private static final long NEVER = Long.MAX_VALUE;

    long pid;
    String user = RIGHT_USER;
    /** Whether it dies soon after each start. */
    boolean fragile;

    private boolean alive = true;
    private long dies = NEVER;
    private long appears = NEVER;

    /** @param pid process id */
    Worker(long pid) {
        this.pid = pid;
    }

    /** @param now nanoseconds */
    boolean alive(long now) {
        if (alive && now - dies >= 0 && dies != NEVER) {
            end();
        }
        return alive;
    }

    /** Whether it is in the list; a started worker of CakeResque that is not yet is neither alive nor dead. */
    boolean appeared(long now) {
        return appears == NEVER || now - appears >= 0;
    }

    void appearsAt(long nanos) {
        appears = nanos;
    }

    void end() {
        alive = false;
        dies = NEVER;
    }

    /**
     * Starts a new process.
     *
     * @param newPid its id
     * @param ends   nanoseconds when it ends by itself, if it is fragile
     */
    void start(long newPid, long ends) {
        pid = newPid;
        alive = true;
        dies = fragile ? ends : NEVER;
    }

    boolean rightUser() {
        return user.equals(RIGHT_USER);
    }
}
