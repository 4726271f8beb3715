package dev.freshwatch.kafka;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** The admin client of Kafka. */
final class AdminCalls implements KafkaCalls {

    private static final int LONGEST = 200;
    private static final String SCRAM = "SCRAM-";

    private final Admin admin;

    private AdminCalls(Admin admin) {
        this.admin = admin;
    }

    static AdminCalls open(KafkaCluster cluster) throws KafkaFailure {
        try {
            return new AdminCalls(Admin.create(configuration(cluster)));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KafkaFailure(Reason.UNREACHABLE, "no connection (brokers): " + line(cause));
        }
    }

    private static Map<String, Object> configuration(KafkaCluster cluster) {
        Map<String, Object> all = new HashMap<>();
        int timeout = (int) cluster.timeout().toMillis();
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.brokers());
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, "freshwatch");
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        all.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        all.put(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        boolean sasl = cluster.mechanism() != null;
        String layer = cluster.trust() == null ? "PLAINTEXT" : "SSL";
        all.put(AdminClientConfig.SECURITY_PROTOCOL_CONFIG, sasl ? "SASL_" + layer : layer);
        if (cluster.trust() != null) {
            all.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, TrustedEngines.class);
            all.put(TrustedEngines.TRUST, cluster.trust());
        }
        if (sasl) {
            String module = cluster.mechanism().startsWith(SCRAM) ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
            all.put(SaslConfigs.SASL_MECHANISM, cluster.mechanism());
            all.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "org.apache.kafka.common.security." + module + " required username="
                            + quoted(cluster.username().reveal()) + " password="
                            + quoted(cluster.password().reveal()) + ";");
        }
        return all;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public Set<String> topics() throws KafkaFailure, InterruptedException {
        return get(admin.listTopics().names());
    }

    @Override
    public Map<String, Topic> describe(Collection<String> names) throws InterruptedException {
        Map<String, Topic> topics = new HashMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> one :
                admin.describeTopics(names).topicNameValues().entrySet()) {
            topics.put(one.getKey(), topic(one.getValue()));
        }
        return topics;
    }

    private static Topic topic(KafkaFuture<TopicDescription> future) throws InterruptedException {
        try {
            TopicDescription found = future.get();
            Integer leaderless = found.partitions().stream()
                    .filter(partition ->
                            partition.leader() == null || partition.leader().isEmpty())
                    .map(TopicPartitionInfo::partition)
                    .findFirst()
                    .orElse(null);
            return new Topic(found.partitions().size(), leaderless, null, false);
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException
                    ? new Topic(0, null, null, true)
                    : new Topic(0, null, failure(e.getCause()), false);
        }
    }

    @Override
    public Map<Partition, Offset> offsets(Map<Partition, Long> targets) throws InterruptedException {
        if (targets.isEmpty()) {
            return Map.of();
        }
        ListOffsetsResult asked = admin.listOffsets(targets.entrySet().stream()
                .collect(Collectors.toMap(target -> of(target.getKey()), target -> spec(target.getValue()))));
        Map<Partition, Offset> offsets = new HashMap<>();
        for (Partition partition : targets.keySet()) {
            try {
                ListOffsetsResultInfo found =
                        asked.partitionResult(of(partition)).get();
                offsets.put(partition, new Offset(found.offset(), found.timestamp(), null));
            } catch (ExecutionException e) {
                offsets.put(partition, new Offset(NONE, NONE, failure(e.getCause())));
            }
        }
        return offsets;
    }

    private static TopicPartition of(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }

    private static OffsetSpec spec(long target) {
        if (target == LATEST) {
            return OffsetSpec.latest();
        }
        if (target == EARLIEST) {
            return OffsetSpec.earliest();
        }
        return target == NEWEST ? OffsetSpec.maxTimestamp() : OffsetSpec.forTimestamp(target);
    }

    @Override
    public Map<String, Group> groups() throws KafkaFailure, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> asked = get(
                        admin.listConsumerGroups().all())
                .stream()
                .collect(Collectors.toMap(
                        ConsumerGroupListing::groupId,
                        group -> new ListConsumerGroupOffsetsSpec(),
                        (one, other) -> one));
        Map<String, Group> groups = new HashMap<>();
        if (!asked.isEmpty()) {
            ListConsumerGroupOffsetsResult answer = admin.listConsumerGroupOffsets(asked);
            for (String group : asked.keySet()) {
                groups.put(group, group(answer.partitionsToOffsetAndMetadata(group)));
            }
        }
        return groups;
    }

    private static Group group(KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> future) throws InterruptedException {
        try {
            return new Group(read(future.get()), null);
        } catch (ExecutionException e) {
            return new Group(Map.of(), failure(e.getCause()));
        }
    }

    private static Map<Partition, Long> read(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<Partition, Long> read = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                read.put(new Partition(partition.topic(), partition.partition()), offset.offset());
            }
        });
        return read;
    }

    private static <T> T get(KafkaFuture<T> future) throws KafkaFailure, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static KafkaFailure failure(Throwable cause) {
        if (cause instanceof SaslAuthenticationException) {
            return new KafkaFailure(Reason.UNAUTHORIZED, "login refused (username, password, sasl)");
        }
        if (cause instanceof SslAuthenticationException) {
            return new KafkaFailure(Reason.UNREACHABLE, "no TLS connection (ca-file, cert-file): " + line(root(cause)));
        }
        if (cause instanceof AuthorizationException) {
            return new KafkaFailure(Reason.UNAUTHORIZED, "the account lacks the right to describe this");
        }
        if (cause instanceof TimeoutException) {
            return new KafkaFailure(Reason.UNREACHABLE, "no broker answered in time (brokers, security)");
        }
        if (cause instanceof UnsupportedVersionException) {
            return new KafkaFailure(Reason.UNREADABLE, "the broker is older than Kafka 3.0");
        }
        return new KafkaFailure(Reason.FAILED, "request failed: " + line(cause));
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static String line(Throwable failure) {
        return PlainText.line(
                Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName()),
                LONGEST);
    }

    @Override
    public void close() {
        // not zero: the client would wait for its thread for ever
        admin.close(Duration.ofMillis(1));
    }
}
