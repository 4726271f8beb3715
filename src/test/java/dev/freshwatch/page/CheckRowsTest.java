package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Limits;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckRowsTest {

    @ParameterizedTest
    @CsvSource({
        "PT10M, PT20M, 10 · 20 min",
        "PT30S, PT2M, 30 s · 2 min",
        "PT4S, PT8S, 4 · 8 s",
        "PT90M, PT2H, 1 h 30 min · 2 h",
        "PT1H, PT90M, 1 h · 1 h 30 min",
        ", PT20M, 20 min",
        "PT20M, , 20 min",
        ", , ''",
    })
    void limitsAreShort(Duration warn, Duration error, String text) {
        assertThat(CheckRows.limit(new Limits(warn, error))).isEqualTo(text);
    }
}
