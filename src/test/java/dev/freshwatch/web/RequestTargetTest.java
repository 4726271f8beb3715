package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/checks/esm/soc/events/144116287587483648, /checks/esm/soc/events/144116287587483648",
        "/checks/esm%2Fsoc%2Falarms, /checks/esm/soc/alarms",
        "/a%20b+c, /a b+c",
        "/%C3%A4%F0%9F%98%80, /ä😀",
        "/%252e%252e/x, /%2e%2e/x",
        "/a..b/...., /a..b/....",
        "//x, //x",
        "/x?y, /x",
        "/?a=/../, /"
    })
    void aPathIsDecodedOnce(String target, String path) throws Exception {
        assertThat(RequestTarget.parse(target).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "x",
                "http://127.0.0.1/x",
                "?x",
                "/..",
                "/../x",
                "/x/..",
                "/x/./y",
                "/x/%2e%2e/y",
                "/x%2f..%2fy",
                "/%00",
                "/x%0d%0ay",
                "/%7f",
                "/%c2%85",
                "/%",
                "/%2",
                "/%zz",
                "/%-1",
                "/ä",
                "/%c3",
                "/%ff",
                "/%c0%ae%c0%ae/x",
                "/%ed%a0%80",
                "/?a=%",
                "/?a=%00",
                "/?%0a=1",
                "/?a=%ff"
            })
    void whatIsNoPlainPathIsRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.parse(target))
                .isInstanceOf(RequestTarget.Unusable.class)
                .hasMessageMatching("[ -~]{10,}");
    }

    @Test
    void aQueryIsDecodedOnce() throws Exception {
        assertThat(RequestTarget.parse("/?check=esm%2F*&a=b=c&x+y=1+2%2B3&flag&a=second&&=nothing&%25=%2525")
                        .query())
                .isEqualTo(Map.of("check", "esm/*", "a", "b=c", "x y", "1 2+3", "flag", "", "%", "%25"));
        assertThat(RequestTarget.parse("/?").query()).isEmpty();
    }

    @Test
    void aQueryHasLimits() throws Exception {
        String twenty = IntStream.range(0, 20).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining("&"));

        assertThat(RequestTarget.parse("/?" + twenty).query()).hasSize(20);
        assertThatThrownBy(() -> RequestTarget.parse("/?" + twenty + "&q=1")).hasMessage("more than 20 parameters");
    }
}
