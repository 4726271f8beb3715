package dev.freshwatch.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.hc.core5.http.Method;

/** Makes HTTP calls. Implementations are thread-safe. */
public interface HttpCaller {

    /**
     * Makes one call. Redirects are not followed, cookies are not kept, and nothing is repeated except a call that was
     * lost on a kept connection.
     *
     * @return the answer, whatever its status
     * @throws NoAnswer if there is no complete answer within the time limit; at once if the calling thread is
     *     interrupted, which then stays interrupted
     */
    Reply call(Call call) throws NoAnswer;

    /**
     * A request.
     *
     * @param method     GET, POST, DELETE …
     * @param headers    by name; may contain secrets
     * @param body       UTF-8 text; null = none
     * @param timeout    from connecting to the last byte of the answer
     * @param repeatable whether the peer may receive it twice without harm
     * @param reader     reads the body of a good answer, which then is empty; null = it is read into the answer
     */
    record Call(
            String method,
            URI uri,
            Map<String, String> headers,
            String body,
            Duration timeout,
            boolean repeatable,
            BodyReader reader) {

        public Call(
                String method,
                URI uri,
                Map<String, String> headers,
                String body,
                Duration timeout,
                boolean repeatable) {
            this(method, uri, headers, body, timeout, repeatable, null);
        }

        /** Repeatable if its method is idempotent in HTTP (RFC 9110, section 9.2.2). */
        public Call(String method, URI uri, Map<String, String> headers, String body, Duration timeout) {
            this(method, uri, headers, body, timeout, Method.isIdempotent(method));
        }

        /** Shows neither headers nor body, since both may contain secrets. */
        @Override
        public String toString() {
            return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        }
    }
}
