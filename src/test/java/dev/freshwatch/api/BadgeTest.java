package dev.freshwatch.api;

import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.page.HostileTexts;
import dev.freshwatch.page.WatchedStore;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BadgeTest {

    @TempDir
    Path folder;

    private static Finding finding(String name, State state) {
        return new Finding(
                new CheckId("esm/soc/alarms"), name, name, state, Reason.UP, "x", null, null, Limits.NONE, NOW, null);
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory strict = DocumentBuilderFactory.newDefaultInstance();
        strict.setNamespaceAware(true);
        strict.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return strict.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagNameNS("http://www.w3.org/2000/svg", name);
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            all.add((Element) nodes.item(i));
        }
        return all;
    }

    private static List<String> texts(Document document) {
        return elements(document, "text").stream().map(Element::getTextContent).toList();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void itSaysNameAndStateInWords(State state) throws Exception {
        Document badge = parse(Badge.of(finding("ERC-1 events", state)).svg());

        assertThat(texts(badge)).containsExactly("ERC-1 events", state.word());
        assertThat(badge.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(badge.getDocumentElement().getAttribute("aria-label")).isEqualTo("ERC-1 events: " + state.word());
        assertThat(elements(badge, "title").get(0).getTextContent()).isEqualTo("ERC-1 events: " + state.word());
    }

    /** WCAG 2.2, 1.4.3: at least 4.5 : 1. */
    @ParameterizedTest
    @EnumSource(State.class)
    void itsTextCanBeReadOnItsColours(State state) throws Exception {
        Document badge = parse(Badge.of(finding("x", state)).svg());

        for (Element field : elements(badge, "rect")) {
            for (Element text : elements(badge, "text")) {
                assertThat(contrast(text.getAttribute("fill"), field.getAttribute("fill")))
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
        Set<String> colours = new TreeSet<>();
        Stream.of(State.values()).map(Badge::colour).forEach(colours::add);
        assertThat(colours).hasSize(State.values().length);
    }

    private static double contrast(String one, String other) {
        double light = Math.max(luminance(one), luminance(other));
        double dark = Math.min(luminance(one), luminance(other));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(String colour) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double value = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            parts[i] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    @Test
    void itsSizeTellsNothingOfTheState() throws Exception {
        Set<String> widths = new TreeSet<>();
        for (State state : State.values()) {
            widths.add(parse(Badge.of(finding("ERC-1 events", state)).svg())
                    .getDocumentElement()
                    .getAttribute("width"));
        }
        widths.add(
                parse(Badge.missing("ERC-1 events").svg()).getDocumentElement().getAttribute("width"));

        assertThat(widths).hasSize(1);
    }

    @Test
    void hostileNamesAreTextAndNothingElse() throws Exception {
        List<String> names = new ArrayList<>(HostileTexts.of(2_000));
        names.addAll(List.of("", " ", "\uFFFE\uFFFF", "a\u0000b", "\uD83D", "😀😀", "]]>", "x".repeat(5_000)));
        for (String name : names) {
            for (String svg : List.of(
                    Badge.of(finding(name, State.WARNING)).svg(),
                    Badge.missing(name).svg())) {
                Document badge = parse(svg);
                assertThat(badge.getDocumentElement().getElementsByTagName("*").getLength())
                        .as(name)
                        .isEqualTo(5);
                assertThat(texts(badge)).hasSize(2);
                assertThat(texts(badge)
                                .get(0)
                                .codePointCount(0, texts(badge).get(0).length()))
                        .isLessThanOrEqualTo(40);
                assertThat(svg).doesNotContain("<script", "<img", "<iframe", "\u202E");
            }
        }
    }

    private static WebResponse get(BadgeSite site, String path) {
        return site.answer(new WebRequest("GET", path, Map.of(), Map.of(), new byte[0]));
    }

    @Test
    void theSiteShowsWhatIsBelieved() throws Exception {
        try (WatchedStore watched = new WatchedStore(folder)) {
            BadgeSite site = new BadgeSite(watched::view);
            watched.look(finding("soc alarms", State.OK), Duration.ofMinutes(10));

            WebResponse badge = get(site, "/badge/esm/soc/alarms.svg");
            assertThat(badge.status()).isEqualTo(200);
            assertThat(badge.contentType()).isEqualTo("image/svg+xml");
            assertThat(badge.header()).containsEntry("Cross-Origin-Resource-Policy", "cross-origin");
            assertThat(texts(parse(new String(badge.body(), StandardCharsets.UTF_8))))
                    .containsExactly("soc alarms", "ok");

            watched.now = NOW.plus(Duration.ofHours(1));
            assertThat(texts(parse(
                            new String(get(site, "/badge/esm/soc/alarms.svg").body(), StandardCharsets.UTF_8))))
                    .containsExactly("soc alarms", "unknown");
        }
    }

    @Test
    void anUnknownCheckIsAPictureTooButNotFound() throws Exception {
        try (WatchedStore watched = new WatchedStore(folder)) {
            WebResponse badge = get(new BadgeSite(watched::view), "/badge/esm/soc/no<such.svg");

            assertThat(badge.status()).isEqualTo(404);
            assertThat(texts(parse(new String(badge.body(), StandardCharsets.UTF_8))))
                    .containsExactly("esm/soc/no<such", "no such check");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/badge/", "/badge/.svg", "/badge/esm/soc/alarms", "/badge", "/x.svg", "/badge/a.png"})
    void thereIsNothingElse(String path) {
        BadgeSite site = new BadgeSite(() -> {
            throw new AssertionError("the store is not needed");
        });

        assertThat(get(site, path)).isNull();
    }
}
