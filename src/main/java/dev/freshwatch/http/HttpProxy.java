package dev.freshwatch.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The proxy for calls: https by {@code CONNECT}, plain http by absolute URIs (RFC 9110, section 9.3.6; RFC 9112,
 * section 3.2.2). The connection to the proxy itself is plain HTTP, and the proxy resolves the names of the targets.
 *
 * @param host     its name or address; IPv6 without brackets
 * @param key      the configuration key that names it, such as {@code proxy.url}
 * @param login    value of {@code Proxy-Authorization}; null = none. Must never be shown
 * @param excluded targets that are called without the proxy
 */
public record HttpProxy(String host, int port, String key, String login, ProxyExclusions excluded) {

    /** Returns the value of a header for HTTP Basic authentication (RFC 7617), in UTF-8. */
    public static String basic(String username, String password) {
        String both = username + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns its description for messages. */
    String words() {
        return "proxy " + host + " port " + port + " (" + key + ")";
    }

    /** Does not show the login. */
    @Override
    public String toString() {
        return words();
    }
}
