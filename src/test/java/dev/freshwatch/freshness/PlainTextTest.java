package dev.freshwatch.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r", "\n", "\0", "\t", "\u001b", "\u0085", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\ud800"
            })
    void whatCouldBreakALineOrTurnItRoundBecomesABlank(String hostile) {
        assertThat(PlainText.name("ERC" + hostile + "1")).isEqualTo("ERC 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ERC-1", "caf\u00e9", "\u53d7\u4fe1\u6a5f", "{{env:X}}", "${body}", "<b>\"]'\\", "\ud83d\ude00"})
    void allOtherTextStaysAsItIs(String text) {
        assertThat(PlainText.name(text)).isEqualTo(text);
    }

    @Test
    void namesAreCutAt256CharactersWithAMark() {
        assertThat(PlainText.name("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(PlainText.name("x".repeat(9000))).isEqualTo("x".repeat(255) + "…");
        assertThat(PlainText.name("\ud83d\ude00".repeat(300))).isEqualTo("\ud83d\ude00".repeat(255) + "…");
    }

    @Test
    void noNameIsTheEmptyText() {
        assertThat(PlainText.name(null)).isEmpty();
    }
}
