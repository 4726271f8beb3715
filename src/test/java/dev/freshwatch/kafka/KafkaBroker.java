package dev.freshwatch.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/**
 * A real Kafka of one process (KRaft), with rights by account: whoever comes over a port without login may do anything; {@link #READER}
 * with a login may do what it is given. The profile soak fetches its jars into {@code target/kafka}; without them the test is skipped,
 * or fails if {@code freshwatch.peers.required} is true.
 */
public final class KafkaBroker implements AutoCloseable {

    public static final String READER = "reader";
    public static final String PASSWORD = "r\"ead\\er";

    private static final Path JARS = Path.of("target/kafka");

    private final Path home;
    private final int port;
    private final int tlsPort;
    private final int openTlsPort;
    private final Process process;

    private KafkaBroker(Path home, int port, int tlsPort, int openTlsPort, Process process) {
        this.home = home;
        this.port = port;
        this.tlsPort = tlsPort;
        this.openTlsPort = openTlsPort;
        this.process = process;
    }

    /** @param home an empty folder */
    public static KafkaBroker start(Path home) throws Exception {
        if (!Files.isDirectory(JARS)) {
            assertThat(Boolean.getBoolean("freshwatch.peers.required"))
                    .as("the jars of a Kafka are in %s, by mvn -Psoak", JARS)
                    .isFalse();
            assumeTrue(false, "no Kafka in " + JARS);
        }
        int port = freePort();
        int tlsPort = freePort();
        int openTlsPort = freePort();
        int controller = freePort();
        Path properties = Files.writeString(
                home.resolve("server.properties"), properties(home, port, tlsPort, openTlsPort, controller));
        run(home, "kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c", properties.toString())
                .waitFor(60, TimeUnit.SECONDS);
        KafkaBroker broker =
                new KafkaBroker(home, port, tlsPort, openTlsPort, run(home, "kafka.Kafka", properties.toString()));
        Awaitility.await("Kafka")
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> {
                    try (Admin admin = broker.admin()) {
                        return !admin.describeCluster()
                                .nodes()
                                .get(5, TimeUnit.SECONDS)
                                .isEmpty();
                    }
                });
        return broker;
    }

    private static Process run(Path home, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JARS.toAbsolutePath() + "/*",
                program));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("kafka.log").toFile()))
                .start();
    }

    private static String properties(Path home, int port, int tlsPort, int openTlsPort, int controller)
            throws IOException {
        TestCertificates.Server server = TestCertificates.in(home).server("127.0.0.1");
        Path pem = home.resolve("broker.pem");
        Files.writeString(pem, Files.readString(server.keyFile()) + Files.readString(server.certificateFile()));
        String escaped = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"").replace("\\", "\\\\");
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:CONTROL
                listeners=PLAINTEXT://127.0.0.1:PLAIN,SASL_SSL://127.0.0.1:SECURE,SSL://127.0.0.1:OPEN,CONTROLLER://127.0.0.1:CONTROL
                advertised.listeners=PLAINTEXT://127.0.0.1:PLAIN,SASL_SSL://127.0.0.1:SECURE,SSL://127.0.0.1:OPEN
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=PLAINTEXT
                controller.listener.names=CONTROLLER
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_reader="PASSWORD";
                ssl.keystore.type=PEM
                ssl.keystore.location=HOME/broker.pem
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                log.dirs=HOME/logs
                log.retention.ms=-1
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                group.initial.rebalance.delay.ms=0
                """
                .replace("CONTROL\n", controller + "\n")
                .replace("PLAIN,", port + ",")
                .replace("SECURE", Integer.toString(tlsPort))
                .replace("OPEN", Integer.toString(openTlsPort))
                .replace("127.0.0.1:CONTROL", "127.0.0.1:" + controller)
                .replace("HOME", home.toString())
                .replace("PASSWORD", escaped);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Without TLS. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** With TLS and a login. */
    public String tlsAddress() {
        return "127.0.0.1:" + tlsPort;
    }

    /** With TLS, and without a login. */
    public String openTlsAddress() {
        return "127.0.0.1:" + openTlsPort;
    }

    /** That of its certificate. */
    public Path caFile() {
        return home.resolve("ca.pem");
    }

    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address()));
    }

    /** @param options beside the address, such as a transactional id */
    public KafkaProducer<String, String> producer(Map<String, Object> options) {
        Map<String, Object> all = new java.util.HashMap<>(options);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    /** Writes a record with this time, in milliseconds since 1970. */
    public void write(String topic, int partition, long time) throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, partition, time, "key", "value"))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
