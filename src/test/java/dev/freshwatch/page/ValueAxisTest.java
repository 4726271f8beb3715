package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Ages;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueAxisTest {

    private static List<Duration> seconds(String list) {
        return list == null
                ? List.of()
                : Stream.of(list.split(" "))
                        .map(Long::valueOf)
                        .map(Duration::ofSeconds)
                        .toList();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # values,                limits,  top s, labels
                    60 120 300,              600,     672,   0 s 5 min 10 min
                    60 120 720,              420 600, 806.4, 0 s 5 min 10 min
                    60 60 60,                ,        67.2,  0 s 20 s 40 s 1 min
                    0 0,                     ,        11.2,  0 s 5 s 10 s
                    ,                        ,        11.2,  0 s 5 s 10 s
                    ,                        1200,    1344,  0 s 5 min 10 min 15 min 20 min
                    # one of many is far beyond: clipped at four times the limit
                    60 60 60 60 60 360000,   600,     2400,  0 s 10 min 20 min 30 min 40 min
                    # half of them are: the axis reaches to them
                    60 60 360000 360000,     600,     403200, 0 s 1 d 2 d 3 d 4 d
                    # no limit: what is usual takes its place
                    10 20 30 20 10 20 30 20 10 20 86400, , 120, 0 s 30 s 1 min 90 s 2 min
                    """)
    void theAxisFitsWhatItShows(String values, String limits, double top, String labels) {
        ValueAxis axis = ValueAxis.of(200, seconds(values), seconds(limits), Duration.ofSeconds(10));

        assertThat(axis.top().toMillis() / 1000.0).isEqualTo(top);
        assertThat(axis.ticks().stream().map(Ages::limit).collect(Collectors.joining(" ")))
                .isEqualTo(labels);
    }

    @Test
    void valuesAreMeasuredFromTheTop() {
        ValueAxis axis = new ValueAxis(200, Duration.ofMinutes(40), Duration.ofMinutes(10));

        assertThat(axis.y(Duration.ZERO)).isEqualTo(200);
        assertThat(axis.y(Duration.ofMinutes(10))).isEqualTo(150);
        assertThat(axis.y(Duration.ofMinutes(40))).isZero();
        assertThat(axis.isClipped(Duration.ofMinutes(40))).isFalse();
        assertThat(axis.y(Duration.ofDays(3))).isZero();
        assertThat(axis.isClipped(Duration.ofDays(3))).isTrue();
    }

    @Test
    void hugeAgesHaveFewLabelsToo() {
        ValueAxis axis = ValueAxis.of(200, List.of(Duration.ofDays(20_000)), List.of(), Duration.ofSeconds(10));

        assertThat(axis.ticks()).hasSizeBetween(2, 5);
    }
}
