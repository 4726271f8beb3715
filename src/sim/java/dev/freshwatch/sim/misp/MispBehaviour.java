package dev.freshwatch.sim.misp;

import java.time.Duration;

/**
 * The state of what a MISP stands on, and how it behaves where MISPs differ. May be changed at any time; the next request
 * sees it. Workers are not here but in {@link Workers}.
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

    /** Such as {@code 2.4.130}; queues, fields and calls come and go with it. */
    public MispBehaviour version(String number) {
        version = new MispVersion(number);
        return this;
    }

    /** Every call fails; without a session cookie, as MISP cannot even make one. */
    public MispBehaviour databaseGone(boolean gone) {
        databaseGone = gone;
        return this;
    }

    public MispBehaviour redisGone(boolean gone) {
        redisGone = gone;
        return this;
    }

    /** Of no meaning on CakeResque. */
    public MispBehaviour supervisorGone(boolean gone) {
        supervisorGone = gone;
        return this;
    }

    /** Setting {@code MISP.background_jobs}. */
    public MispBehaviour jobsOff(boolean off) {
        jobsOff = off;
        return this;
    }

    /** Setting {@code MISP.live} is false: keys that are no site admin's are sent to the login page. */
    public MispBehaviour maintenance(boolean now) {
        maintenance = now;
        return this;
    }

    /** MISP cannot read {@code /proc}: whether a worker lives is {@code "N/A"}. */
    public MispBehaviour procHidden(boolean hidden) {
        procHidden = hidden;
        return this;
    }

    /**
     * The workers run where MISP does not see their processes, in another container or PID namespace: they do their work,
     * and are shown as dead, under the account of nobody.
     */
    public MispBehaviour workersElsewhere(boolean elsewhere) {
        workersElsewhere = elsewhere;
        return this;
    }

    /** Whether columns of the database come as numbers and not as texts: a site without the database option. */
    public MispBehaviour plainNumbers(boolean plain) {
        plainNumbers = plain;
        return this;
    }

    /** @param managed setting {@code MISP.manage_workers}; null = absent, told as the number 1 */
    public MispBehaviour controls(Boolean managed) {
        controls = managed;
        return this;
    }

    /** Legend and button of the login page in the site's language, such as {@code Connexion}. */
    public MispBehaviour loginWord(String word) {
        loginWord = word;
        return this;
    }

    /** How long every request takes at least. */
    public MispBehaviour latency(Duration perRequest) {
        latency = perRequest;
        return this;
    }
}
