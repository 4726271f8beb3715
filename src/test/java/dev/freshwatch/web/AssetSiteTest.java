package dev.freshwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetSiteTest {

    private final AssetSite assets = new AssetSite();

    private WebResponse get(String path) {
        return assets.answer(new WebRequest("GET", path, Map.of(), Map.of(), new byte[0]));
    }

    @Test
    void aFileOfTheClassPathIsServedWithItsType() {
        WebResponse answer = get("/assets/a-test.min.css");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/css; charset=utf-8");
        assertThat(answer.header()).containsEntry("Cache-Control", "max-age=300");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("body { color: #123 }\n");
    }

    /** The last two are there, but are not names or types of assets. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/",
                "/assets/none.css",
                "/assets/sub/a-test.min.css",
                "/assets//a-test.min.css",
                "/assets/.css",
                "/assets/a-test.min.css/",
                "/assets/\\..\\a-test.min.css",
                "/a-test.min.css",
                "/assets/Hidden.css",
                "/assets/a-test.sh"
            })
    void nothingElseIs(String path) {
        assertThat(get(path)).isNull();
    }
}
