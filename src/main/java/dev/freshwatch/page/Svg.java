package dev.freshwatch.page;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Draws one SVG image for use within HTML. Escapes every text and attribute value; whatever is not closed at the end is
 * closed then. Not thread-safe.
 */
final class Svg {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter markup = new StringWriter();
    private final XMLStreamWriter writer;

    /** @param attributes of the {@code svg} element: name, value, name, value … */
    Svg(String... attributes) {
        try {
            synchronized (FACTORY) {
                writer = FACTORY.createXMLStreamWriter(markup);
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        open("svg", attributes);
    }

    /** Opens an element; what follows is inside it until {@link #close}. */
    Svg open(String name, String... attributes) {
        return write(() -> {
            writer.writeStartElement(name);
            attributes(attributes);
        });
    }

    Svg close() {
        return write(writer::writeEndElement);
    }

    /** An element without content. */
    Svg empty(String name, String... attributes) {
        return write(() -> {
            writer.writeEmptyElement(name);
            attributes(attributes);
        });
    }

    /** An element that contains only this text. */
    Svg text(String name, String text, String... attributes) {
        return write(() -> {
            writer.writeStartElement(name);
            attributes(attributes);
            writer.writeCharacters(text);
            writer.writeEndElement();
        });
    }

    /** The finished image, for a template. */
    Drawing drawing() {
        write(writer::writeEndDocument);
        return new Drawing(markup.toString());
    }

    /**
     * Markup that templates show as it is.
     *
     * @param markup well-formed, with everything escaped
     */
    record Drawing(String markup) implements Content {

        @Override
        public void writeTo(TemplateOutput output) {
            output.writeContent(markup);
        }
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int at = 0; at < namesAndValues.length; at += 2) {
            writer.writeAttribute(namesAndValues[at], namesAndValues[at + 1]);
        }
    }

    private Svg write(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException e) {
            // a StringWriter never fails: only more ends than starts could
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }
}
