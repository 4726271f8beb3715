package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left out of a text, and that a hostile one costs no more than its length. */
class CauseTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            worker 4711 is dead                 | worker # is dead
            workers 4711, 4712 are dead         | worker # is dead
            newest event is 3 d 4 h old         | newest event is # old
            after 3 s-4 more                    | after ## more
            after 3 s.x4, 5x: y6:7 (z8) a=b9    | after ## (#) a=#
            x12y:34z none                       | # none
            10:15:20.5 none                     | # none
            HTTP 503 of esm1.example:8443       | HTTP five of #
            no digit-at-all                     | no digit-at-all
            """)
    void whatCountsAndMeasuresIsLeftOut(String text, String cause) {
        assertThat(CauseText.of(Reason.DOWN, text)).isEqualTo("down: " + cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x-", "x1", "x:", "x ", "1", "1 s", "=x", "# ", "\u0661"})
    void aLongTextIsReadOnce(String word) {
        Counted text = new Counted(word.repeat(20_000));

        CauseText.withoutFigures(text);

        assertThat(text.reads).isLessThan(20L * text.length());
        assertThat(CauseText.of(Reason.DOWN, text.toString())).hasSizeLessThan(300);
    }

    @Test
    void onlyTheBeginningOfALongTextSaysWhatIsWrong() {
        String begin = IntStream.range(0, 500).mapToObj(n -> "7 ").reduce("", String::concat);

        assertThat(CauseText.of(Reason.DOWN, begin + "one")).isEqualTo(CauseText.of(Reason.DOWN, begin + "another"));
        assertThat(CauseText.of(Reason.DOWN, "one " + begin))
                .isNotEqualTo(CauseText.of(Reason.DOWN, "another " + begin));
        assertThat(CauseText.of(Reason.DOWN, "x".repeat(1_000_000))).hasSizeLessThan(300);
    }

    /** Counts how often a character of it is read. */
    private static final class Counted implements CharSequence {

        private final String text;
        private long reads;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
