package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckFilterTest {

    private static final CheckId RECEIVER = CheckId.of("esm", "soc", "events", "1");

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "esm/soc/*, true",
        "esm/*/events/*, true",
        "esm/soc/events/?, true",
        "esm/soc/event, false",
        "esm/soc.events/1, false",
        "ESM/*, false",
        "ERC-1 events, true",
        "ERC-1*, true",
        "* events, true",
        "ERC-?? events, false",
        "ERC-1, false",
        "ERC.1 events, false",
        "[E]RC-1 events, false"
    })
    void globsMatchWholeIdsOrNames(String glob, boolean matches) {
        assertThat(CheckFilter.of(List.of(glob)).matches(RECEIVER, "ERC-1 events"))
                .isEqualTo(matches);
    }

    @Test
    void withoutGlobsEveryCheckIsMeant() {
        CheckFilter all = CheckFilter.of(List.of());

        assertThat(all.matches(RECEIVER, null)).isTrue();
        assertThat(all.mayMatch(RECEIVER)).isTrue();
        assertThat(all.mayMatchNumber("esm/soc/events/")).isTrue();
        assertThat(all.withoutMatch(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "esm/soc/events/*, true, true",
        "esm/soc/events/17, false, true",
        "esm/*/17, false, true",
        "esm/soc/events, false, false",
        "esm/*/nothing, false, false",
        "esm/soc/al*, false, false",
        "esm/lab/*, false, false",
        "misp/*, false, false",
        "service/web/http, false, false",
        "ERC-1*, true, true",
        "* events, true, true",
        "[, true, true"
    })
    void aNameThatIsNotKnownYetMayMatchWhateverIsNotMeantForIds(String glob, boolean receiver, boolean anyReceiver) {
        CheckFilter filter = CheckFilter.of(List.of(glob));

        assertThat(filter.mayMatch(RECEIVER)).isEqualTo(receiver);
        assertThat(filter.mayMatchNumber("esm/soc/events/")).isEqualTo(anyReceiver);
    }
}
