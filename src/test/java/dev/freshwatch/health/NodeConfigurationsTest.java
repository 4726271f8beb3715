package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshwatch.cluster.ClusterView;
import dev.freshwatch.cluster.Member;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NodeConfigurationsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(NodeConfigurations.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private List<String> hashes = List.of();
    private final NodeConfigurations configurations = new NodeConfigurations(this::view);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    /** The nodes a, b, …, each with a hash. */
    private ClusterView view() {
        List<Member> nodes = IntStream.range(0, hashes.size())
                .mapToObj(number -> new Member(
                        String.valueOf((char) ('a' + number)),
                        "1",
                        NOW,
                        NOW,
                        "1.2",
                        hashes.get(number),
                        Set.of(),
                        null))
                .toList();
        return new ClusterView(NOW, nodes, List.of());
    }

    private List<String> after(String... now) {
        hashes = List.of(now);
        configurations.logDifferences();
        return log.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void saysOnceThatTheyDifferAndOnceThatTheyDoNotAnyMore() {
        assertThat(after("x", "x")).isEmpty();
        assertThat(after("x", "x")).isEmpty();
        assertThat(after("x", "y")).as("maybe a reload of one after the other").isEmpty();
        assertThat(after("y", "y")).isEmpty();
        after("x", "y", "x");
        after("x", "y", "x");
        assertThat(after("x", "y", "x"))
                .containsExactly(
                        "WARN The configurations of the nodes differ (a, c: x; b: y): make application.properties"
                                + " and routes/ the same, then reload");
        after("y", "y", "y");
        after("y", "y", "y");
        assertThat(after("y", "y", "y"))
                .hasSize(2)
                .last()
                .isEqualTo("INFO The configurations of the nodes are the same again");
    }
}
