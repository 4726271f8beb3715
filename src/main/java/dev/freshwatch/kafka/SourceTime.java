package dev.freshwatch.kafka;

import dev.freshwatch.freshness.Reason;
import java.time.Instant;

/**
 * A topic, or what a consumer group reads of it.
 *
 * @param time    of the newest record, or of the oldest that was not read; the epoch = there is no record; null = not known
 * @param what    what the time is that of, for people; null = the newest record
 * @param failure why it is not known; null = it is
 */
public record SourceTime(String id, Instant time, String what, KafkaFailure failure) {

    static SourceTime unknown(String id, Reason reason, String why) {
        return new SourceTime(id, null, null, new KafkaFailure(reason, why));
    }
}
