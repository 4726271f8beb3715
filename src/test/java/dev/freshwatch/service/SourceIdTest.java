package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last part of a source's check: the same each time, harmless anywhere, and never that of another source. */
class SourceIdTest {

    private static final CheckId LIST = new CheckId("service/logs/events");

    private static String part(String id) {
        return SourceId.of(LIST, id).value().substring("service/logs/events/".length());
    }

    @ParameterizedTest
    @CsvSource({
        "logs-fw-default, logs-fw-default",
        "00:1A:2b@x_y.z, 00:1A:2b@x_y.z",
        "'a b', a~20b",
        "main/syslog, main~2Fsyslog",
        "a~b, a~7Eb",
        "a%2Fb, a~252Fb",
        "..\\..\\etc, ~2E.~5C..~5Cetc",
        "., ~2E",
        "*?, ~2A~3F",
        "Zürich, Z~C3~BCrich",
        "\uD83D\uDE00, ~F0~9F~98~80",
        "<b>\"', ~3Cb~3E~22~27"
    })
    void whatIsNotPlainIsEscaped(String id, String part) {
        assertThat(part(id)).isEqualTo(part);
    }

    @Test
    void controlsAndHalfCharactersAreEscaped() {
        assertThat(part("a\nb\u202E\u0000")).isEqualTo("a~0Ab~E2~80~AE~00");
        assertThat(part("\uD800")).isEqualTo("~uD800");
        assertThat(part("\uD801")).isNotEqualTo(part("\uD800"));
    }

    @Test
    void whatIsLongIsCutAndStaysDistinct() {
        String one = part("x".repeat(1000));
        assertThat(one).hasSize(SourceId.LONGEST).startsWith("xxxx").contains("~~");
        assertThat(part("x".repeat(999))).isNotEqualTo(one);
        assertThat(part("x".repeat(SourceId.LONGEST))).isEqualTo("x".repeat(SourceId.LONGEST));
        for (int blanks = 0; blanks < 6; blanks++) {
            String cut = part("x".repeat(blanks) + "ü \uD800".repeat(100));
            assertThat(cut.substring(0, cut.indexOf("~~"))).matches("x*(~[0-9A-F]{2}|~u[0-9A-F]{4})*");
        }
    }

    @Test
    void noTwoIdsShareAPart() {
        Random random = new Random(7);
        List<String> bits =
                List.of("~", "~~", "a", "A", ".", "/", " ", "%", "20", "~20", "ü", "\uD800", "\uDC00", "u", "D8");
        Map<String, String> ids = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            StringBuilder id = new StringBuilder();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                id.append(bits.get(random.nextInt(bits.size())));
            }
            String before = ids.put(part(id.toString()), id.toString());
            assertThat(before == null || before.equals(id.toString()))
                    .as("%s and %s", before, id)
                    .isTrue();
        }
    }

    @Test
    void itIsASourceOfItsList() {
        CheckId check = SourceId.of(LIST, "a/b");
        assertThat(check.isSource()).isTrue();
        assertThat(check.parent()).contains(LIST);
        assertThat(LIST.isSource()).isFalse();
        assertThat(LIST.parent()).isEmpty();
        assertThat(new CheckId("service/x").isSource()).isFalse();
        assertThat(new CheckId("esm/soc/events/7").isSource()).isFalse();
    }
}
