package dev.freshwatch.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a {@link WebRequest}. The server adds what every answer has: the length, an ETag where the status is 200,
 * and what browsers must not do with it.
 *
 * @param contentType null exactly if there is no body
 * @param header      beside those, such as a {@code Cache-Control} of its own
 */
public record WebResponse(int status, String contentType, byte[] body, Map<String, String> header) {

    private static final byte[] NOTHING = {};

    public WebResponse {
        header = Map.copyOf(header);
    }

    /** A page with this content. */
    public static WebResponse html(String content) {
        return of(200, "text/html; charset=utf-8", content);
    }

    /** A document of JSON. */
    public static WebResponse json(JsonNode content) {
        return of(200, "application/json", content.toString());
    }

    /** @param contentType with the charset UTF-8, where it names one */
    public static WebResponse of(int status, String contentType, String content) {
        return new WebResponse(status, contentType, content.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** An answer that has no content, such as 204. */
    public static WebResponse empty(int status) {
        return new WebResponse(status, null, NOTHING, Map.of());
    }

    /**
     * An error for programs (RFC 9457).
     *
     * @param detail what is wrong, and what to write instead
     */
    public static WebResponse problem(int status, String detail) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        return of(
                status,
                "application/problem+json",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .toString());
    }

    /**
     * An error at this path: for programs below {@code /api} and {@code /push}, without content below {@code /observe}, and
     * a line of text for people everywhere else.
     */
    public static WebResponse error(String path, int status, String detail) {
        if (isBelow(path, "/api") || isBelow(path, "/push")) {
            return problem(status, detail);
        }
        if (isBelow(path, "/observe")) {
            return empty(status);
        }
        HttpResponseStatus known = HttpResponseStatus.valueOf(status);
        return of(status, "text/plain; charset=utf-8", known + ": " + detail + "\n");
    }

    static boolean isBelow(String path, String folder) {
        return path.startsWith(folder)
                && (path.length() == folder.length() || "/?".indexOf(path.charAt(folder.length())) >= 0);
    }

    /** The same with a header more. */
    public WebResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(header);
        more.put(name, value);
        return new WebResponse(status, contentType, body, more);
    }
}
