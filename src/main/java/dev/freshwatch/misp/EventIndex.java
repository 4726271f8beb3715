package dev.freshwatch.misp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Nothing;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The event index, sorted by latest publication, one row: a single answer that tells whether REST works, how fast, and
 * how old the newest publication is (section 7).
 */
record EventIndex(JsonNode newest, Duration elapsed) {

    /** The full form: the minimal one contains no time of publication. */
    static final String PATH = "/events/index/limit:1/page:1/sort:publish_timestamp/direction:desc";

    /** @throws MispException if it is not such a list. An empty one is fine: an instance may have no events. */
    static EventIndex read(Reply reply, KeyName key) throws MispException {
        JsonNode list = MispJson.read(reply, key);
        if (!list.isArray()) {
            throw MispErrors.unreadable("JSON, but not a list of events", reply);
        }
        if (list.isEmpty()) {
            return new EventIndex(null, reply.elapsed());
        }
        JsonNode first = list.get(0);
        if (!first.isObject() || first.path("uuid").asText("").isBlank()) {
            throw MispErrors.unreadable("a list, but its first element is not an event with a uuid", reply);
        }
        return new EventIndex(first, reply.elapsed());
    }

    /** Returns the observation for the check {@code rest}; the limits of that apply to the time that this call took. */
    Observation rest() {
        return newest == null
                ? new Answered("the REST API answers; no event is visible to the key", elapsed)
                : new Answered("the REST API answers", elapsed);
    }

    /** Returns the observation for the check {@code events}. */
    Observation events(Instant now, Duration limit) throws MispException {
        if (newest == null) {
            return new Nothing(limit, elapsed);
        }
        OptionalLong published = MispJson.number(newest.path("publish_timestamp"));
        if (published.isEmpty() || published.getAsLong() > Instant.MAX.getEpochSecond()) {
            throw new MispException(
                    Reason.UNREADABLE,
                    "the newest event has no publication time",
                    MispException.OfKey.NOTHING,
                    elapsed);
        }
        return published.getAsLong() == 0
                ? new Nothing(limit, elapsed)
                : new Seen(Instant.ofEpochSecond(published.getAsLong()), now, elapsed);
    }
}
