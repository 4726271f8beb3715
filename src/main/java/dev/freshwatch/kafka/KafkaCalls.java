package dev.freshwatch.kafka;

import java.io.Closeable;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The requests to a Kafka that are made here. All of them only read, and need no more than the right to describe. */
interface KafkaCalls extends Closeable {

    /** Targets of {@link #offsets} that are no times, as in the protocol. */
    long LATEST = -1;

    long EARLIEST = -2;

    /** The record with the largest time, which need not be the last one (KIP-734). */
    long NEWEST = -3;

    /** What is not there, in an {@link Offset}. */
    long NONE = -1;

    /** A partition of a topic. */
    record Partition(String topic, int number) {}

    /**
     * A topic.
     *
     * @param partitions how many
     * @param leaderless one that cannot be asked because no broker leads it; null = none
     * @param failure    why the topic cannot be described; null = it is
     * @param isGone     whether there is no such topic
     */
    record Topic(int partitions, Integer leaderless, KafkaFailure failure, boolean isGone) {}

    /**
     * A place in a partition.
     *
     * @param offset  {@link #NONE} = there is none
     * @param time    in milliseconds since 1970; {@link #NONE} = none was asked for, or the record has none
     * @param failure why it is not known; null = it is
     */
    record Offset(long offset, long time, KafkaFailure failure) {}

    /**
     * What a consumer group has read.
     *
     * @param next    the next record to be read, for all partitions in which it has read
     * @param failure why it is not known; null = it is
     */
    record Group(Map<Partition, Long> next, KafkaFailure failure) {}

    /** Returns the names of all topics that the account may see, without Kafka's own. */
    Set<String> topics() throws KafkaFailure, InterruptedException;

    /** Returns each of these topics. */
    Map<String, Topic> describe(Collection<String> names) throws KafkaFailure, InterruptedException;

    /**
     * Returns a place in each of these partitions.
     *
     * @param targets the first record of this time or later, in milliseconds since 1970, or one of the constants
     */
    Map<Partition, Offset> offsets(Map<Partition, Long> targets) throws KafkaFailure, InterruptedException;

    /** Returns all consumer groups. */
    Map<String, Group> groups() throws KafkaFailure, InterruptedException;
}
