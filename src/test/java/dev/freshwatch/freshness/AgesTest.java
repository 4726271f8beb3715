package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEachLanguage
class AgesTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT-5S, 0 s",
        "PT119.9S, 119 s",
        "PT2M, 2 min",
        "PT47M59S, 47 min",
        "PT1H, 60 min",
        "PT2H, 2 h",
        "PT5H12M, 5 h 12 min",
        "PT48H, 2 d",
        "PT76H, 3 d 4 h"
    })
    void agesReadLikeSpeechAndAreRoundedDown(Duration age, String words) {
        assertThat(Ages.words(age)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "PT30S, 30 s",
        "PT0S, 0 s",
        "PT90S, 90 s",
        "PT1M, 1 min",
        "PT20M, 20 min",
        "PT1H, 1 h",
        "PT1H30M, 1 h 30 min",
        "PT2H, 2 h",
        "PT24H, 1 d",
        "PT50H, 2 d 2 h",
        "PT1H1S, 3601 s"
    })
    void limitsAreShownToTheSecond(Duration limit, String words) {
        assertThat(Ages.limit(limit)).isEqualTo(words);
    }
}
