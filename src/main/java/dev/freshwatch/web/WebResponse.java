package dev.freshwatch.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The answer to a {@link WebRequest}.
 *
 * @param header beside those that every answer has
 */
public record WebResponse(int status, String contentType, byte[] body, Map<String, String> header) {

    /** A page with this content. */
    public static WebResponse html(String content) {
        return new WebResponse(200, "text/html; charset=utf-8", content.getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
