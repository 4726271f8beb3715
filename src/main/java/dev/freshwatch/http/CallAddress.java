package dev.freshwatch.http;

import java.net.URI;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Puts the address of a call into a message for a camel-http endpoint with a {@link BoundedHttpClient}. camel-http
 * refuses a URL whose host {@link URI} cannot parse; such a host goes into a header of its own, with a placeholder host
 * in the URL.
 */
public final class CallAddress {

    /** Is not sent. */
    private static final String PEER_HEADER = "Freshwatch-Peer";

    /** Reserved, never resolves (RFC 6761). */
    private static final String STAND_IN = "peer.invalid";

    private CallAddress() {}

    /** @param url http or https, with a host that {@link UrlHost} accepts */
    public static void put(Message message, URI url) {
        message.removeHeader(PEER_HEADER);
        if (url.getHost() != null) {
            message.setHeader(Exchange.HTTP_URI, url.toString());
            return;
        }
        message.setHeader(PEER_HEADER, UrlHost.of(url) + ":" + UrlHost.portOrUsual(url));
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        message.setHeader(Exchange.HTTP_URI, url.getScheme() + "://" + STAND_IN + url.getRawPath() + query);
    }

    /** Restores the real host if it came in the header. */
    static ExecChain.Scope take(ClassicHttpRequest request, ExecChain.Scope scope) {
        Header header = request.getFirstHeader(PEER_HEADER);
        request.removeHeaders(PEER_HEADER);
        if (header == null || !scope.route.getTargetHost().getHostName().equals(STAND_IN)) {
            return scope;
        }
        String peer = header.getValue().strip();
        int colon = peer.lastIndexOf(':');
        String host = peer.substring(0, colon);
        int port = Integer.parseInt(peer.substring(colon + 1));
        String scheme = scope.route.getTargetHost().getSchemeName();
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        request.setAuthority(new URIAuthority(host, usual ? -1 : port));
        return new ExecChain.Scope(
                scope.exchangeId,
                new HttpRoute(new HttpHost(scheme, host, port), scope.route.getLocalAddress(), scope.route.isSecure()),
                scope.originalRequest,
                scope.execRuntime,
                scope.clientContext);
    }
}
