package dev.freshwatch.http;

import dev.freshwatch.http.CallProgress.Step;
import dev.freshwatch.http.NoAnswer.Kind;
import java.util.Locale;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;

/**
 * How one call gets to its peer.
 *
 * @param peer  as the URL names it, with its port
 * @param proxy null = straight
 */
record PeerRoute(HttpHost peer, HttpProxy proxy) {

    /** @param proxy null = none, whatever the peer */
    static PeerRoute to(HttpHost peer, HttpProxy proxy) {
        boolean straight = proxy == null || proxy.excluded().include(peer.getHostName());
        return new PeerRoute(peer, straight ? null : proxy);
    }

    /** The same exchange, by this way. */
    ExecChain.Scope of(ExecChain.Scope planned) {
        if (proxy == null) {
            return planned;
        }
        HttpRoute route = planned.route;
        HttpHost first = new HttpHost("http", proxy.host(), proxy.port());
        return new ExecChain.Scope(
                planned.exchangeId,
                new HttpRoute(peer, route.getTargetName(), route.getLocalAddress(), first, route.isSecure()),
                planned.originalRequest,
                planned.execRuntime,
                planned.clientContext);
    }

    /** Whether the proxy reads nothing of it. */
    private boolean isTunnelled() {
        return peer.getSchemeName().equalsIgnoreCase("https");
    }

    String target() {
        return String.format(Locale.ROOT, "%s port %d", peer.getHostName(), peer.getPort());
    }

    static boolean isConnect(HttpRequest request) {
        return Method.CONNECT.isSame(request.getMethod());
    }

    /** Adds the login for the proxy where it is the proxy that reads this request, and takes it off where it is not. */
    void authorize(HttpRequest request) {
        if (proxy == null) {
            return;
        }
        request.removeHeaders(HttpHeaders.PROXY_AUTHORIZATION);
        if (proxy.login() != null && (isConnect(request) || !isTunnelled())) {
            request.setHeader(HttpHeaders.PROXY_AUTHORIZATION, proxy.login());
        }
    }

    /**
     * Refuses an answer that is the proxy's own.
     *
     * @param connect whether it is the answer to a {@code CONNECT}; otherwise only that of a missing login can be told
     *                from one of the peer's
     */
    void check(int status, boolean connect) throws NoAnswer {
        if (proxy == null
                || !(connect
                        ? status > 299
                        : status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED && !isTunnelled())) {
            return;
        }
        throw new NoAnswer(Kind.NOT_CONNECTED, refusal(status), null).of(proxy);
    }

    private String refusal(int status) {
        return switch (status) {
            // tinyproxy says 401 of a wrong login, and 407 where there is none
            case HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED, HttpStatus.SC_UNAUTHORIZED ->
                proxy.login() == null
                        ? "it wants a login (HTTP " + status + "); write proxy.username and proxy.password"
                        : "it refuses the login (HTTP " + status + "; proxy.username, proxy.password)";
            case HttpStatus.SC_BAD_GATEWAY, HttpStatus.SC_SERVICE_UNAVAILABLE, HttpStatus.SC_GATEWAY_TIMEOUT ->
                "it cannot reach " + target() + " (HTTP " + status + ")";
            default -> "it makes no connection to " + target() + " (HTTP " + status + ")";
        };
    }

    /** The same, said of the proxy where it is that one with which we were connected, or wanted to be. */
    NoAnswer blame(NoAnswer trouble, Step step) {
        if (proxy == null) {
            return trouble;
        }
        boolean its =
                switch (step) {
                    case RESOLVING, CONNECTING, TUNNELLING -> true;
                    case QUEUED, SECURING -> false;
                    // an answer that comes late, or is cut, may be so from where the proxy has it
                    case ASKING, ANSWERING ->
                        !isTunnelled()
                                && (trouble.kind() == Kind.DROPPED
                                        || trouble.getMessage().equals(FailureText.NOT_HTTP));
                };
        return its ? trouble.of(proxy) : trouble;
    }
}
