package dev.freshwatch.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.setup.ReceiverChoice.BadChoice;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiverChoiceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | 1,2,3,4,5,6,7,8",
                "all         | 1,2,3,4,5,6,7,8",
                "' ALL '     | 1,2,3,4,5,6,7,8",
                "1-4,7       | 1,2,3,4,7",
                "' 1 - 3 , 8' | 1,2,3,8",
                "7 1 2-3     | 1,2,3,7",
                "3,3,2-4     | 2,3,4",
                "5;6         | 5,6",
                "8-8         | 8",
                "1,          | 1"
            })
    void readsNumbersAndRanges(String text, String numbers) throws BadChoice {
        assertThat(ReceiverChoice.of(text, 8).stream().map(String::valueOf).collect(Collectors.joining(",")))
                .isEqualTo(numbers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0            | there is no number 0; the list has 1 to 8",
                "9            | there is no number 9; the list has 1 to 8",
                "3-12         | there is no number 12; the list has 1 to 8",
                "4-2          | the range 4-2 is the wrong way round; write 2-4",
                "ERC-1        | 'ERC-1' is not a number or a range; write numbers and ranges such as 1-4,7, or all",
                "1-           | '1-' is not a number or a range; write numbers and ranges such as 1-4,7, or all",
                "-3           | '-3' is not a number or a range; write numbers and ranges such as 1-4,7, or all",
                "1--3         | '1--3' is not a number or a range; write numbers and ranges such as 1-4,7, or all",
                "99999999999  | '99999999999' is not a number or a range; write numbers and ranges such as 1-4,7, or all",
                "none         | 'none' is not a number or a range; write numbers and ranges such as 1-4,7, or all"
            })
    void saysWhatCannotBeMeant(String text, String message) {
        assertThatThrownBy(() -> ReceiverChoice.of(text, 8))
                .isInstanceOf(BadChoice.class)
                .hasMessage(message);
    }
}
