package dev.freshwatch.kafka;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Asks a Kafka once. To be closed from another thread if it takes too long. */
public final class KafkaReader implements Closeable {

    private final KafkaCluster cluster;
    private volatile KafkaCalls open;
    private volatile boolean closed;

    public KafkaReader(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Reads the newest record of each topic.
     *
     * @param admits which topics are wanted
     * @param known  topics that were there before
     * @throws KafkaFailure if not even a part of them could be read
     */
    public List<SourceTime> topics(Predicate<String> admits, Set<String> known)
            throws IOException, InterruptedException {
        try (KafkaCalls calls = open()) {
            return new KafkaTopics(calls).read(admits, known);
        }
    }

    /**
     * Reads what consumer groups have not read yet, by group and topic.
     *
     * @param admits which {@code group:topic} are wanted
     * @param known  those that were there before
     * @param refuse receives a group that cannot be asked, and of which nothing is known
     * @param now    the local clock
     * @throws KafkaFailure if not even a part of them could be read
     */
    public List<SourceTime> lags(
            Predicate<String> admits, Set<String> known, BiConsumer<String, KafkaFailure> refuse, Instant now)
            throws IOException, InterruptedException {
        try (KafkaCalls calls = open()) {
            return new KafkaLag(calls, now).read(admits, known, refuse);
        }
    }

    private KafkaCalls open() throws IOException {
        KafkaCalls calls = AdminCalls.open(cluster);
        open = calls;
        if (closed) {
            calls.close();
        }
        return calls;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        KafkaCalls calls = open;
        if (calls != null) {
            calls.close();
        }
    }
}
