package dev.freshwatch.page;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads drawings, which must be well-formed XML. */
final class Markup {

    private Markup() {}

    static Element of(Svg.Drawing drawing) {
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawing.markup())));
            return document.getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(drawing.markup(), e);
        }
    }

    /** All elements of this name within another one that match, in their order. */
    static List<Element> all(Element within, String name, Predicate<Element> matching) {
        NodeList nodes = within.getElementsByTagName(name);
        List<Element> all = new ArrayList<>();
        for (int at = 0; at < nodes.getLength(); at++) {
            if (matching.test((Element) nodes.item(at))) {
                all.add((Element) nodes.item(at));
            }
        }
        return all;
    }

    /** All elements of this class. */
    static List<Element> all(Element within, String name, String style) {
        return all(within, name, element -> element.getAttribute("class").equals(style));
    }

    /** The values of attributes, joined by blanks. */
    static List<String> attributes(List<Element> elements, String... names) {
        return elements.stream()
                .map(element -> List.of(names).stream()
                        .map(element::getAttribute)
                        .reduce((one, other) -> one + " " + other)
                        .orElse(""))
                .toList();
    }

    static List<String> texts(List<Element> elements) {
        return elements.stream().map(Element::getTextContent).toList();
    }

    /** What elements say when they are pointed at. */
    static List<String> tips(Element within) {
        return texts(all(
                within, "title", title -> title.getParentNode().getNodeName().equals("g")));
    }
}
