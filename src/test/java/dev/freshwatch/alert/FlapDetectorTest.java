package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.State;
import org.junit.jupiter.api.Test;

class FlapDetectorTest {

    /** The example of Icinga's documentation: eight changes in the last 20 are 39.1 %. */
    @Test
    void theDocumentedExampleFlapsAndIsCalmAfterSevenQuietLooks() {
        FlapDetector flaps = after(FlapDetector.NONE, "OCCCWCWOOOOWWWWOOOWWWC");
        assertThat(flaps.count()).isEqualTo(8);
        assertThat(flaps.percent()).isEqualTo(39.1);
        assertThat(flaps.on()).isTrue();

        FlapDetector calm = after(flaps, "CCCCCCC");
        assertThat(calm.percent()).isLessThan(25);
        assertThat(calm.on()).isFalse();
    }

    @Test
    void thereIsRoomBetweenStartingAndEnding() {
        FlapDetector five = after(FlapDetector.NONE, "OCOCOC");
        assertThat(five.percent()).isEqualTo(28.5);
        assertThat(five.on()).isFalse();

        FlapDetector six = after(five, "O");
        assertThat(six.percent()).isEqualTo(33.9);
        assertThat(six.on()).isTrue();

        FlapDetector fewer = after(six, "OOOOOOOOOO");
        assertThat(fewer.percent()).isLessThan(30).isGreaterThan(25);
        assertThat(fewer.on()).isTrue();
        assertThat(after(fewer, "OOOOO").on()).isFalse();
    }

    @Test
    void allTurnsAreTheWeightsOfTwenty() {
        FlapDetector all = after(FlapDetector.NONE, "OCOCOCOCOCOCOCOCOCOCOCOCO");
        assertThat(all.count()).isEqualTo(20);
        assertThat(all.percent()).isEqualTo(99.0);
        assertThat(after(all, "O".repeat(20)).changes()).isZero();
    }

    @Test
    void theFirstLookIsNoChange() {
        assertThat(after(FlapDetector.NONE, "C").count()).isZero();
    }

    private static FlapDetector after(FlapDetector flaps, String looks) {
        for (char c : looks.toCharArray()) {
            flaps = flaps.after(
                    switch (c) {
                        case 'O' -> State.OK;
                        case 'W' -> State.WARNING;
                        default -> State.CRITICAL;
                    },
                    false);
        }
        return flaps;
    }
}
