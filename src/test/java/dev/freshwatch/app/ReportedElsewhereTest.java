package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report on another node is believed only while it can be one of now. */
class ReportedElsewhereTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final CheckId CHECK = new CheckId("service/queue/depth");
    private static final Duration WITHIN = Duration.ofSeconds(123);

    @ParameterizedTest
    @CsvSource({"-124, false", "-122, true", "0, true", "60, true", "61, false", "86400, false"})
    void aReportIsOfNow(long seconds, boolean believed) {
        ReportedElsewhere elsewhere = new ReportedElsewhere(
                check -> Optional.of(NOON.plusSeconds(seconds)).filter(at -> check.equals(CHECK)),
                InstantSource.fixed(NOON));

        assertThat(elsewhere.test(CHECK, WITHIN)).isEqualTo(believed);
        assertThat(elsewhere.test(new CheckId("service/other/depth"), WITHIN)).isFalse();
    }

    @Test
    void whatCannotBeReadWasNotReportedThere() {
        ReportedElsewhere elsewhere = new ReportedElsewhere(
                check -> {
                    Store.isSqlite(StateSettings.of("jdbc:nothing"));
                    return Optional.of(NOON);
                },
                InstantSource.fixed(NOON));

        assertThat(elsewhere.test(CHECK, WITHIN)).isFalse();
        assertThat(elsewhere.test(CHECK, WITHIN)).isFalse();
    }
}
