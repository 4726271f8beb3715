package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lease lets a timer beat. */
class NamespacesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            textBlock =
                    """
            esm/soc              | esm/soc
            misp/intel           | misp/intel
            freshwatch/heartbeat | freshwatch/watch
            freshwatch/store     | none
            queue-depth          | freshwatch/watch
            own/mine/tick        | own/mine
            own/mine/esm/soc     | own/mine
            own/mine/            | own/mine
            """)
    void aTimerBeatsByOneLease(String timer, String lease) {
        assertThat(Namespaces.ofTimer(timer).orElse(null)).isEqualTo(lease);
    }

    @ParameterizedTest
    @CsvSource({"service/portal/http, service/portal/sources", "service/wiki/list, service/wiki/list/a"})
    void allTimersOfAServiceAreInOneGroup(String one, String other) {
        assertThat(Namespaces.ofTimer(one)).isPresent().isEqualTo(Namespaces.ofTimer(other));
        assertThat(Namespaces.ofTimer(one).orElseThrow()).matches("services/([0-9]|1[0-5])");
    }

    @Test
    void theTimersOfEachNodeAreNotAmongThoseThatAreShared() {
        assertThat(Namespaces.shared(timer -> true))
                .accepts("esm/soc", "freshwatch/watch", "own/mine/tick")
                .rejects("freshwatch/store");
        assertThat(Namespaces.shared(timer -> false)).rejects("esm/soc", "freshwatch/store");
    }
}
