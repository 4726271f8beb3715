package dev.freshwatch.api;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.State;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A small picture: a name, and a state beside it. The text is white on colours of enough contrast, and the state is a word.
 *
 * @param name  cut to what fits
 * @param state fits into a field of one width
 * @param title for screen readers
 */
record Badge(String name, String state, String colour, String title) {

    static final String NAME_COLOUR = "#33404d";

    private static final int LONGEST_NAME = 40;
    private static final int HEIGHT = 20;

    /** So wide that any state fits: its width must not tell the state to a page that shows it. */
    private static final int STATE_WIDTH = 96;

    private static final int LETTER_WIDTH = 7;
    private static final int MARGIN = 8;

    static Badge of(Finding finding) {
        String name = plain(finding.name());
        String state = finding.state().word();
        return new Badge(name, state, colour(finding.state()), name + ": " + state);
    }

    /** Where there is no check of this id. */
    static Badge missing(String id) {
        String name = plain(id);
        return new Badge(name, "no such check", colour(State.UNKNOWN), name + ": no such check");
    }

    static String colour(State state) {
        return switch (state) {
            case OK -> "#1a6b34";
            case WARNING -> "#8a5a00";
            case CRITICAL -> "#b3261e";
            case UNKNOWN -> "#59616b";
        };
    }

    /** One line without characters that XML cannot hold. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        PlainText.line(text, LONGEST_NAME)
                .codePoints()
                .forEach(c -> plain.appendCodePoint(c == 0xFFFE || c == 0xFFFF ? ' ' : c));
        return plain.toString();
    }

    String svg() {
        int nameWidth = name.codePointCount(0, name.length()) * LETTER_WIDTH + 2 * MARGIN;
        int width = nameWidth + STATE_WIDTH;
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter svg = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            svg.writeStartElement("svg");
            svg.writeAttribute("xmlns", "http://www.w3.org/2000/svg");
            attributes(svg, "width", width, "height", HEIGHT, "viewBox", "0 0 " + width + " " + HEIGHT, "role", "img");
            svg.writeAttribute("aria-label", title);
            svg.writeStartElement("title");
            svg.writeCharacters(title);
            svg.writeEndElement();
            field(svg, 0, nameWidth, NAME_COLOUR);
            field(svg, nameWidth, STATE_WIDTH, colour);
            label(svg, 0, nameWidth, name);
            label(svg, nameWidth, STATE_WIDTH, state);
            svg.writeEndElement();
            svg.writeEndDocument();
            svg.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text in memory cannot be written", e);
        }
        return text.toString();
    }

    private static void field(XMLStreamWriter svg, int x, int width, String colour) throws XMLStreamException {
        svg.writeEmptyElement("rect");
        attributes(svg, "x", x, "width", width, "height", HEIGHT, "fill", colour);
    }

    /** The letters keep within their field, whatever the font. */
    private static void label(XMLStreamWriter svg, int x, int width, String text) throws XMLStreamException {
        int room = Math.min(width - 2 * MARGIN, text.codePointCount(0, text.length()) * LETTER_WIDTH);
        svg.writeStartElement("text");
        attributes(
                svg,
                "x",
                x + width / 2,
                "y",
                14,
                "fill",
                "#ffffff",
                "text-anchor",
                "middle",
                "font-size",
                11,
                "font-family",
                "Verdana, DejaVu Sans, sans-serif",
                "textLength",
                Math.max(1, room),
                "lengthAdjust",
                "spacingAndGlyphs");
        svg.writeCharacters(text);
        svg.writeEndElement();
    }

    private static void attributes(XMLStreamWriter svg, Object... pairs) throws XMLStreamException {
        for (int i = 0; i < pairs.length; i += 2) {
            svg.writeAttribute(pairs[i].toString(), pairs[i + 1].toString());
        }
    }
}
