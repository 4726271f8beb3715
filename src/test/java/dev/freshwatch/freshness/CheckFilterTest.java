package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** As a regular expression says it, for all short globs and names. */
    @Test
    void aGlobMatchesAsItSays() {
        List<String> globs = words("ab*?", 4);
        List<String> names = words("ab", 5);
        for (String glob : globs) {
            Pattern pattern = Pattern.compile(glob.replace("?", ".").replace("*", ".*"));
            for (String name : names) {
                assertThat(new Glob(glob).matches(name))
                        .as(glob + " on " + name)
                        .isEqualTo(pattern.matcher(name).matches());
            }
        }
    }

    private static List<String> words(String letters, int longest) {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int i = 0; i < longest; i++) {
            last = last.stream()
                    .flatMap(word -> letters.chars().mapToObj(letter -> word + (char) letter))
                    .toList();
            all.addAll(last);
        }
        return all;
    }

    /** Readers of the page send globs: none may keep a thread busy. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aGlobThatCouldMatchInManyWaysTakesNoLonger() {
        CheckFilter filter = CheckFilter.of(List.of("*a".repeat(100) + "*b"));

        assertThat(filter.matches(RECEIVER, "a".repeat(512))).isFalse();
        assertThat(filter.matches(RECEIVER, "a".repeat(512) + "b")).isTrue();
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
