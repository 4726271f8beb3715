package dev.freshwatch.page;

import static dev.freshwatch.page.CheckScene.CHECK;
import static dev.freshwatch.page.CheckScene.LIMITS;
import static dev.freshwatch.page.CheckScene.words;
import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.State;
import dev.freshwatch.report.CsvCell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of devices are text in everything that the page of a check is made of, and no page is large. */
class HostileCheckPageTest {

    private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>&amp;'${7*7}\u202Ex";

    @TempDir
    Path folder;

    private CheckScene scene;

    @BeforeEach
    void open() {
        scene = new CheckScene(folder, "Europe/Berlin");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void hostileNamesAreTextEverywhere() {
        scene.blind(HOSTILE).history(Duration.ofHours(2));
        for (String query : List.of("", "range=hour", "range=year")) {
            String html = scene.html(query);
            assertThat(html)
                    .doesNotContain("<script>alert", "<img", "\u202E")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
            assertThat(words(html)).contains("${7*7}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    =1+1                  | '=1+1
                    +49                   | '+49
                    -2+3                  | '-2+3
                    @SUM(A1)              | '@SUM(A1)
                    ERC, 1                | "ERC, 1"
                    say "x"               | "say ""x""\"
                    =cmd,1                | "'=cmd,1"
                    x;=cmd                | "x;'=cmd"
                    x; @SUM(A1);y         | "x;' @SUM(A1);y"
                    a;b                   | "a;b"
                    10-20                 | 10-20
                    plain                 | plain
                    """,
            quoteCharacter = '~')
    void noCellIsAFormula(String name, String cell) {
        assertThat(CsvCell.of(name)).isEqualTo(cell);
    }

    @Test
    void noCellBreaksOut() {
        assertThat(CsvCell.of("\tx")).isEqualTo("'\tx");
        assertThat(CsvCell.of("\rx")).isEqualTo("\"'\rx\"");
        assertThat(CsvCell.of("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(CsvCell.of("")).isEmpty();
        scene.blind("=HYPERLINK(\"http://x\",\"y\")");
        assertThat(CheckScene.text(scene.get("range=hour&format=csv")))
                .contains(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\") events\",");
    }

    @Test
    void theFileOfTheCsvHasAHarmlessName() {
        scene.blind("ERC-2");

        assertThat(scene.get("range=hour&format=csv").header())
                .containsEntry(
                        "Content-Disposition",
                        "attachment; filename=\"esm-soc-events-144116287587483649-2026-11-20T011500Z.csv\"");
    }

    /** Every page is small enough, even where each step has looks of several states. */
    @Test
    void noPageIsLargerThanTwoHundredKilobytes() {
        scene.blind("ERC-2 in a data centre with a long name");
        Random random = new Random(7);
        for (long minute = 0; minute < 2 * 24 * 60; minute++) {
            scene.samples.add(
                    CHECK,
                    NOW.minusSeconds(60 * minute),
                    State.values()[random.nextInt(4)],
                    random.nextInt(4_000_000),
                    random.nextInt(30_000),
                    LIMITS);
        }
        for (long hour = 48; hour < 400 * 24; hour++) {
            scene.samples.add(
                    CHECK,
                    NOW.minusSeconds(3600 * hour),
                    State.values()[random.nextInt(4)],
                    random.nextInt(4_000_000),
                    30_000,
                    LIMITS);
        }
        for (String query : List.of(
                "range=hour",
                "range=day",
                "range=week",
                "range=month",
                "range=year",
                "on=2026-11-18",
                "range=week&on=2026-10-25",
                "from=2026-10-16T02:00:00Z&to=2026-11-20T02:00:00Z")) {
            assertThat(scene.get(query).body().length).as(query).isLessThan(200_000);
        }
    }
}
