package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "ERC-1 events|ERC-1 events",
                " ERC-1 |ERC-1",
                "  |esm/soc/alarms",
                "\u200B\u200D\uFEFF|esm/soc/alarms",
                "\u202E\u2066|esm/soc/alarms",
                "\u3164\u2800|esm/soc/alarms",
                "\u0301|esm/soc/alarms",
                "|esm/soc/alarms",
                "a\u200B|a\u200B",
            })
    void whatShowsNothingIsTheId(String name, String shown) {
        assertThat(CheckName.of(CheckId.of("esm", "soc", "alarms"), name)).isEqualTo(shown);
    }
}
