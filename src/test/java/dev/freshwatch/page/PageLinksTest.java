package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageLinksTest {

    /** A redirect repeats what a reader has sent: neither names nor values may become something else. */
    @Test
    void namesAndValuesOfParametersAreEncoded() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("range", "week");
        parameters.put("a&b=c#d\r\nSet-Cookie: e", "x&y=z#\u00e4 ");
        parameters.put("empty", "");
        parameters.put("none", null);

        assertThat(PageLinks.with("/checks/esm/soc/alarms", parameters))
                .isEqualTo("/checks/esm/soc/alarms?range=week"
                        + "&a%26b%3Dc%23d%0D%0ASet-Cookie%3A+e=x%26y%3Dz%23%C3%A4+");
    }
}
