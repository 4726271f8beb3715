package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({
        "every,every,0",
        "evry,every,1",
        "evrey,every,1",
        "everyy,every,1",
        "EVERY,every,0",
        "'',abc,3",
        "misp,esm,3",
        "ems,esm,1"
    })
    void countsSlipsOfTheFinger(String one, String other, int slips) {
        assertThat(Nearest.distance(one, other)).isEqualTo(slips);
        assertThat(Nearest.distance(other, one)).isEqualTo(slips);
    }

    @Test
    void findsNothingAmongStrangers() {
        assertThat(Nearest.of("every", List.of("window", "zone"))).isEmpty();
        assertThat(Nearest.of("windwo", List.of("window", "zone"))).contains("window");
    }
}
