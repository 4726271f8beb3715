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
 * How one call reaches its peer.
 *
 * @param peer  as named in the URL, with its port
 * @param proxy null = directly
 */
record PeerRoute(HttpHost peer, HttpProxy proxy) {

    /** @param proxy null = none for any peer */
    static PeerRoute to(HttpHost peer, HttpProxy proxy) {
        boolean straight = proxy == null || proxy.excluded().include(peer.getHostName());
        return new PeerRoute(peer, straight ? null : proxy);
    }

    /** Returns the same exchange, with this route. */
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

    /** Whether the call is encrypted end to end, so that the proxy cannot read it. */
    private boolean isTunnelled() {
        return peer.getSchemeName().equalsIgnoreCase("https");
    }

    String target() {
        return String.format(Locale.ROOT, "%s port %d", peer.getHostName(), peer.getPort());
    }

    static boolean isConnect(HttpRequest request) {
        return Method.CONNECT.isSame(request.getMethod());
    }

    /** Adds the proxy's credentials if the proxy reads this request, and removes them if it does not. */
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
     * Rejects an answer that comes from the proxy itself.
     *
     * @param connect whether it answers a {@code CONNECT}; otherwise only a missing login can be distinguished from an
     *                answer of the peer
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
            // tinyproxy answers 401 to wrong credentials, and 407 if there are none.
            case HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED, HttpStatus.SC_UNAUTHORIZED ->
                proxy.login() == null
                        ? "it requires a login (HTTP " + status + "); write proxy.username and proxy.password"
                        : "it refuses the login (HTTP " + status + "; proxy.username, proxy.password)";
            case HttpStatus.SC_BAD_GATEWAY, HttpStatus.SC_SERVICE_UNAVAILABLE, HttpStatus.SC_GATEWAY_TIMEOUT ->
                "it cannot reach " + target() + " (HTTP " + status + ")";
            default -> "it does not connect to " + target() + " (HTTP " + status + ")";
        };
    }

    /** Returns the failure, attributed to the proxy if that is what we were connected or connecting to. */
    NoAnswer blame(NoAnswer trouble, Step step) {
        if (proxy == null) {
            return trouble;
        }
        boolean its =
                switch (step) {
                    case RESOLVING, CONNECTING, TUNNELLING -> true;
                    case QUEUED, SECURING -> false;
                    // A late or truncated answer may be the fault of what is behind the proxy.
                    case ASKING, ANSWERING ->
                        !isTunnelled()
                                && (trouble.kind() == Kind.DROPPED
                                        || trouble.getMessage().equals(FailureText.NOT_HTTP));
                };
        return its ? trouble.of(proxy) : trouble;
    }
}
