package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.kafka.KafkaBroker;
import dev.freshwatch.route.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a sink that writes into a real Kafka over TLS, by a component of Camel in lib/. */
@Tag("soak")
class KafkaSinkIT {

    @TempDir
    Path directory;

    @Test
    void aNoticeIsARecordOnceAllReplicasHaveIt() throws Exception {
        Path home = Files.createDirectory(directory.resolve("kafka"));
        Path config = Files.createDirectory(directory.resolve("config"));
        Folder folder = new Folder(config)
                .set("web.enabled", "false")
                .set("sink.kafka.enabled", "true")
                .set("sink.kafka.topic", "freshwatch")
                .route(
                        "my-services.camel.yaml",
                        """
                - templatedRoute:
                    routeTemplateRef: service-push
                    parameters: [{name: name, value: backup}, {name: error-after, value: 1d}]
                """)
                .route("sink-kafka.camel.yaml", Files.readString(Path.of("examples/sinks/sink-kafka.camel.yaml")));
        Path lib = Files.createDirectory(config.resolve("lib"));
        try (Stream<Path> jars = Files.list(Path.of("target/further"))) {
            for (Path jar : jars.filter(jar -> jar.toString().contains("kafka")).toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        try (KafkaBroker broker = KafkaBroker.start(home)) {
            folder.set("sink.kafka.brokers", broker.openTlsAddress());
            try (Admin admin = broker.admin()) {
                admin.createTopics(List.of(new NewTopic("freshwatch", 1, (short) 1)))
                        .all()
                        .get();
            }
            Launched withoutTrust = Launched.finished(folder, "drill", "--timeout", "25s");
            assertThat(withoutTrust.exitCode())
                    .as(() -> withoutTrust.out() + withoutTrust.err())
                    .isEqualTo(2);
            folder.set("sink.kafka.tls.ca-file", broker.caFile()).set("sink.kafka.topic", "other");
            Launched withoutTopic = Launched.finished(folder, "drill", "--timeout", "25s");
            assertThat(withoutTopic.exitCode())
                    .as(() -> withoutTopic.out() + withoutTopic.err())
                    .isEqualTo(2);

            folder.set("sink.kafka.topic", "freshwatch");
            Launched drill = Launched.finished(folder, "drill");
            assertThat(drill.exitCode()).as(() -> drill.out() + drill.err()).isZero();

            List<String> values = new ArrayList<>();
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                TopicPartition partition = new TopicPartition("freshwatch", 0);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                Awaitility.await().atMost(Launched.PATIENCE).until(() -> {
                    consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                        assertThat(record.key()).isEqualTo("freshwatch/drill");
                        values.add(record.value());
                    });
                    return !values.isEmpty();
                });
            }
            JsonNode event = new ObjectMapper().readTree(values.get(0));
            assertThat(event.path("specversion").asText()).isEqualTo("1.0");
            assertThat(event.path("type").asText()).isEqualTo("dev.freshwatch.drill");
        }
    }
}
