package dev.freshwatch.esm;

import java.util.HashMap;
import java.util.Map;

/**
 * What a login gave.
 *
 * @param generation counts the logins of a session, so that many threads agree on which one was lost
 * @param tzId       the account's time zone (section 3); null where the ESM did not say
 */
record EsmTokens(long generation, String jwt, String xsrf, Integer tzId) {

    /** The headers of every later call (section 2). */
    Map<String, String> headers(boolean withBody) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Cookie", "JWTToken=" + jwt);
        headers.put("X-Xsrf-Token", xsrf);
        headers.put("Accept", "application/json");
        if (withBody) {
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    @Override
    public String toString() {
        return "login " + generation;
    }
}
