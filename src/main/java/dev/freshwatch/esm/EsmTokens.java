package dev.freshwatch.esm;

import java.util.HashMap;
import java.util.Map;

/**
 * The result of a login.
 *
 * @param generation number of the login, so that threads agree on which session was lost
 * @param tzId       the account's time zone (section 3); null if the ESM did not report it
 */
record EsmTokens(long generation, String jwt, String xsrf, Integer tzId) {

    /** Returns the headers of every later call (section 2). */
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
