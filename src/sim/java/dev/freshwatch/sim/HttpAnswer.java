package dev.freshwatch.sim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer of the simulators' HTTP server.
 *
 * @param headers names with their values; the server adds Content-Length
 */
public record HttpAnswer(int status, List<Map.Entry<String, String>> headers, byte[] body) {

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, List.of(), new byte[0]);
    }

    public static HttpAnswer json(int status, String json) {
        return of(status, "application/json;charset=UTF-8", json);
    }

    public static HttpAnswer text(int status, String text) {
        return of(status, "text/plain;charset=UTF-8", text);
    }

    public static HttpAnswer of(int status, String contentType, String body) {
        return new HttpAnswer(
                status, List.of(Map.entry("Content-Type", contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the same answer with another header. */
    public HttpAnswer with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new HttpAnswer(status, List.copyOf(more), body);
    }

    /** Returns the same answer with another content type. */
    public HttpAnswer as(String contentType) {
        List<Map.Entry<String, String>> others = new ArrayList<>(headers);
        others.removeIf(header -> header.getKey().equals("Content-Type"));
        return new HttpAnswer(status, others, body).with("Content-Type", contentType);
    }

    /** Returns the status line, headers and the empty line. */
    byte[] head(boolean keepAlive) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Status\r\n");
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        if (status != 204) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append(keepAlive ? "" : "Connection: close\r\n").append("\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the whole answer as sent over the wire. */
    byte[] bytes(boolean keepAlive) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head(keepAlive));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
