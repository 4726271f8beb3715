package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code service-kafka} refuses, and what is to be written instead. */
class KafkaParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            brokers=kafka.example             | brokers: 'kafka.example' is not a list of host:port: write kafka-1.example:9093,
            brokers=kafka.example:99999       | brokers: 'kafka.example:99999' is too large
            brokers=[::1]:9092,x y:1          | brokers: '[::1]:9092,x y:1' is not a list of host:port
            brokers=                          | brokers: is missing: write host:port, such as kafka.example:9093
            watch=lag                         | watch: 'lag' is neither groups nor topics: write groups or topics
            security=ssl                      | security: 'ssl' is neither tls nor none: write tls or none
            security=none                     | sasl: would send a login without encryption: set security to tls
            sasl=gssapi                       | sasl: 'gssapi' is not a supported mechanism: write plain, scram-sha-256 or scram-sha-512
            sasl=                             | username: needs sasl: write scram-sha-512, or what your Kafka uses
            password=plain                    | password: is a secret, and secrets must not be in route files
            password=                         | password: is missing: write secret.<name>
            error-after=                      | error-after: is missing: write how old the newest may be
            limits=fw-*=5m                    | limits: does not say what holds for all others
            """)
    void aBadParameterIsAFault(String setting, String fault) {
        String[] parts = setting.split("=", 2);
        OneList list = new OneList("service-kafka")
                .set(Map.of(
                        "brokers", "[::1]:9092, kafka.example:9093",
                        "security", "tls",
                        "watch", "topics",
                        "time-format", "",
                        "sasl", "scram-sha-512",
                        "username", "watch",
                        "password", "secret.kafka"))
                .secret("secret.kafka", "s3cret");
        assertThat(list.faults()).isEmpty();

        if (setting.startsWith("limits")) {
            list.set("error-after", "");
        }
        assertThat(list.set(parts[0], parts[1]).faults())
                .first()
                .asString()
                .startsWith(fault)
                .doesNotContain("s3cret");
    }
}
