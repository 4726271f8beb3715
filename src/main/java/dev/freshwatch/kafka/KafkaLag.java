package dev.freshwatch.kafka;

import dev.freshwatch.freshness.Reason;
import dev.freshwatch.kafka.KafkaCalls.Group;
import dev.freshwatch.kafka.KafkaCalls.Offset;
import dev.freshwatch.kafka.KafkaCalls.Partition;
import dev.freshwatch.kafka.KafkaCalls.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * For how long the oldest record has been waiting for a consumer group, for each topic that it reads. No record is read for that:
 * the first offset from a given time on tells whether something older was not read.
 */
final class KafkaLag {

    private static final long LONGEST_AGE = Duration.ofDays(3650).toMillis();
    private static final long SHORTEST_AGE = 1000;
    private static final int PRECISION = 50;

    private final KafkaCalls calls;
    private final Instant now;

    KafkaLag(KafkaCalls calls, Instant now) {
        this.calls = calls;
        this.now = now;
    }

    /** The bounds of an age, in milliseconds; above = it is not known to be younger. */
    private static final class Age {
        private final long next;
        private long least;
        private long most = LONGEST_AGE;
        private boolean isBounded;

        Age(long next) {
            this.next = next;
        }

        boolean isFound() {
            return most - least <= Math.max(SHORTEST_AGE, least / PRECISION);
        }

        long probe() {
            return isBounded ? (least + most) / 2 : Math.min(LONGEST_AGE, Math.max(SHORTEST_AGE, 4 * least));
        }

        void found(long age, boolean isOlder) {
            if (isOlder) {
                least = age;
            } else {
                most = age;
                isBounded = true;
            }
        }
    }

    /**
     * Reads all groups. One that cannot be asked does not concern the others: what is known of it is unknown now.
     *
     * @param admits which {@code group:topic} are wanted
     * @param known  those that were there before
     * @param refuse receives a group that cannot be asked, and of which nothing is known
     */
    List<SourceTime> read(Predicate<String> admits, Set<String> known, BiConsumer<String, KafkaFailure> refuse)
            throws KafkaFailure, InterruptedException {
        Set<String> wanted = new TreeSet<>(known);
        wanted.removeIf(admits.negate());
        Map<String, Group> groups = answering(calls.groups());
        List<SourceTime> times = new ArrayList<>();
        Map<String, Map<Partition, Long>> read = new TreeMap<>();
        groups.forEach((group, found) -> {
            if (found.failure() == null) {
                found.next().forEach((partition, next) -> {
                    String id = group + ":" + partition.topic();
                    if (admits.test(id)) {
                        read.computeIfAbsent(id, key -> new HashMap<>()).put(partition, next);
                    }
                });
            } else if (wanted.stream().noneMatch(id -> group(id).equals(group))) {
                refuse.accept(group, found.failure());
            }
        });
        Set<String> gone = new TreeSet<>(wanted);
        gone.removeAll(read.keySet());
        gone.stream()
                .filter(id ->
                        groups.containsKey(group(id)) && groups.get(group(id)).failure() != null)
                .forEach(id -> times.add(
                        new SourceTime(id, null, null, groups.get(group(id)).failure())));
        Set<String> names = new HashSet<>();
        read.keySet().forEach(id -> names.add(topic(id)));
        gone.forEach(id -> names.add(topic(id)));
        Map<String, Topic> topics = calls.describe(names);
        times.addAll(hidden(gone, groups, topics));
        times.addAll(times(read, topics));
        return times;
    }

    /** Where none answers, it is not a matter of groups. */
    private static Map<String, Group> answering(Map<String, Group> groups) throws KafkaFailure {
        KafkaFailure failure = null;
        for (Group group : groups.values()) {
            if (group.failure() == null) {
                return groups;
            }
            failure = group.failure();
        }
        if (failure != null) {
            throw failure;
        }
        return groups;
    }

    /** Kafka leaves out what a group has read of a topic that the account may not describe any more. */
    private static List<SourceTime> hidden(Set<String> gone, Map<String, Group> groups, Map<String, Topic> topics) {
        return gone.stream()
                .filter(id ->
                        !groups.containsKey(group(id)) || groups.get(group(id)).failure() == null)
                .filter(id -> topics.get(topic(id)).failure() != null)
                .map(id -> new SourceTime(id, null, null, topics.get(topic(id)).failure()))
                .toList();
    }

