package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.FreshnessCheck;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkHealth.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SinkChecksTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Trouble STUCK = new Trouble("esm/soc/alarms", NOW.minusSeconds(900), "answered HTTP 500");
    private static final Trouble REFUSED = new Trouble("esm/soc/alarms", NOW.minusSeconds(5), "answered HTTP 400");

    static Stream<Arguments> sinks() {
        return Stream.of(
                Arguments.of(health(0, null, null, null), "OK UP mail: nothing is waiting"),
                Arguments.of(health(1, null, null, null), "OK UP mail: 1 notice waiting"),
                Arguments.of(health(3, NOW.minusSeconds(599), null, null), "OK UP mail: 3 notices waiting"),
                Arguments.of(
                        health(3, NOW.minusSeconds(600), STUCK, REFUSED),
                        "CRITICAL DOWN mail: has accepted nothing since 2026-11-20T16:50:00Z (10 min): no connection;"
                                + " 3 notices waiting"),
                Arguments.of(health(3, NOW.minusSeconds(60), STUCK, null), "OK UP mail: 3 notices waiting"),
                Arguments.of(
                        health(3, null, STUCK, null),
                        "WARNING DEGRADED mail: accepts other notices, but not one about esm/soc/alarms that has been waiting for"
                                + " 15 min: answered HTTP 500"),
                Arguments.of(
                        health(0, null, null, REFUSED),
                        "WARNING DEGRADED mail: a notice about esm/soc/alarms was given up and is kept as failed:"
                                + " answered HTTP 400"));
    }

    private static SinkHealth health(long pending, Instant failingSince, Trouble stuck, Trouble refused) {
        return new SinkHealth("mail", pending, NOW, failingSince, "no connection", stuck, refused);
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void whatIsSaidOfASink(SinkHealth health, String expected) {
        assertThat(findings(health))
                .extracting(finding -> finding.state() + " " + finding.reason() + " " + finding.message())
                .containsExactly(expected);
    }

    @Test
    void itIsACheckOfItsOwn() {
        Finding finding = findings(health(0, null, null, null)).get(0);
        assertThat(finding.check()).hasToString("freshwatch/sink/mail");
        assertThat(finding.check().parent()).isEmpty();
        assertThat(finding.name()).isEqualTo("mail sink");
        assertThat(finding.observedAt()).isEqualTo(NOW);
    }

    @Test
    void theProblemOfASinkThatIsGoneEnds() {
        assertThat(findings(health(0, null, null, null), "chat", "mail"))
                .extracting(finding -> finding.check() + " " + finding.state() + " " + finding.message())
                .containsExactly(
                        "freshwatch/sink/mail OK mail: nothing is waiting",
                        "freshwatch/sink/chat OK chat: is disabled");
    }

    private static List<Finding> findings(SinkHealth health, String... inTrouble) {
        SinkChecks checks = new SinkChecks(
                sinks -> List.of(health),
                () -> List.of(inTrouble),
                () -> Set.of("mail"),
                Duration.ofMinutes(10),
                InstantSource.fixed(NOW));
        return new FreshnessCheck().judge(checks.checkSinks());
    }
}
