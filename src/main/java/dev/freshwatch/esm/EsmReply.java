package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * An answer that was understood.
 *
 * @param json      without the wrapping of v1; a missing node where no answer was expected
 * @param sentNanos monotonic time when the call began
 * @param doneNanos monotonic time when its last byte was there
 */
record EsmReply(JsonNode json, long sentNanos, long doneNanos) {

    Duration elapsed() {
        return Duration.ofNanos(doneNanos - sentNanos);
    }
}
