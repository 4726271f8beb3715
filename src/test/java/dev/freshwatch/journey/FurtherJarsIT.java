package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.route.Folder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in lib/ beside the configuration, in the packed product: the driver of a database that Freshwatch does not bring. */
@Tag("soak")
class FurtherJarsIT {

    private static final Path FURTHER = Path.of("target/further");

    @TempDir
    Path directory;

    private static Path driver() throws IOException {
        try (Stream<Path> jars = Files.list(FURTHER)) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("h2-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String database() throws Exception {
        String url = "jdbc:h2:" + directory.resolve("siem");
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {driver().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
                Connection connection = ((Driver) loader.loadClass("org.h2.Driver")
                                .getConstructor()
                                .newInstance())
                        .connect(url, new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE event (host VARCHAR, at TIMESTAMP WITH TIME ZONE)");
            statement.execute("INSERT INTO event VALUES ('fw-1', CURRENT_TIMESTAMP)");
        }
        return url;
    }

    @Test
    void aDriverInLibIsUsedOnceItIsThereAndWhole() throws Exception {
        Folder folder = new Folder(directory)
                .set("siem.database", database() + ";ACCESS_MODE_DATA=r")
                .set("web.enabled", "false")
                .route(
                        "my-services.camel.yaml",
                        """
                - templatedRoute:
                    routeTemplateRef: service-sql
                    parameters:
                      - {name: name, value: siem}
                      - {name: url, value: "{{siem.database}}"}
                      - {name: query, value: "SELECT max(at) FROM event WHERE host = ?"}
                      - {name: values, value: fw-1}
                      - {name: error-after, value: 1h}
                """);
        Launched without = Launched.finished(folder, "validate");
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.err())
                .contains(
                        "the value is for no database whose driver is there: put the jar of the driver for jdbc:h2: into"
                                + " lib/ next to application.properties");

        Path lib = Files.createDirectory(directory.resolve("lib"));
        Path jar = Files.copy(driver(), lib.resolve("h2.jar"));
        Launched with = Launched.finished(folder, "check", "--only", "service/*");
        assertThat(with.exitCode()).as(() -> with.out() + with.err()).isZero();
        assertThat(with.out()).contains("service/siem/records").contains("newest record is");

        Files.writeString(lib.resolve("page.jar"), "<html>not found</html>");
        Launched damaged = Launched.finished(folder, "check");
        assertThat(damaged.exitCode()).isEqualTo(3);
        assertThat(damaged.err())
                .contains(lib.resolve("page.jar") + ": is damaged, or not a jar (")
                .contains("1 fault");
        assertThat(jar).exists();
    }

    /** The recipe of a service and that of a sink, as they are shipped. */
    @Test
    void whoHasAKafkaIsToldWhichJarsToFetch() throws Exception {
        Folder folder = new Folder(directory)
                .set("web.enabled", "false")
                .set("kafka.brokers", "kafka.example:9093")
                .set("kafka.user", "watch")
                .set("secret.kafka", "s3cret")
                .set("sink.kafka.enabled", "true")
                .set("sink.kafka.brokers", "kafka.example:9093")
                .set("sink.kafka.topic", "notices")
                .route("kafka-topics.camel.yaml", Files.readString(Path.of("examples/checks/kafka-topics.camel.yaml")))
                .route("sink-kafka.camel.yaml", Files.readString(Path.of("examples/sinks/sink-kafka.camel.yaml")));
        Launched without = Launched.finished(folder, "validate");
        assertThat(without.exitCode()).isEqualTo(3);
        assertThat(without.err())
                .contains(
                        "brokers: cannot be asked without the client of Kafka, which is not part of Freshwatch: put it into"
                                + " lib/ next to application.properties: mvn dependency:copy"
                                + " -Dartifact=org.apache.kafka:kafka-clients:3.9.1 -DoutputDirectory=lib");

        Path lib = Files.createDirectory(directory.resolve("lib"));
        try (Stream<Path> jars = Files.list(FURTHER)) {
            for (Path jar : jars.filter(jar -> jar.toString().contains("kafka")).toList()) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
        Launched with = Launched.finished(folder, "validate");
        assertThat(with.exitCode()).as(with::err).isZero();
    }

    @Test
    void aRunningWatchSaysThatANewJarNeedsAStart() throws Exception {
        Folder folder = new Folder(directory)
                .set("web.enabled", "false")
                .route(
                        "my-services.camel.yaml",
                        """
                - templatedRoute:
                    routeTemplateRef: service-push
                    parameters: [{name: name, value: backup}, {name: error-after, value: 1d}]
                """);
        try (Launched watch = Launched.start(folder, "run").watching()) {
            Path jar = Files.copy(
                    driver(), Files.createDirectory(directory.resolve("lib")).resolve("h2.jar"));
            watch.signal("HUP");
            watch.saying(jar + ": is not in use, because it was put there after the start; restart Freshwatch");
        }
    }
}
