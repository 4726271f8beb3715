package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@InEachLanguage
class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "30s,PT30S,30s",
        "20m,PT20M,20m",
        "2h,PT2H,2h",
        "7d,PT168H,7d",
        "120s,PT2M,2m",
        "090m,PT1H30M,90m",
        "48h,PT48H,2d"
    })
    void readsAndWrites(String text, String iso, String written) throws BadValue {
        assertThat(Durations.parse(text)).hasToString(iso);
        assertThat(Durations.text(Durations.parse(text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0s",
                "000d",
                "5",
                "5 m",
                "1.5h",
                "-5m",
                "5ms",
                "1h30m",
                "5M",
                "m",
                "٥m",
                "3651d",
                "999999999999999999999d"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(BadValue.class);
    }
}
