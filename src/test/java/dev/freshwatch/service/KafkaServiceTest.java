package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.kafka.KafkaBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code service-kafka} against a real Kafka. It is 12:00. */
@Tag("soak")
class KafkaServiceTest {

    @TempDir
    static Path home;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(home);
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private static long ago(int minutes) {
        return OneList.ago(minutes).toEpochMilli();
    }

    private static void topic(String name, int partitions, String timeType) throws Exception {
        try (Admin admin = broker.admin()) {
            NewTopic topic =
                    new NewTopic(name, partitions, (short) 1).configs(Map.of("message.timestamp.type", timeType));
            admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static OneList list(String include) {
        return new OneList("service-kafka")
                .set(Map.of(
                        "brokers", broker.address(),
                        "security", "none",
                        "watch", "topics",
                        "include", include,
                        "timeout", "20s"));
    }

    private static OneList secured(String include) {
        return list(include)
                .set(Map.of(
                        "brokers",
                        broker.tlsAddress(),
                        "security",
                        "tls",
                        "ca-file",
                        broker.caFile().toString(),
                        "sasl",
                        "plain",
                        "username",
                        KafkaBroker.READER,
                        "password",
                        "secret.kafka"))
                .secret("secret.kafka", KafkaBroker.PASSWORD);
    }

    @Test
    void eachTopicIsJudgedByItsNewestRecord() throws Exception {
        topic("t.fresh", 3, "CreateTime");
        broker.write("t.fresh", 0, ago(3));
        broker.write("t.fresh", 0, ago(50));
        broker.write("t.fresh", 2, ago(300));
        topic("t.stale", 1, "CreateTime");
        broker.write("t.stale", 0, ago(180));
        topic("t.empty", 2, "CreateTime");
        topic("t.appended", 1, "LogAppendTime");
        broker.write("t.appended", 0, ago(600));
        topic("t.gone", 1, "CreateTime");
        broker.write("t.gone", 0, ago(1));
        topic("t.open", 1, "CreateTime");
        try (KafkaProducer<String, String> producer =
                broker.producer(Map.of("transactional.id", "open", "max.block.ms", 30_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t.open", 0, ago(2), "k", "v")).get(30, TimeUnit.SECONDS);
            OneList list = list("t.*");

            Map<String, String> found = list.ask("");
            assertThat(found)
                    .containsEntry("events", "ok up: 6 sources in the list")
                    .containsEntry("t.fresh", "ok fresh: newest event is 3 min old (limit 1 h)")
                    .containsEntry("t.stale", "critical stale: newest event is 3 h old (limit 1 h)")
                    .containsEntry("t.empty", "critical silent: no event at all (limit 1 h)")
                    .containsEntry("t.open", "ok fresh: newest event is 2 min old (limit 1 h)");
            // the broker has dated it today, which is after the clock of this test
            assertThat(found.get("t.appended")).startsWith("warning future: ");
            producer.abortTransaction();
            try (Admin admin = broker.admin()) {
                admin.deleteTopics(List.of("t.gone")).all().get(30, TimeUnit.SECONDS);
            }
            assertThat(list.ask("").get("t.gone")).startsWith("critical missing: ");
        }
    }

    @Test
    void anAccountThatMayDescribeIsEnoughAndOneThatMayNotAnyMoreMissesNothing() throws Exception {
        topic("r.allowed", 1, "CreateTime");
        broker.write("r.allowed", 0, ago(3));
        AclBinding right = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "r.allowed", PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + KafkaBroker.READER, "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW));
        try (Admin admin = broker.admin()) {
            admin.createAcls(List.of(right)).all().get(30, TimeUnit.SECONDS);
            OneList list = secured("r.*");
            assertThat(list.ask("").get("r.allowed")).startsWith("ok fresh: newest event is 3 min old");

            admin.deleteAcls(List.of(right.toFilter())).all().get(30, TimeUnit.SECONDS);
            assertThat(list.ask("").get("r.allowed"))
                    .isEqualTo("unknown unauthorized: the account lacks the right to describe this");
        }
        assertThat(secured("r.*").secret("secret.kafka", "wr0ng").ask(""))
                .isEqualTo(Map.of("events", "unknown unauthorized: login refused (username, password, sasl)"));
        assertThat(secured("r.*").set("ca-file", "").ask("").get("events"))
                .startsWith("unknown unreachable: no TLS connection (ca-file, cert-file): ");
        String otherName = broker.tlsAddress().replace("127.0.0.1", "localhost");
        assertThat(secured("r.*").set("brokers", otherName).ask("").get("events"))
                .startsWith("unknown unreachable: no TLS connection (ca-file, cert-file): ");
    }

    @Test
    void aGroupIsJudgedByTheOldestRecordThatItHasNotRead() throws Exception {
        topic("g.events", 2, "CreateTime");
        broker.write("g.events", 0, ago(200));
        broker.write("g.events", 0, ago(100));
        broker.write("g.events", 1, ago(10));
        try (Admin admin = broker.admin()) {
            TopicPartition first = new TopicPartition("g.events", 0);
            TopicPartition second = new TopicPartition("g.events", 1);
            OffsetAndMetadata end = new OffsetAndMetadata(1);
            admin.alterConsumerGroupOffsets("behind", Map.of(first, end, second, end))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets("good", Map.of(first, new OffsetAndMetadata(2), second, end))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets("half", Map.of(first, new OffsetAndMetadata(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        Map<String, String> found = list("*:g.*").set("watch", "groups").ask("");
        assertThat(found)
                .containsEntry("events", "ok up: 3 sources in the list")
                .containsEntry("good:g.events", "ok fresh: oldest unread record is 0 s old (limit 1 h)")
                .containsEntry("half:g.events", "unknown failed: the group has no committed offset in partition 1");
        assertThat(found.get("behind:g.events"))
                .matches("critical stale: oldest of 1 unread records is (9[89]|100) min old \\(limit 1 h\\)");
    }

    @Test
    void aGroupThatIsRefusedDoesNotConcernTheOthers() throws Exception {
        topic("p.events", 1, "CreateTime");
        broker.write("p.events", 0, ago(10));
        AclBinding cluster = right(ResourceType.CLUSTER, "kafka-cluster");
        AclBinding topic = right(ResourceType.TOPIC, "p.events");
        AclBinding one = right(ResourceType.GROUP, "p-one");
        AclBinding other = right(ResourceType.GROUP, "p-other");
        try (Admin admin = broker.admin()) {
            for (String group : List.of("p-one", "p-other")) {
                admin.alterConsumerGroupOffsets(
                                group, Map.of(new TopicPartition("p.events", 0), new OffsetAndMetadata(1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            admin.createAcls(List.of(cluster, topic, one)).all().get(30, TimeUnit.SECONDS);
            OneList list = secured("p-*:p.events").set("watch", "groups");
            String read = "ok fresh: oldest unread record is 0 s old (limit 1 h)";
            assertThat(list.ask(""))
                    .isEqualTo(Map.of(
                            "events",
                            "unknown unauthorized: a consumer group of which nothing is known cannot be asked: p-other: the"
                                    + " account lacks the right to describe this; or leave it out with exclude",
                            "p-one:p.events",
                            read));
            assertThat(list.set("exclude", "p-other:*").ask(""))
                    .isEqualTo(Map.of("events", "ok up: 1 sources in the list", "p-one:p.events", read));

            admin.createAcls(List.of(other)).all().get(30, TimeUnit.SECONDS);
            assertThat(list.set("exclude", "").ask("")).containsEntry("p-other:p.events", read);
            admin.deleteAcls(List.of(other.toFilter())).all().get(30, TimeUnit.SECONDS);
            assertThat(list.ask(""))
                    .isEqualTo(Map.of(
                            "events",
                            "ok up: 2 sources in the list",
                            "p-one:p.events",
                            read,
                            "p-other:p.events",
                            "unknown unauthorized: the account lacks the right to describe this"));
            admin.deleteAcls(List.of(topic.toFilter())).all().get(30, TimeUnit.SECONDS);
            assertThat(list.ask("").get("p-one:p.events"))
                    .isEqualTo("unknown unauthorized: the account lacks the right to describe this");
            admin.deleteAcls(List.of(cluster.toFilter(), one.toFilter())).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static AclBinding right(ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + KafkaBroker.READER, "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW));
    }

    /**
     * What ends a transaction is a record for a Kafka, with an offset and the broker's time, that no consumer gets. Whoever
     * commits the offset behind the last record that it got, and not its position, never reads it.
     */
    @Test
    void whatEndsATransactionCountsAsARecord() throws Exception {
        topic("m.events", 1, "CreateTime");
        try (KafkaProducer<String, String> producer =
                broker.producer(Map.of("transactional.id", "marker", "max.block.ms", 30_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("m.events", 0, ago(120), "k", "v"))
                    .get(30, TimeUnit.SECONDS);
            producer.commitTransaction();
        }
        Instant now = Instant.now();
        assertThat(list("m.*").at(now).ask("").get("m.events")).matches("ok fresh: newest event is [0-9]+ s old .*");
        TopicPartition partition = new TopicPartition("m.events", 0);
        try (Admin admin = broker.admin()) {
            admin.alterConsumerGroupOffsets("m-record", Map.of(partition, new OffsetAndMetadata(1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            admin.alterConsumerGroupOffsets("m-position", Map.of(partition, new OffsetAndMetadata(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        Map<String, String> found =
                list("m-*").set("watch", "groups").at(now.plusSeconds(7200)).ask("");
        assertThat(found.get("m-record:m.events"))
                .matches("critical stale: oldest of 1 unread records is (1[12][0-9] min|2 h) old \\(limit 1 h\\)");
        assertThat(found).containsEntry("m-position:m.events", "ok fresh: oldest unread record is 0 s old (limit 1 h)");
    }

    @Test
    void aKafkaThatIsNotThereIsUnreachableInTime() throws Exception {
        assertThat(list("*")
                        .set("brokers", "127.0.0.1:1")
                        .set("timeout", "2s")
                        .ask("")
                        .get("events"))
                .matches("unknown (unreachable: no broker answered in time \\(brokers, security\\)"
                        + "|timeout: not all was read within the timeout \\(brokers, security\\))");
        assertThat(list("*")
                        .set("brokers", broker.tlsAddress())
                        .set("timeout", "2s")
                        .ask("")
                        .get("events"))
                .startsWith("unknown ");
        assertThat(list("*").set("brokers", "nowhere.invalid:9092").ask("").get("events"))
                .startsWith("unknown unreachable: no connection (brokers): ");
    }
}
