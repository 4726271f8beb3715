package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckIdTest {

    @Test
    void thePlatformIsItsFirstTwoParts() {
        assertThat(CheckId.of("esm", "soc", "events", "1").platform()).isEqualTo("esm/soc");
        assertThat(new CheckId("freshwatch/drill").platform()).isEqualTo("freshwatch/drill");
    }

    @Test
    void onlyAPlatformsSessionIsASession() {
        assertThat(CheckId.of("esm", "soc", "session").isSession()).isTrue();
        assertThat(CheckId.of("esm", "session", "alarms").isSession()).isFalse();
        assertThat(CheckId.of("service", "shop", "session").isSession()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "esm/soc/events/1, esm/soc/session",
                "esm/soc/session,  -",
                "misp/intel/workers, misp/intel/rest",
                "misp/intel/key,   misp/intel/rest",
                "misp/intel/page,  -",
                "misp/intel/rest,  -",
                "service/wiki/page, -",
                "freshwatch/drill, -"
            })
    void aCheckThatNeedsAnotherHasItForItsParent(String check, String parent) {
        assertThat(new CheckId(check).parent().map(CheckId::value).orElse(null)).isEqualTo(parent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "esm", "esm/", "/esm/soc", "esm//soc", "esm/so c/x", "esm/soc\n/x"})
    void anythingElseIsNoCheckId(String text) {
        assertThatThrownBy(() -> new CheckId(text)).hasMessageContaining("not a check id");
    }
}
