package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.Soak;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of examples/checks, with what a gateway, a cache or a broken platform makes of a good answer. */
class OddRecipesTest extends RecipeScene {

    static Stream<Odd> odd() {
        // of 17 each asks 12 platforms
        return Soak.rows(
                3,
                Stream.concat(
                                Stream.of(Odd.HALF, Odd.WORDS, Odd.ERROR),
                                Stream.of(Odd.values())
                                        .filter(one -> one != Odd.WHOLE && one != Odd.WITH_A_MARK && one != Odd.UTF_16))
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("odd")
    void whatIsMadeOfAnAnswerOnItsWayIsNeverOk(Odd how) throws Exception {
        odd = how;
        Map<String, String> outcomes = outcomes("good");

        List<String> lists = outcomes.keySet().stream()
                .filter(check -> check.chars().filter(c -> c == '/').count() == 1)
                .toList();
        assertThat(lists).hasSize(12);
        boolean listIsGood = List.of(Odd.NO_TIMES, Odd.WORDS, Odd.SMALL_NUMBERS).contains(how);
        outcomes.forEach((check, outcome) -> {
            if (listIsGood && lists.contains(check) && !check.equals("thehive/alerts")) {
                assertThat(outcome).as(check).startsWith("ok up: ");
            } else {
                assertThat(outcome).as(check).doesNotStartWith("ok ").containsPattern("^[a-z]+ [a-z]+: .{10,}");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"WITH_A_MARK", "UTF_16"})
    @Tag("soak")
    void anotherFormOfUnicodeIsReadAsWell(Odd how) throws Exception {
        Map<String, String> whole = outcomes("good");
        odd = how;
        assertThat(outcomes("good")).isEqualTo(whole);
    }
}
