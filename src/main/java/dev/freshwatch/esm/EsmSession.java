package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session with an ESM, shared by all checks and kept over cycles (section 2). Safe for use by many threads.
 *
 * <p>A lost session is renewed once per loss, however many threads notice it, and the call that noticed is repeated
 * once. What is refused right after a login is a matter of rights: for half an hour that command makes no new login.
 */
final class EsmSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EsmSession.class);
    private static final Duration QUERIES_END_WITHIN = Duration.ofSeconds(5);

    private final EsmSettings settings;
    private final EsmWire wire;
    private final PlatformClock time;
    private final EsmLogin login;
    private final LoginBudget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final RefusedCommands refusedCommands;
    private final QueryPermits queries;
    private final EsmRetry retry = new EsmRetry(this::pause);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile EsmTokens tokens;
    private volatile EsmException failure;
    private volatile Deadline cycle;
    private long generation;

    EsmSession(EsmSettings settings, HttpCaller http, PlatformClock time) {
        this.settings = settings;
        this.wire = new EsmWire(settings, http, time);
        this.time = time;
        this.login = new EsmLogin(settings, http, time);
        this.budget = new LoginBudget(time);
        this.refusedCommands = new RefusedCommands(time);
        this.queries = new QueryPermits(time, settings.maxQueries());
    }

    /**
     * To be called at the start of each cycle: logs in where there is no session.
     *
     * @param deadline the end of the cycle, also for logins in it
     * @return true when a login was made
     */
    boolean ready(Deadline deadline) throws EsmException {
        mustGoOn();
        cycle = deadline;
        lock(deadline);
        try {
            if (tokens != null) {
                return false;
            }
            login(deadline);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Logs in anew, to find out whether the ESM can be asked at all; the old session is logged out. */
    void renew(Deadline deadline) throws EsmException {
        lock(deadline);
        EsmTokens old = tokens;
        try {
            login(deadline);
        } finally {
            lock.unlock();
        }
        if (old != null) {
            wire.logOut(old, "old session");
        }
    }

    /** Why there is no session; null while there is one. */
    EsmException failure() {
        return tokens == null ? failure : null;
    }

    /** Counts the logins; zero before the first. */
    long generation() {
        EsmTokens now = tokens;
        return now == null ? 0 : now.generation();
    }

    /** The account's time zone by the ESM's table; null where it did not say. */
    Integer tzId() {
        EsmTokens now = tokens;
        return now == null ? null : now.tzId();
    }

    /** A permit for each event query that may be open at the same time on this ESM. */
    QueryPermits queries() {
        return queries;
    }

    /** Waits between two calls; ends at once when the session is being closed. */
    void pause(Duration length) throws EsmException, InterruptedException {
        if (time.pause(length, stopping)) {
            throw stopped();
        }
    }

    /** Whether the session is closed, or is being closed. */
    boolean isClosed() {
        return stopping.getCount() == 0;
    }

    /** Throws where the session is being closed: then nothing new is begun. */
    void mustGoOn() throws EsmException {
        if (isClosed()) {
            throw stopped();
        }
    }

    private static EsmException stopped() {
        return new EsmException(Reason.TIMEOUT, "abandoned: the watch ends");
    }

    /** How a call is made again that failed in passing. */
    EsmRetry retry() {
        return retry;
    }

    /** Makes a call that only reads, again where it fails in passing. */
    EsmReply read(EsmCall call, Deadline deadline) throws EsmException {
        return retry.reading(deadline, () -> call(call, deadline));
    }

    /** Makes one call, with one new login where the session is lost. */
    EsmReply call(EsmCall call, Deadline deadline) throws EsmException {
        EsmTokens used = tokens;
        if (used == null) {
            throw failure == null ? new EsmException(Reason.UNREACHABLE, "there is no session") : failure;
        }
        try {
            return accepted(call, wire.send(call, used, deadline));
        } catch (EsmException refused) {
            if (refused.sign() != Sign.SESSION_LOST) {
                throw refused;
            }
            EsmTokens now = tokens;
            boolean stillInUse = now != null && now.generation() == used.generation();
            if (stillInUse && refusedCommands.has(call.command())) {
                throw RefusedCommands.rights(refused);
            }
        }
        EsmTokens fresh = again(used);
        try {
            return accepted(call, wire.send(call, fresh, deadline));
        } catch (EsmException refused) {
            if (refused.sign() != Sign.SESSION_LOST) {
                throw refused;
            }
            refusedCommands.add(call.command());
            throw RefusedCommands.rights(refused);
        }
    }

    /** Logs out, quickly. Queries that are still open are given a moment to be closed first. */
    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        stopping.countDown();
        try {
            if (!queries.drain(QUERIES_END_WITHIN)) {
                LOG.warn("ESM {}: event queries are still open at the end", settings.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        EsmTokens last = tokens;
        failure = new EsmException(Reason.UNREACHABLE, "the session is closed");
        tokens = null;
        if (last != null) {
            wire.logOut(last, "session");
        }
    }

    private EsmReply accepted(EsmCall call, EsmReply reply) {
        refusedCommands.remove(call.command());
        return reply;
    }

    /** One login per loss: who comes later with the same lost session gets the outcome of the first. */
    private EsmTokens again(EsmTokens lost) throws EsmException {
        Deadline deadline = cycle;
        EsmTokens fresh;
        lock(deadline);
        try {
            EsmTokens now = tokens;
            if (now != null && now.generation() != lost.generation()) {
                return now;
            }
            if (now == null) {
                throw failure;
            }
            if (!budget.take()) {
                throw new EsmException(Reason.UNAUTHORIZED, "the ESM drops the session again and again");
            }
            LOG.debug("ESM {}: the session is lost, logging in again", settings.name());
            fresh = login(deadline);
        } finally {
            lock.unlock();
        }
        // One refusal does not prove that the ESM has forgotten it, and what is not logged out stays there.
        wire.forget(lost);
        return fresh;
    }

    /** Until the new session is there the old one stays in use: who finds it lost waits for the lock. */
    private EsmTokens login(Deadline deadline) throws EsmException {
        try {
            mustGoOn();
            EsmTokens fresh = retry.startup(deadline, () -> login.login(++generation, deadline));
            if (stopping.getCount() == 0) {
                wire.logOut(fresh, "session");
                throw stopped();
            }
            tokens = fresh;
            failure = null;
            return fresh;
        } catch (EsmException failed) {
            failure = failed;
            tokens = null;
            throw failed;
        }
    }

    private void lock(Deadline deadline) throws EsmException {
        try {
            if (!lock.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EsmException(Reason.TIMEOUT, deadline.exceeded("login"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EsmException(Reason.TIMEOUT, "abandoned", e);
        }
    }
}
