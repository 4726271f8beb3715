package dev.freshwatch.kafka;

import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A Kafka from a script. Records are written as how many minutes old they are at {@link #NOON}. */
final class KafkaStub implements KafkaCalls {

    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final KafkaFailure REFUSED = new KafkaFailure(Reason.UNAUTHORIZED, "refused");

    private final Map<String, List<List<Integer>>> partitions = new TreeMap<>();
    private final Map<String, Topic> odd = new HashMap<>();
    private final Map<Partition, Offset> fixed = new HashMap<>();
    private final Map<String, Map<Partition, Long>> committed = new LinkedHashMap<>();
    private final Map<Partition, Long> begins = new HashMap<>();
    int requests;

    /** @param records of each partition, such as {@code 3,1;2;} for three of which the last is empty */
    KafkaStub topic(String name, String records) {
        List<List<Integer>> all = new ArrayList<>();
        for (String partition : records.split(";", -1)) {
            List<Integer> ages = new ArrayList<>();
            for (String age : partition.isEmpty() ? new String[0] : partition.split(",")) {
                ages.add(Integer.parseInt(age));
            }
            all.add(ages);
        }
        partitions.put(name, all);
        return this;
    }

    /** A topic that is described otherwise, and is in no list. */
    KafkaStub odd(String name, Topic topic) {
        odd.put(name, topic);
        return this;
    }

    /** What a partition says when it is asked for its newest record, or anything else that names no time. */
    KafkaStub fixed(String topic, int partition, Offset answer) {
        fixed.put(new Partition(topic, partition), answer);
        return this;
    }

    KafkaStub begin(String topic, int partition, long offset) {
        begins.put(new Partition(topic, partition), offset);
        return this;
    }

    KafkaStub read(String group, String topic, int partition, long next) {
        committed.computeIfAbsent(group, name -> new HashMap<>()).put(new Partition(topic, partition), next);
        return this;
    }

    @Override
    public Set<String> topics() {
        return partitions.keySet();
    }

    @Override
    public Map<String, Topic> describe(Collection<String> names) {
        Map<String, Topic> described = new TreeMap<>();
        for (String name : names) {
            Topic gone = new Topic(0, null, null, true);
            described.put(
                    name,
                    odd.containsKey(name)
                            ? odd.get(name)
                            : partitions.containsKey(name)
                                    ? new Topic(partitions.get(name).size(), null, null, false)
                                    : gone);
        }
        return described;
    }

    @Override
    public Map<Partition, Offset> offsets(Map<Partition, Long> targets) {
        requests++;
        Map<Partition, Offset> offsets = new HashMap<>();
        targets.forEach((partition, target) -> offsets.put(partition, offset(partition, target)));
        return offsets;
    }

    private Offset offset(Partition partition, long target) {
        if (target == NEWEST && fixed.containsKey(partition)) {
            return fixed.get(partition);
        }
        List<Integer> ages = partitions.get(partition.topic()).get(partition.number());
        long begin = begins.getOrDefault(partition, 0L);
        if (target == EARLIEST) {
            return new Offset(begin, NONE, null);
        }
        if (target == LATEST) {
            return new Offset(begin + ages.size(), NONE, null);
        }
        Offset best = new Offset(NONE, NONE, null);
        for (int i = 0; i < ages.size(); i++) {
            long time = NOON.minus(Duration.ofMinutes(ages.get(i))).toEpochMilli();
            if (target == NEWEST ? time > best.time() : time >= target && best.offset() == NONE) {
                best = new Offset(begin + i, time, null);
            }
        }
        return best;
    }

    /** A group that is in the list, and cannot be asked. */
    KafkaStub refused(String group) {
        committed.put(group, null);
        return this;
    }

    @Override
    public Map<String, Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        committed.forEach(
                (name, next) -> groups.put(name, next == null ? new Group(Map.of(), REFUSED) : new Group(next, null)));
        return groups;
    }

    @Override
    public void close() {
        throw new IllegalStateException("who opens it closes it");
    }

    /** Age in minutes or failure, by source. */
    static Map<String, String> words(List<SourceTime> times) {
        Map<String, String> words = new TreeMap<>();
        for (SourceTime one : times) {
            String age = one.time() == null
                    ? one.failure().reason().word() + ": " + one.failure().getMessage()
                    : one.time().equals(Instant.EPOCH)
                            ? "silent"
                            : Duration.between(one.time(), NOON).toMinutes() + " min"
                                    + (one.what() == null ? "" : ", " + one.what());
            words.put(one.id(), age);
        }
        return words;
    }
}
