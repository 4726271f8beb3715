package dev.freshwatch.sim;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A complete HTTP request.
 *
 * @param path    decoded, without the query
 * @param query   decoded parameters by name; the last of equal names wins
 * @param headers by lower-case name; the last of equal names wins
 * @param body    never null
 */
public record SimRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    /** Returns the body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Shows neither headers nor body: both may contain secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