    /** Names of topics have no colon. */
    private static String group(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf(':')));
    }

    private static String topic(String id) {
        return id.substring(id.lastIndexOf(':') + 1);
    }

    private List<SourceTime> times(Map<String, Map<Partition, Long>> read, Map<String, Topic> topics)
            throws KafkaFailure, InterruptedException {
        Map<String, Integer> whole = new HashMap<>();
        topics.forEach((name, topic) -> {
            if (topic.failure() == null && topic.leaderless() == null && !topic.isGone()) {
                whole.put(name, topic.partitions());
            }
        });
        Map<Partition, Offset> ends = calls.offsets(KafkaTopics.targets(whole, KafkaCalls.LATEST));
        Map<Partition, Offset> begins = calls.offsets(KafkaTopics.targets(whole, KafkaCalls.EARLIEST));
        List<SourceTime> times = new ArrayList<>();
        for (Map.Entry<String, Map<Partition, Long>> one : read.entrySet()) {
            String topic = topic(one.getKey());
            Topic described = topics.get(topic);
            if (described.failure() != null) {
                times.add(new SourceTime(one.getKey(), null, null, described.failure()));
            } else if (described.leaderless() != null) {
                times.add(KafkaTopics.offline(one.getKey(), described));
            } else if (!described.isGone()) {
                times.add(time(one.getKey(), topic, described.partitions(), one.getValue(), begins, ends));
            }
        }
        return times;
    }

    private SourceTime time(
            String id,
            String topic,
            int partitions,
            Map<Partition, Long> read,
            Map<Partition, Offset> begins,
            Map<Partition, Offset> ends)
            throws KafkaFailure, InterruptedException {
        long unread = 0;
        Map<Partition, Age> waiting = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            Partition partition = new Partition(topic, i);
            Offset begin = begins.get(partition);
            Offset end = ends.get(partition);
            KafkaFailure failure = begin.failure() != null ? begin.failure() : end.failure();
            if (failure != null) {
                return new SourceTime(id, null, null, failure);
            }
            Long next = read.get(partition);
            if (next == null && end.offset() > begin.offset()) {
                return SourceTime.unknown(id, Reason.FAILED, "the group has no committed offset in partition " + i);
            }
            if (next != null && next > end.offset()) {
                return SourceTime.unknown(
                        id,
                        Reason.FAILED,
                        "the group has read beyond the end of partition " + i + ": is the topic a new one?");
            }
            if (next != null && next < begin.offset()) {
                return SourceTime.unknown(
                        id,
                        Reason.FAILED,
                        "unread records of partition " + i + " were deleted before the group read them");
            }
            if (next != null && next < end.offset()) {
                unread += end.offset() - next;
                waiting.put(partition, new Age(next));
            }
        }
        return unread == 0 ? new SourceTime(id, now, "oldest unread record", null) : oldest(id, unread, waiting, ends);
    }

    private SourceTime oldest(String id, long unread, Map<Partition, Age> waiting, Map<Partition, Offset> ends)
            throws KafkaFailure, InterruptedException {
        Map<Partition, Age> open = new HashMap<>(waiting);
        for (boolean first = true; !open.isEmpty(); first = false) {
            Map<Partition, Long> targets = new HashMap<>();
            boolean atNow = first;
            open.forEach((partition, age) ->
                    targets.put(partition, now.toEpochMilli() - (atNow ? -SHORTEST_AGE : age.probe())));
            for (Map.Entry<Partition, Offset> found : calls.offsets(targets).entrySet()) {
                Offset offset = found.getValue();
                if (offset.failure() != null) {
                    return new SourceTime(id, null, null, offset.failure());
                }
                Age age = open.get(found.getKey());
                long later = offset.offset() == KafkaCalls.NONE
                        ? ends.get(found.getKey()).offset()
                        : offset.offset();
                boolean isOlder = age.next < later;
                if (first && !isOlder) {
                    return SourceTime.unknown(
                            id,
                            Reason.UNREADABLE,
                            "unread records of partition " + found.getKey().number()
                                    + " are ahead of the local clock, so their age is not known");
                }
                if (!first) {
                    age.found(age.probe(), isOlder);
                }
            }
            open.values().removeIf(Age::isFound);
        }
        long longest =
                waiting.values().stream().mapToLong(age -> age.least).max().orElse(0);
        return new SourceTime(id, now.minusMillis(longest), "oldest of " + unread + " unread records", null);
    }
}
