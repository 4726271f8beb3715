package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleReader.Cell;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HeatStripTest {

    private static final CheckId CHECK = CheckId.of("esm", "soc", "events", "1");
    private static final Instant NOW = Instant.parse("2026-11-20T02:14:11Z");
    private static final Cell EMPTY = new Cell(0, null, Double.NaN);
    private static final Cell CALM = new Cell(3, State.OK, 0.1);

    private final HeatStrip strip = new HeatStrip(HeatStrip.from(NOW), new PageTimes(NOW, ZoneId.of("Europe/Berlin")));

    @Test
    void theLastColumnContainsNow() {
        assertThat(HeatStrip.from(NOW)).isEqualTo(Instant.parse("2026-11-19T02:30:00Z"));
        assertThat(HeatStrip.from(Instant.parse("2026-11-20T02:30:00Z")))
                .isEqualTo(Instant.parse("2026-11-19T03:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "OK, 0, CALM",
        "OK, 0.25, CALM",
        "OK, 0.26, QUARTER",
        "OK, 0.51, HALF",
        "OK, 0.81, NEAR",
        "OK, 1, NEAR",
        "OK, NaN, CALM",
        "WARNING, 0.6, NEAR",
        "WARNING, NaN, NEAR",
        "WARNING, 1.2, PAST",
        "CRITICAL, 1.01, PAST",
        "CRITICAL, 2, PAST",
        "CRITICAL, 2.01, TWICE",
        "CRITICAL, NaN, TWICE",
        "CRITICAL, 0.2, PAST",
        "UNKNOWN, 0.2, UNJUDGED",
        "UNKNOWN, NaN, UNJUDGED",
    })
    void levels(State worst, double load, HeatLevel level) {
        assertThat(HeatLevel.of(new Cell(1, worst, load))).isEqualTo(level);
    }

    @Test
    void drawsAPathForEachLevelTheWorseOverTheBetter() throws Exception {
        List<Cell> cells = day();
        set(cells, 2, 5, new Cell(1, State.OK, 0.3));
        set(cells, 10, 12, new Cell(1, State.OK, 0.3));
        set(cells, 11, 12, new Cell(1, State.CRITICAL, 1.5));
        set(cells, 20, 22, EMPTY);
        set(cells, 30, 31, new Cell(1, State.UNKNOWN, Double.NaN));

        Document svg = draw(cells);

        assertThat(svg.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 48 2");
        assertThat(texts(svg, "path", "class", "d"))
                .containsExactly("l1 M0 1h20m2 0h8m1 0h17", "l2 M2 1h3m5 0h2", "l5 M11 1h1", "l7 M30 1h1");
        assertThat(texts(svg, "rect", "x", "width")).containsExactly("11 1", "20 2", "30 1");
        assertThat(texts(svg, "a", "href"))
                .containsExactly(
                        "/checks/esm/soc/events/1",
                        "/checks/esm/soc/events/1?from=2026-11-19T08:00Z&to=2026-11-19T08:30Z",
                        "/checks/esm/soc/events/1?from=2026-11-19T12:30Z&to=2026-11-19T13:30Z",
                        "/checks/esm/soc/events/1?from=2026-11-19T17:30Z&to=2026-11-19T18:00Z");
        assertThat(titles(svg))
                .containsExactly(
                        "the whole day",
                        "past its limit yesterday 09:00 to yesterday 09:30",
                        "nobody looked yesterday 13:30 to yesterday 14:30",
                        "could not be judged yesterday 18:30 to yesterday 19:00");
    }

    @Test
    void everyColumnIsDrawnOnceAtItsOwnLevelOrNotAtAll() throws Exception {
        List<Cell> cells = new ArrayList<>();
        for (int at = 0; at < 48; at++) {
            cells.add(
                    at % 7 == 6
                            ? EMPTY
                            : at % 5 == 4 ? new Cell(1, State.UNKNOWN, Double.NaN) : new Cell(1, State.OK, at / 20.0));
        }
        Document svg = draw(cells);
        int[] seen = new int[48];
        NodeList paths = svg.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            int level = Integer.parseInt(path.getAttribute("class").substring(1));
            int pen = 0;
            for (String step : path.getAttribute("d").split("(?=[Mmh])")) {
                int by = Integer.parseInt(step.substring(1).split(" ")[0]);
                if (step.startsWith("h")) {
                    for (int column = pen; column < pen + by; column++) {
                        seen[column] = level;
                    }
                }
                pen += by;
            }
        }
        for (int at = 0; at < 48; at++) {
            assertThat(seen[at])
                    .as("column " + at)
                    .isEqualTo(HeatLevel.of(cells.get(at)).ordinal());
        }
    }

    @Test
    void aCalmDayIsSmall() throws Exception {
        assertThat(titles(draw(day()))).containsExactly("within its limit");
        assertThat(strip.draw(CHECK, day(), true).markup().length()).isLessThan(200);
    }

    @Test
    void aCheckThatNobodyLookedAtSaysSo() throws Exception {
        Document svg = draw(List.of());
        assertThat(titles(svg)).containsExactly("the whole day", "nobody looked all the time");
        assertThat(svg.getElementsByTagName("path").getLength()).isZero();
    }

    /** Where there is no room for links, the strip itself says what they would have said. */
    @Test
    void aStripWithoutLinksOfItsOwnSaysWhatWasBad() throws Exception {
        List<Cell> cells = day();
        for (int at = 0; at < 40; at += 8) {
            set(cells, at, at + 2, new Cell(1, State.CRITICAL, 3));
        }
        Document svg = parse(strip.draw(CHECK, cells, false).markup());
        assertThat(HeatStrip.links(cells)).isEqualTo(5);
        assertThat(texts(svg, "a", "href")).containsExactly("/checks/esm/soc/events/1");
        assertThat(titles(svg))
                .containsExactly(
                        "past its limit yesterday 03:30 to yesterday 04:30, past its limit yesterday 07:30 to yesterday"
                                + " 08:30, past its limit yesterday 11:30 to yesterday 12:30 and 2 more times");
    }

    @Test
    void whatIsBadUntilNowEndsNow() throws Exception {
        List<Cell> cells = day();
        set(cells, 47, 48, new Cell(1, State.CRITICAL, 3));
        assertThat(titles(draw(cells))).contains("past its limit 03:00 to now");
    }

    @Test
    void aHostileIdStaysInItsAttribute() throws Exception {
        CheckId hostile = new CheckId("a/b\"><script>alert(1)</script>&amp;'#?%é");
        String markup = strip.draw(hostile, day(), true).markup();
        assertThat(parse(markup).getElementsByTagName("script").getLength()).isZero();
        assertThat(texts(parse(markup), "a", "href"))
                .containsExactly("/checks/a/b%22%3E%3Cscript%3Ealert%281%29%3C/script%3E%26amp%3B%27%23%3F%25%C3%A9");
    }

    private static List<Cell> day() {
        return new ArrayList<>(Collections.nCopies(48, CALM));
    }

    private static void set(List<Cell> cells, int start, int end, Cell cell) {
        Collections.fill(cells.subList(start, end), cell);
    }

    private Document draw(List<Cell> cells) throws Exception {
        assertThat(HeatStrip.WIDTH.multipliedBy(HeatStrip.COLUMNS)).isEqualTo(Duration.ofDays(1));
        return parse(strip.draw(CHECK, cells, true).markup());
    }

    private static Document parse(String markup) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(markup)));
    }

    private static List<String> texts(Document svg, String element, String... attributes) {
        List<String> texts = new ArrayList<>();
        NodeList all = svg.getElementsByTagName(element);
        for (int i = 0; i < all.getLength(); i++) {
            List<String> values = new ArrayList<>();
            for (String attribute : attributes) {
                values.add(((Element) all.item(i)).getAttribute(attribute));
            }
            texts.add(String.join(" ", values));
        }
        return texts;
    }

    private static List<String> titles(Document svg) {
        List<String> texts = new ArrayList<>();
        NodeList all = svg.getElementsByTagName("title");
        for (int i = 0; i < all.getLength(); i++) {
            texts.add(all.item(i).getTextContent());
        }
        return texts;
    }
}
