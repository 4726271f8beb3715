package dev.freshwatch.sim.misp;

import java.time.Duration;

/**
 * The state of a MISP's infrastructure, and its behaviour where MISPs differ. May be changed at any time; applies from
 * the next request on. Workers are in {@link Workers}.
 */
public final class MispBehaviour {

    volatile MispVersion version = new MispVersion("2.5.1");
    volatile boolean databaseGone;
    volatile boolean redisGone;
    volatile boolean supervisorGone;
    volatile boolean jobsOff;
    volatile boolean maintenance;
    volatile boolean procHidden;
    volatile boolean workersElsewhere;
    volatile boolean plainNumbers;
    volatile Boolean controls = true;
    volatile String loginWord = "Login";
    volatile Duration latency = Duration.ZERO;

    /** Sets a version such as {@code 2.4.130}; queues, fields and calls depend on it. */
    public MispBehaviour version(String number) {
        version = new MispVersion(number);
        return this;
    }

    /** Makes every call fail, without a session cookie, since MISP cannot even create one. */
    public MispBehaviour databaseGone(boolean gone) {
        databaseGone = gone;
        return this;
    }

    public MispBehaviour redisGone(boolean gone) {
        redisGone = gone;
        return this;
    }

    /** Has no effect with CakeResque. */
    public MispBehaviour supervisorGone(boolean gone) {
        supervisorGone = gone;
        return this;
    }

    /** Sets {@code MISP.background_jobs}. */
    public MispBehaviour jobsOff(boolean off) {
        jobsOff = off;
        return this;
    }

    /** Sets {@code MISP.live} to false: keys other than those of site admins are redirected to the login page. */
    public MispBehaviour maintenance(boolean now) {
        maintenance = now;
        return this;
    }

    /** Makes {@code /proc} unreadable to MISP: whether a worker is alive is {@code "N/A"}. */
    public MispBehaviour procHidden(boolean hidden) {
        procHidden = hidden;
        return this;
    }

    /**
     * Runs the workers where MISP does not see their processes, in another container or PID namespace: they work, but
     * are shown as dead, without an account.
     */
    public MispBehaviour workersElsewhere(boolean elsewhere) {
        workersElsewhere = elsewhere;
        return this;
    }

    /** Sets whether database columns are returned as numbers instead of texts: a site without the database option. */
    public MispBehaviour plainNumbers(boolean plain) {
        plainNumbers = plain;
        return this;
    }

    /** @param managed setting {@code MISP.manage_workers}; null = absent, reported as the number 1 */
    public MispBehaviour controls(Boolean managed) {
        controls = managed;
        return this;
    }

    /** Sets legend and button of the login page in the language of the site, such as {@code Connexion}. */
    public MispBehaviour loginWord(String word) {
        loginWord = word;
        return this;
    }

    /** Sets the minimum duration of every request. */
    public MispBehaviour latency(Duration perRequest) {
        latency = perRequest;
        return this;
    }
}
