package dev.freshwatch.web;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.web.RefusedRequests.Cause;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who gets access, by the requested host name and the login. Counts and logs refusals. Not thread-safe. */
final class AccessControl {

    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private final Login login;
    private final HostNames names;
    private final LoginThrottle throttle;
    /** Of its own, so that whoever has a token cannot guess the password unhindered. */
    private final LoginThrottle tokens;

    private final RefusedRequests refusals;
    private final LongSupplier nanoTime;
    private long loggedAt;
    private boolean logged;

    /** @param login null = everybody may read */
    AccessControl(Login login, HostNames names, RefusedRequests refusals, LongSupplier nanoTime) {
        this.login = login;
        this.names = names;
        this.refusals = refusals;
        this.nanoTime = nanoTime;
        this.throttle = new LoginThrottle(nanoTime);
        this.tokens = new LoginThrottle(nanoTime);
    }

    /**
     * The decision on a request.
     *
     * @param status 0 = access granted
     * @param after  delay of the answer
     */
    record Answer(int status, Duration after) {
        private static final Answer IN = new Answer(0, Duration.ZERO);
    }

    /**
     * Decides on a request.
     *
     * @param hosts         all {@code Host} headers
     * @param authorization null = not sent
     */
    Answer ask(InetAddress from, List<String> hosts, String authorization) {
        Answer answer = askForHost(from, hosts);
        if (answer != Answer.IN || login == null) {
            return answer;
        }
        if (authorization == null) {
            return new Answer(401, Duration.ZERO);
        }
        if (!throttle.mayTry(from)) {
            refusals.count(Cause.PACE);
            return new Answer(429, Duration.ZERO);
        }
        if (login.accepts(authorization)) {
            throttle.right(from);
            return Answer.IN;
        }
        return wrong(throttle, Cause.LOGIN, from);
    }

    /** Decides on a request that shows a token instead of a login; whether that is right is told afterwards. */
    Answer askWithToken(InetAddress from, List<String> hosts) {
        Answer answer = askForHost(from, hosts);
        if (answer == Answer.IN && !tokens.mayTry(from)) {
            refusals.count(Cause.PACE);
            return new Answer(429, Duration.ZERO);
        }
        return answer;
    }

    /** A token from this address was right. */
    void tokenWasRight(InetAddress from) {
        tokens.right(from);
    }

    /**
     * A token from this address was wrong.
     *
     * @return delay of the answer
     */
    Duration tokenWasWrong(InetAddress from) {
        return wrong(tokens, Cause.TOKEN, from).after();
    }

    private Answer wrong(LoginThrottle guesses, Cause cause, InetAddress from) {
        Duration after = guesses.wrong(from);
        refusals.count(cause);
        log(
                "refused a wrong " + cause.word() + " ({} so far) from {}",
                refusals.all().get(cause.word()),
                from);
        return new Answer(401, after);
    }

    private Answer askForHost(InetAddress from, List<String> hosts) {
        if (hosts.size() > 1) {
            return new Answer(400, Duration.ZERO);
        }
        if (names.accept(hosts)) {
            return Answer.IN;
        }
        refusals.count(Cause.HOST);
        log(
                "refused a request for the host '{}' from {}: that is not a name of this machine; use an IP"
                        + " address or web.host, or set web.username and web.password",
                PlainText.line(hosts.get(0), 80),
                from);
        return new Answer(421, Duration.ZERO);
    }

    /** Logs at most once a minute. Credentials that were sent are never logged. */
    private void log(String text, Object what, InetAddress from) {
        long now = nanoTime.getAsLong();
        if (!logged || now - loggedAt > LOG_EVERY.toNanos()) {
            logged = true;
            loggedAt = now;
            LOG.warn("web: " + text, what, from.getHostAddress());
        }
    }
}
