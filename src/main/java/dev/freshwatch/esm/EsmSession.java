package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.HttpCaller;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.PlatformClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one session with an ESM, shared by all checks and kept across cycles (section 2). Thread-safe.
 *
 * <p>A lost session is renewed once, however many threads notice the loss, and the call that noticed it is repeated
 * once. A refusal right after a login is a matter of rights: for half an hour, that command causes no further login.
 */
final class EsmSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EsmSession.class);
    private static final Duration QUERIES_END_WITHIN = Duration.ofSeconds(5);

    private final EsmSettings settings;
    private final EsmWire wire;
    private final PlatformClock time;
    private final EsmLogin login;
    private final LoginBudget budget;
    private final SessionLock lock = new SessionLock();
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

    /** Credentials that the other session was refused are left alone here for as long. */
    void pauseAs(EsmSession other) {
        login.pauseAs(other.login);
    }

    /**
     * To be called at the start of each cycle: logs in if there is no session.
     *
     * @param deadline end of the cycle, also for logins during the cycle
     * @return true if a login was made
     */
    boolean ready(Deadline deadline) throws EsmException {
        failIfClosed();
        cycle = deadline;
        lock.take(deadline);
        try {
            if (tokens != null) {
                return false;
            }
            login(deadline);
            return true;
        } finally {
            lock.release();
        }
    }

    /** Logs in again, to find out whether the ESM can be queried at all; the old session is logged out. */
    void renew(Deadline deadline) throws EsmException {
        lock.take(deadline);
        EsmTokens old = tokens;
        try {
            login(deadline);
        } finally {
            lock.release();
        }
        if (old != null) {
            wire.logOut(old, "old session");
        }
    }

    /** Returns why there is no session; null while there is one. */
    EsmException failure() {
        return tokens == null ? failure : null;
    }

    /** Returns the number of the current login; zero before the first. */
    long generation() {
        EsmTokens now = tokens;
        return now == null ? 0 : now.generation();
    }

    /** Returns the account's time zone number in the ESM's table; null if the ESM did not report it. */
    Integer tzId() {
        EsmTokens now = tokens;
        return now == null ? null : now.tzId();
    }

    /** Returns the permits for concurrent event queries on this ESM. */
    QueryPermits queries() {
        return queries;
    }

    /** Waits between two calls; ends at once when the session is being closed. */
    void pause(Duration length) throws EsmException, InterruptedException {
        if (time.pause(length, stopping)) {
            throw stopped();
        }
    }

    /** Whether the session is closed or being closed. */
    boolean isClosed() {
        return stopping.getCount() == 0;
    }

    /** Throws if the session is being closed: nothing new may be started then. */
    void failIfClosed() throws EsmException {
        if (isClosed()) {
            throw stopped();
        }
    }

    private static EsmException stopped() {
        return new EsmException(Reason.TIMEOUT, "abandoned: Freshwatch is stopping");
    }

    /** Returns how temporarily failed calls are repeated. */
    EsmRetry retry() {
        return retry;
    }

    /** Makes a call that only reads, and repeats it if it fails temporarily. */
    EsmReply read(EsmCall call, Deadline deadline) throws EsmException {
        return retry.reading(deadline, () -> call(call, deadline));
    }

    /** Makes one call, with a new login if the session is lost. */
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
        EsmTokens fresh = renewLost(used);
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

    /** Logs out, quickly. Open queries get a moment to be closed first. */
    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        stopping.countDown();
        try {
            if (!queries.drain(QUERIES_END_WITHIN)) {
                LOG.warn("ESM {}: event queries are still open at shutdown", settings.name());
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

    /** Logs in once per loss: later callers with the same lost session get the result of the first. */
    private EsmTokens renewLost(EsmTokens lost) throws EsmException {
        Deadline deadline = cycle;
        EsmTokens fresh;
        lock.take(deadline);
        try {
            EsmTokens now = tokens;
            if (now != null && now.generation() != lost.generation()) {
                return now;
            }
            if (now == null) {
                throw failure;
            }
            if (!budget.take()) {
                throw new EsmException(Reason.UNAUTHORIZED, "the ESM keeps dropping the session");
            }
            LOG.debug("ESM {}: the session is lost, logging in again", settings.name());
            fresh = login(deadline);
        } finally {
            lock.release();
        }
        // A single refusal does not prove that the ESM has dropped the old session, and it stays there unless it is
        // logged out.
        wire.forget(lost);
        return fresh;
    }

    /** The old session stays in use until the new one is ready: callers that find it lost wait for the lock. */
    private EsmTokens login(Deadline deadline) throws EsmException {
        try {
            failIfClosed();
            EsmTokens fresh = retry.opening(deadline, () -> login.login(++generation, deadline));
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
}
