package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.ClusterSettings.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys {@code cluster.…}. */
class ClusterReaderTest {

    private static final String POSTGRES = "state.url=jdbc:postgresql://127.0.0.1/freshwatch\n";

    @TempDir
    private Path folder;

    private Settings accepted(String lines) throws IOException {
        return ReadConfiguration.accepted(folder, ReadConfiguration.MINIMAL + "\n" + lines)
                .settings();
    }

    @Test
    void withoutItTheProcessIsAlone() throws IOException {
        Settings settings = accepted(POSTGRES);

        assertThat(settings.cluster()).isNull();
        assertThat(settings.state().shared()).isFalse();
    }

    @Test
    void aNodeHasTheNameOfItsHostUnlessOneIsWritten() throws IOException {
        Settings settings = accepted(POSTGRES + "cluster.enabled=true\n");

        assertThat(settings.cluster())
                .isEqualTo(
                        new ClusterSettings("watch1", Duration.ofSeconds(15), Kind.POSTGRESQL, Duration.ofMinutes(2)));
        assertThat(settings.state().shared()).isTrue();
        assertThat(accepted(POSTGRES + "cluster.enabled=true\ncluster.node=left\n")
                        .cluster()
                        .node())
                .isEqualTo("left");
    }

    @ParameterizedTest
    @CsvSource({
        "cluster.node=a/b, cluster.node, cannot be the name of a node",
        "cluster.lease=1s, cluster.lease, too short",
        "cluster.lease=1h, cluster.lease, too long",
        "cluster.kind=kubernetes, cluster.kind, not in this version",
    })
    void whatCannotBeIsRefused(String line, String key, String problem) throws IOException {
        assertThat(ReadConfiguration.faults(
                        folder, ReadConfiguration.MINIMAL + "\n" + POSTGRES + "cluster.enabled=true\n" + line + "\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains(key, problem));
    }

    @Test
    void aFileIsNoDatabaseOfSeveralNodes() throws IOException {
        assertThat(ReadConfiguration.faults(folder, ReadConfiguration.MINIMAL + "\ncluster.enabled=true\n"))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("cluster.enabled", "state.url=jdbc:postgresql://"));
    }
}
