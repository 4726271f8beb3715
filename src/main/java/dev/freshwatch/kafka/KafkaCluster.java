package dev.freshwatch.kafka;

import dev.freshwatch.config.Secret;
import dev.freshwatch.tls.Trust;
import java.time.Duration;

/**
 * How a Kafka is reached.
 *
 * @param brokers   {@code host:port}, with commas between them; each of them tells the others
 * @param trust     null = without TLS
 * @param mechanism of SASL, such as {@code SCRAM-SHA-512}; null = no login; then name and password are null, too
 * @param timeout   of each request, and of all together
 */
public record KafkaCluster(
        String brokers, Trust trust, String mechanism, Secret username, Secret password, Duration timeout) {

    /** The oldest client that is free of known advisories, and that camel-kafka of our Camel is made for. */
    public static final String CLIENT = "org.apache.kafka:kafka-clients:3.9.1";

    /** Whether the client is there. */
    public static boolean hasClient() {
        return KafkaCluster.class.getClassLoader().getResource("org/apache/kafka/clients/admin/Admin.class") != null;
    }

    @Override
    public String toString() {
        return "KafkaCluster[" + brokers + "]";
    }
}
