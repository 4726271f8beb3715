package dev.freshwatch.migration;

import dev.freshwatch.config.TextFile;
import dev.freshwatch.migration.PollerService.PollerPackage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a {@code poller-configuration.xml} of OpenNMS. Namespaces do not matter. There is no document type and no entity
 * of one's own, so nothing else is loaded and nothing grows.
 */
final class PollerFile {

    private static final String ROOT = "poller-configuration";
    private static final int DEEPEST = 32;
    private static final int MOST_SERVICES = 10_000;

    private final Path file;
    private final Map<String, String> monitors = new LinkedHashMap<>();
    private final List<PollerService> services = new ArrayList<>();
    private final Map<String, Integer> others = new LinkedHashMap<>();
    private PackageState current;
    private ServiceState service;
    private String parameter;
    private String open = "";

    private PollerFile(Path file) {
        this.file = file;
    }

    /**
     * What the file holds.
     *
     * @param others settings that are no services, such as {@code downtime}, with the line of the first of each
     */
    record Content(List<PollerService> services, Map<String, Integer> others) {}

    private static final class PackageState {
        private String name;
        private final List<String> addresses = new ArrayList<>();
        private boolean others;
        private final List<ServiceState> services = new ArrayList<>();
    }

    /** A service whose package is still open. */
    private record ServiceState(
            String name,
            int line,
            String interval,
            boolean on,
            Map<String, String> parameters,
            List<Map<String, String>> pages) {}

    /**
     * Reads it.
     *
     * @param file  for messages
     * @param bytes what is in it
     * @throws ImportRefused where it is no such file, or not whole
     */
    static Content read(Path file, byte[] bytes) throws ImportRefused {
        return new PollerFile(file).read(bytes);
    }

    private Content read(byte[] bytes) throws ImportRefused {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        List<PackageState> packages = new ArrayList<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
            int depth = 0;
            while (xml.hasNext()) {
                int line = xml.getLocation().getLineNumber();
                switch (xml.next()) {
                    case XMLStreamConstants.DTD ->
                        throw refused(line, "has a <!DOCTYPE …>, which is not read here; take it out");
                    case XMLStreamConstants.START_ELEMENT -> begin(xml, ++depth, packages);
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        end(xml.getLocalName());
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(xml.getText());
                    default -> {
                        // Comments, white space and processing instructions say nothing.
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        packages.forEach(this::close);
        return new Content(List.copyOf(services), others);
    }

    private ImportRefused refused(int line, String what) {
        return new ImportRefused(file.toString(), line, what);
    }

    private ImportRefused broken(XMLStreamException e) {
        try {
            TextFile.read(file, OldSettings.LONGEST_XML);
        } catch (TextFile.Unreadable unreadable) {
            return refused(0, unreadable.getMessage());
        }
        int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
        int column = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getColumnNumber());
        return refused(
                line,
                String.format(
                        Locale.ROOT,
                        "the XML breaks off or is not well-formed in column %d; was the file copied whole?",
                        column));
    }

    private void begin(XMLStreamReader xml, int depth, List<PackageState> packages) throws ImportRefused {
        String name = xml.getLocalName();
        int line = xml.getLocation().getLineNumber();
        if (depth > DEEPEST) {
            throw refused(line, "elements are nested too deeply");
        }
        if (depth == 1 && !name.equals(ROOT)) {
            throw refused(line, "is no poller-configuration.xml: its outermost element is another one");
        }
        Map<String, String> attributes = attributes(xml);
        switch (name) {
            case "package" -> {
                current = new PackageState();
                current.name = attributes.getOrDefault("name", "");
                packages.add(current);
            }
            case "service" -> service(attributes, line);
            case "parameter" -> parameter(attributes);
            case "page" -> {
                if (service != null) {
                    service.pages().add(attributes);
                }
            }
            case "monitor" -> monitors.put(attributes.getOrDefault("service", ""), simpleName(attributes));
            case "include-range", "include-url" -> {
                if (current != null) {
                    current.others = true;
                }
            }
            case "downtime", "rrd", "outage-calendar", "node-outage" -> others.putIfAbsent(name, line);
            default -> {
                // What is inside these, and what newer versions may have, is no service.
            }
        }
        open = name;
    }

    private static Map<String, String> attributes(XMLStreamReader xml) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return attributes;
    }

    private static String simpleName(Map<String, String> monitor) {
        String type = monitor.getOrDefault("class-name", "").strip();
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private void service(Map<String, String> attributes, int line) throws ImportRefused {
        if (current == null) {
            throw refused(line, "a <service> stands outside of any <package>");
        }
        service = new ServiceState(
                attributes.getOrDefault("name", ""),
                line,
                attributes.getOrDefault("interval", ""),
                attributes.getOrDefault("status", "on").strip().equals("on"),
                new LinkedHashMap<>(),
                new ArrayList<>());
        current.services.add(service);
        if (current.services.size() > MOST_SERVICES) {
            throw refused(line, "has more services than can be imported");
        }
    }

    /** Parameters of a page of a page sequence, such as a password, are not the service's. */
    private void parameter(Map<String, String> attributes) {
        String key = attributes.get("key");
        if (service != null && service.pages().isEmpty() && key != null) {
            parameter = key;
            service.parameters().put(key, attributes.getOrDefault("value", ""));
        }
    }

    private void text(String text) {
        if (open.equals("specific") && current != null && !text.isBlank()) {
            current.addresses.add(text.strip());
        } else if (open.equals("parameter") && parameter != null && service != null) {
            service.parameters().computeIfPresent(parameter, (key, value) -> value.isEmpty() ? text.strip() : value);
        }
    }

    private void end(String name) {
        open = "";
        switch (name) {
            case "package" -> current = null;
            case "service" -> service = null;
            case "parameter" -> parameter = null;
            default -> {
                // Nothing was open.
            }
        }
    }

    private void close(PackageState state) {
        PollerPackage inPackage = new PollerPackage(state.name, List.copyOf(state.addresses), state.others);
        state.services.forEach(found -> services.add(new PollerService(
                found.name(),
                found.line(),
                inPackage,
                found.interval(),
                found.on(),
                found.parameters(),
                found.pages(),
                monitors.getOrDefault(found.name(), ""))));
    }
}
