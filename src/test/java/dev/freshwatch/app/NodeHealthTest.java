package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeHealthTest {

    @ParameterizedTest
    @CsvSource({
        "0, 20, 2, ",
        "45, 20, 2, ",
        "46, 20, 2, 'nothing to do for 46 s, although there are 20 leases for 2 nodes'",
        "46, 20, 20, 'nothing to do for 46 s, although there are 20 leases for 20 nodes'",
        "46, 20, 21, ",
        "300, 17, 1, 'nothing to do for 5 min, although there are 17 leases for 1 node'",
        "300, 0, 1, ",
    })
    void aNodeThatIsToHaveALeaseHasOneAfterAWhile(int idle, int all, int nodes, String said) {
        assertThat(NodeHealth.lacksShare(Duration.ofSeconds(idle), Duration.ofSeconds(15), all, nodes)
                        .orElse(null))
                .isEqualTo(said);
    }

    @Test
    void beforeItHasJoinedItHasNoShare() {
        NodeHealth health = new NodeHealth(() -> true);
        assertThat(health.withoutShare()).contains("not a node of the cluster yet");
        assertThat(health.withoutLeases()).as("or it is alone").isEmpty();
    }
}
