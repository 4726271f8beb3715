package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.cluster.Member;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When all nodes have the same configuration. */
class AgreementTest {

    private static Member node(String name, String hash) {
        Instant now = Instant.parse("2026-11-20T17:00:00Z");
        return new Member(name, name + "-1", now, now, "1.2", hash, Set.of(), null);
    }

    @Test
    void aNodeThatIsTheOnlyOneAgreesOnceItIsThere() {
        Member one = node("one", "a");
        assertThat(Agreement.isReached(one, List.of())).isFalse();
        assertThat(Agreement.isReached(one, List.of(one))).isTrue();
    }

    @Test
    void anotherConfigurationIsNoAgreementOnEitherNode() {
        Member one = node("one", "a");
        Member two = node("two", "b");
        assertThat(Agreement.isReached(one, List.of(one, two))).isFalse();
        assertThat(Agreement.isReached(two, List.of(one, two))).isFalse();
        assertThat(Agreement.isReached(one, List.of(one, node("two", "a")))).isTrue();
    }

    @Test
    void aNodeThatIsStillStartingAgreesWithNobody() {
        Member one = node("one", "");
        assertThat(Agreement.isReached(one, List.of(one))).isFalse();
        assertThat(Agreement.isReached(node("two", "a"), List.of(node("two", "a"), one)))
                .isFalse();
    }
}
