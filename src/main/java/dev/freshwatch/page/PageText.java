package dev.freshwatch.page;

import dev.freshwatch.web.WebResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A finished page, plain and compressed. Nothing on a page is both secret and next to text that others choose, so
 * compressing it gives nothing away. Thread-safe.
 */
final class PageText {

    private static final Pattern GZIP = Pattern.compile("(?i)(.*[, ])?gzip([, ;].*)?");
    private static final Pattern NO_GZIP = Pattern.compile("(?i).*gzip ?; ?q=0(\\.0*)?(,.*| *)");

    private final int status;
    private final byte[] plain;
    private byte[] compressed;

    private PageText(int status, byte[] plain) {
        this.status = status;
        this.plain = plain;
    }

    static PageText of(int status, String html) {
        return new PageText(status, html.getBytes(StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    /** @param accepted the header {@code Accept-Encoding}; null = not sent */
    WebResponse answer(String accepted) {
        boolean zip = accepted != null
                && GZIP.matcher(accepted).matches()
                && !NO_GZIP.matcher(accepted).matches();
        return new WebResponse(
                status,
                "text/html; charset=utf-8",
                zip ? compressed() : plain,
                zip
                        ? Map.of("Content-Encoding", "gzip", "Vary", "Accept-Encoding")
                        : Map.of("Vary", "Accept-Encoding"));
    }

    /** Once for all readers, and not where nobody takes it. */
    private synchronized byte[] compressed() {
        if (compressed == null) {
            ByteArrayOutputStream into = new ByteArrayOutputStream(plain.length / 8);
            try (GZIPOutputStream zip = new GZIPOutputStream(into)) {
                zip.write(plain);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            compressed = into.toByteArray();
        }
        return compressed;
    }
}
