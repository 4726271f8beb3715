package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HangJudgeTest {

    /** Near its end, as a monotonic clock may be. */
    private static final long BEGIN = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    /**
     * @param looks  one each second: {@code .} = all goes on, {@code x} or {@code y} = that does not, {@code _} = no look for
     *               six seconds
     * @param judged after each of them; {@code .} = well
     */
    @ParameterizedTest
    @CsvSource({
        "......., .......",
        "....xxx, .......",
        "....xxxx, .......x",
        "xxxx, ...x",
        "xxxxy, ...xx",
        "xxyy, ...y",
        "xxx.xxx, .......",
        "xxx.xxxx, .......x",
        "xxxx..., ...xxxx",
        "xxxx...., ...xxxx.",
        "xxxx..x...., ...xxxxxxx.",
        "xxxx..x..., ...xxxxxxx",
        "xx_xxx, .._...",
        "xx_xxxx, .._...x",
        "xxxx.._..., ...xxx_xxx",
        "xxxx.._...., ...xxx_xxx.",
    })
    void itIsTheSameForLongEnough(String looks, String judged) {
        HangJudge judge = new HangJudge(Duration.ofSeconds(3));
        StringBuilder all = new StringBuilder();
        long at = BEGIN;
        for (char look : looks.toCharArray()) {
            if (look == '_') {
                at += Duration.ofSeconds(5).toNanos();
                all.append('_');
            } else {
                Optional<String> trouble = look == '.' ? Optional.empty() : Optional.of(String.valueOf(look));
                all.append(judge.judge(trouble, at).orElse("."));
                at += Duration.ofSeconds(1).toNanos();
            }
        }
        assertThat(all).hasToString(judged);
    }
}
