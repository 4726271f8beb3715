package dev.freshwatch.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.Method;

/** Makes HTTP calls. Safe for use by many threads. */
public interface HttpCaller {

    /**
     * Makes one call: no redirect is followed, no cookie is kept, and nothing is tried again but what was lost on a
     * connection that an earlier call left.
     *
     * @return the answer, whatever its status
     * @throws NoAnswer where there is no whole answer within the time; at once where the calling thread is interrupted,
     *                  and then it stays interrupted
     */
    Reply call(Call call) throws NoAnswer;

    /**
     * What to send.
     *
     * @param method  GET, POST, DELETE …
     * @param headers by name; may hold secrets
     * @param body    UTF-8 text; null = none
     * @param timeout from connect to the last byte of the answer
     * @param repeatable whether the peer may get it twice without harm
     */
    record Call(
            String method, URI uri, Map<String, String> headers, String body, Duration timeout, boolean repeatable) {

        /** Repeatable where HTTP says that its method is (RFC 9110, section 9.2.2). */
        public Call(String method, URI uri, Map<String, String> headers, String body, Duration timeout) {
            this(method, uri, headers, body, timeout, Method.isIdempotent(method));
        }

        /** Shows no header and no body: both may hold secrets. */
        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        }
    }
}
