package dev.freshwatch.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A complete answer.
 *
 * @param headers by lower-case name, in the order received
 * @param body    never null, never longer than the caller's limit
 * @param elapsed from the start of the call to the last byte, by the monotonic clock
 */
public record Reply(int status, Map<String, List<String>> headers, byte[] body, Duration elapsed) {

    /** Returns the first header of this name, ignoring case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Returns the body as text, decoded by the charset that it or its headers declare; without a byte order mark. */
    public String text() {
        return Decoding.text(body, header("content-type").orElse(""));
    }

    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
