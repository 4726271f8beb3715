package dev.freshwatch.kafka;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.kafka.KafkaCalls.Offset;
import dev.freshwatch.kafka.KafkaCalls.Partition;
import dev.freshwatch.kafka.KafkaCalls.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How old the newest record of each topic is. A topic of which a partition does not tell is unknown, since the newest record may be
 * just there.
 *
 * <p>The time is that which the producer wrote, or that of the broker if the topic has {@code message.timestamp.type=LogAppendTime}.
 * Records of open or aborted transactions count, since they show that somebody writes.
 */
final class KafkaTopics {

    private final KafkaCalls calls;

    KafkaTopics(KafkaCalls calls) {
        this.calls = calls;
    }

    /**
     * Reads all topics.
     *
     * @param admits which are wanted
     * @param known  those that were there before: if one is not in the list any more, the account may have lost the right to see
     *               it, which Kafka tells only if it is asked for this topic
     */
    List<SourceTime> read(Predicate<String> admits, Set<String> known) throws KafkaFailure, InterruptedException {
        Set<String> names = new TreeSet<>(known);
        names.addAll(calls.topics());
        names.removeIf(admits.negate());
        List<SourceTime> times = new ArrayList<>();
        Map<String, Integer> whole = new HashMap<>();
        calls.describe(names).forEach((name, topic) -> {
            if (topic.failure() != null) {
                times.add(new SourceTime(name, null, null, topic.failure()));
            } else if (topic.leaderless() != null) {
                times.add(offline(name, topic));
            } else if (!topic.isGone()) {
                whole.put(name, topic.partitions());
            }
        });
        Map<Partition, Offset> newest = calls.offsets(targets(whole, KafkaCalls.NEWEST));
        Map<Partition, Long> untold = new HashMap<>();
        newest.forEach((partition, offset) -> {
            if (offset.failure() == null && offset.offset() == KafkaCalls.NONE) {
                untold.put(partition, KafkaCalls.EARLIEST);
            }
        });
        Map<Partition, Offset> begins = calls.offsets(untold);
        untold.replaceAll((partition, target) -> KafkaCalls.LATEST);
        Map<Partition, Offset> ends = calls.offsets(untold);
        whole.forEach((name, partitions) -> times.add(time(name, partitions, newest, begins, ends)));
        return times;
    }

    static SourceTime offline(String id, Topic topic) {
        return SourceTime.unknown(
                id,
                Reason.FAILED,
                "partition " + topic.leaderless() + " of " + topic.partitions() + " has no leader (0 is the first)");
    }

    static Map<Partition, Long> targets(Map<String, Integer> topics, long target) {
        Map<Partition, Long> targets = new HashMap<>();
        topics.forEach((name, partitions) -> {
            for (int i = 0; i < partitions; i++) {
                targets.put(new Partition(name, i), target);
            }
        });
        return targets;
    }

    private static SourceTime time(
            String name,
            int partitions,
            Map<Partition, Offset> newest,
            Map<Partition, Offset> begins,
            Map<Partition, Offset> ends) {
        long time = 0;
        for (int i = 0; i < partitions; i++) {
            Partition partition = new Partition(name, i);
            Offset last = newest.get(partition);
            if (last.failure() != null) {
                return new SourceTime(name, null, null, last.failure());
            }
            if (last.offset() != KafkaCalls.NONE) {
                if (last.time() <= 0) {
                    return SourceTime.unknown(
                            name, Reason.UNREADABLE, "the records of partition " + i + " have no time");
                }
                time = Math.max(time, last.time());
                continue;
            }
            // Kafka answers so, without an error, if the newest record is not on all in-sync replicas yet.
            Offset begin = begins.get(partition);
            Offset end = ends.get(partition);
            KafkaFailure failure = begin.failure() != null ? begin.failure() : end.failure();
            if (failure != null) {
                return new SourceTime(name, null, null, failure);
            }
            if (end.offset() > begin.offset()) {
                return SourceTime.unknown(
                        name, Reason.FAILED, "partition " + i + " has records, but does not tell the newest");
            }
        }
        return new SourceTime(name, Instant.ofEpochMilli(time), null, null);
    }
}
