package dev.freshwatch.esm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * An answer that was understood.
 *
 * @param json      without the wrapper of v1; a missing node if no answer was expected
 * @param sentNanos monotonic time at the start of the call
 * @param doneNanos monotonic time at the last byte
 */
record EsmReply(JsonNode json, long sentNanos, long doneNanos) {

    Duration elapsed() {
        return Duration.ofNanos(doneNanos - sentNanos);
    }
}
