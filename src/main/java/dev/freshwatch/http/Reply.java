package dev.freshwatch.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param headers by lower-case name, in the order received
 * @param body    never null, never longer than the limit of the caller
 * @param elapsed from the start of the call to the last byte, by the monotonic clock
 */
public record Reply(int status, Map<String, List<String>> headers, byte[] body, Duration elapsed) {

    /** The first header of this name, in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "HTTP " + status + ", " + body.length + " bytes";
    }
}
