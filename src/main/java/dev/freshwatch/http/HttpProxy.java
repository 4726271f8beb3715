package dev.freshwatch.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The proxy by which calls go: https by {@code CONNECT}, plain http by absolute URIs (RFC 9110, section 9.3.6; RFC 9112,
 * section 3.2.2). It is spoken to in plain HTTP, and looks up the names of the targets.
 *
 * @param host     its name or address; IPv6 without brackets
 * @param key      the key of the configuration that names it, such as {@code proxy.url}
 * @param login    the value of {@code Proxy-Authorization}; null = none. Never to be shown
 * @param excluded which targets are called without it
 */
public record HttpProxy(String host, int port, String key, String login, ProxyExclusions excluded) {

    /** HTTP Basic (RFC 7617), in UTF-8. */
    public static String basic(String username, String password) {
        String both = username + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /** As messages name it. */
    String words() {
        return "proxy " + host + " port " + port + " (" + key + ")";
    }

    /** Shows no login. */
    @Override
    public String toString() {
        return words();
    }
}
