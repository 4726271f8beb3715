package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of last events on both surfaces, and whose they are. */
class LastEventRowTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Response=EC%130%13%14ITEMS%13ERC%2D1%11m%11x%1111%2F20%2F2026%2011%3A58%3A30%11%12%13%14 | ERC-1=11/20/2026 11:58:30",
                "Response=ITEMS%13ERC%201%11%11%11%11%12b%11%11%11t%11c%12%13%14 | ERC 1=, b=t",
                "Response=ITEMS%13Z%C3%BCrich%2C%20%2211%25%11%11%11t%11%12%13%14 | Zürich, \"11%=t",
                "Response=ITEMS%13a%1%11%11%11t%zz%11%12%13%14 | a%1=t%zz",
                "Response=ITEMS%13four%11%11%11t%12six%11%11%11t%11%11%12five%11%11%11t%11%12%13%14 | five=t",
                "Response=ITEMS%13ITEMS%13%14 | ''",
                "Response=ITEMS | ''",
                "Response=EC%13EC%13%14ITEMS%13%13%14 | ''",
            })
    void thePrivateAnswerIsALine(String answer, String rows) throws EsmException {
        assertThat(LastEventRow.readPrivate(answer, "X").stream().map(row -> row.name() + "=" + row.lastEvent()))
                .isEqualTo(rows.isEmpty() ? List.of() : List.of(rows.split(", (?=\\w+=)")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | does not begin with Response=",
                "ITEMS%13a%13%14 | does not begin with Response=",
                "Response=OTHER%13a%13%14 | has no ITEMS",
                "Response=EC%135%13%14ITEMS%13a%13%14 | error 5",
            })
    void thePrivateAnswerMayTellAnError(String answer, String says) {
        assertThatThrownBy(() -> LastEventRow.readPrivate(answer, "X"))
                .isInstanceOf(EsmException.class)
                .hasMessageContaining(says);
    }

    @Test
    void thePublicAnswerIsAList() throws EsmException {
        String list =
                "[{\"deviceName\":\"a\",\"deviceType\":\"t\",\"lastEvent\":\"x\"},{\"deviceName\":\"b\",\"lastEvent\":null},"
                        + "{\"deviceName\":\"c\"},{\"lastEvent\":\"x\"},{\"deviceName\":\"d\",\"lastEvent\":7},null,5,[]]";
        assertThat(LastEventRow.read(EsmJson.read(list.getBytes(StandardCharsets.UTF_8), "x"), "x"))
                .containsExactly(new LastEventRow("a", "x"), new LastEventRow("b", ""));
        assertThatThrownBy(() -> LastEventRow.read(EsmJson.object(), "x")).isInstanceOf(EsmException.class);
    }

    @Test
    void aNameThatIsNotUniqueBelongsToNobody() {
        DeviceNames names = new DeviceNames(List.of(
                new DeviceNames.Named(1, "ERC-1"),
                new DeviceNames.Named(1, "ERC-1"),
                new DeviceNames.Named(2, "Twin  a"),
                new DeviceNames.Named(3, " tWIN\u00a0A"),
                new DeviceNames.Named(4, "twice"),
                new DeviceNames.Named(5, ""),
                new DeviceNames.Named(6, "alone")));
        LastEventRow first = new LastEventRow("erc-1 ", "x");
        LastEventRow alone = new LastEventRow("ALONE", "y");
        assertThat(names.assign(List.of(
                        first,
                        new LastEventRow("Twin a", "x"),
                        new LastEventRow("twice", "x"),
                        new LastEventRow("Twice", "y"),
                        new LastEventRow("twice", "z"),
                        new LastEventRow("", "x"),
                        new LastEventRow("stranger", "x"),
                        alone)))
                .isEqualTo(Map.of(1L, first, 6L, alone));
    }
}
