package dev.freshwatch.web;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.web.RefusedRequests.Cause;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides who gets access, by the requested host name and the login. Counts and logs refusals. Thread-safe. */
final class AccessControl {

    private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

    /** In seconds. */
    private static final String TRY_AGAIN = "5";

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
        if (!throttle.mayTry(from, authorization)) {
            refusals.count(Cause.PACE);
            return new Answer(429, Duration.ZERO);
        }
        if (login.accepts(authorization)) {
            throttle.right(authorization);
            return Answer.IN;
        }
        return new Answer(401, wrong(throttle, Cause.LOGIN, from, authorization));
    }

    /** Decides on a request that shows a token instead of a login; whether that is right is found out by {@link #guard}. */
    Answer askWithToken(InetAddress from, List<String> hosts, String path, String authorization) {
        Answer answer = askForHost(from, hosts);
        return answer == Answer.IN && !mayTryToken(from, path, authorization) ? new Answer(429, Duration.ZERO) : answer;
    }

    /**
     * Lets this site look at a token only if one from this address may be tried at that moment, and remembers at once whether
     * it was right: of many guesses that arrive together, no more are looked at than of those that come one by one.
     */
    WebSite guard(InetAddress from, WebSite site) {
        return request -> {
            String authorization = request.header().get("authorization");
            if (!mayTryToken(from, request.path(), authorization)) {
                return tooMany(request.path());
            }
            WebResponse response = site.answer(request);
            if (response != null && authorization != null) {
                judge(from, shown(request.path(), authorization), response.status());
            }
            return response;
        };
    }

    private boolean mayTryToken(InetAddress from, String path, String authorization) {
        boolean may = tokens.mayTry(from, shown(path, authorization));
        if (!may) {
            refusals.count(Cause.PACE);
        }
        return may;
    }

    private static String shown(String path, String authorization) {
        return path + ' ' + authorization;
    }

    private void judge(InetAddress from, String shown, int status) {
        if (status == 401) {
            wrong(tokens, Cause.TOKEN, from, shown);
        } else if (status < 300) {
            tokens.right(shown);
        }
    }

    /** Returns the delay of the answer to a wrong token from this address. */
    Duration tokenDelay(InetAddress from) {
        return tokens.delay(from);
    }

    /** The answer to a login or token that is not looked at. */
    static WebResponse tooMany(String path) {
        return WebResponse.error(path, 429, "too many wrong logins or tokens from this address")
                .with("Retry-After", TRY_AGAIN);
    }

    private Duration wrong(LoginThrottle guesses, Cause cause, InetAddress from, String shown) {
        Duration after = guesses.wrong(from, shown);
        refusals.count(cause);
        log(
                "refused a wrong " + cause.word() + " ({} so far) from {}",
                refusals.all().get(cause.word()),
                from);
        return after;
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
    private synchronized void log(String text, Object what, InetAddress from) {
        long now = nanoTime.getAsLong();
        if (!logged || now - loggedAt > LOG_EVERY.toNanos()) {
            logged = true;
            loggedAt = now;
            LOG.warn("web: " + text, what, from.getHostAddress());
        }
    }
}
