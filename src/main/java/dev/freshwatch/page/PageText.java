package dev.freshwatch.page;

import dev.freshwatch.web.WebResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A finished page, plain and compressed. Nothing on a page is both secret and next to text that others choose, so
 * compressing it gives nothing away.
 */
record PageText(int status, byte[] plain, byte[] compressed) {

    static PageText of(int status, String html) {
        byte[] plain = html.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream into = new ByteArrayOutputStream(plain.length / 8);
        try (GZIPOutputStream zip = new GZIPOutputStream(into)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PageText(status, plain, into.toByteArray());
    }

    /** @param accepted the header {@code Accept-Encoding}; null = not sent */
    WebResponse answer(String accepted) {
        boolean zip =
                accepted != null && accepted.matches("(?i)(.*[, ])?gzip([, ;].*)?") && !accepted.contains("gzip;q=0");
        return new WebResponse(
                status,
                "text/html; charset=utf-8",
                zip ? compressed : plain,
                zip
                        ? Map.of("Content-Encoding", "gzip", "Vary", "Accept-Encoding")
                        : Map.of("Vary", "Accept-Encoding"));
    }
}
