package dev.freshwatch.migration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An ini file as Python's {@code ConfigParser()} reads it: both delimiters, values over several lines, no comments behind
 * values, names of options in lower case, {@code [DEFAULT]}, and {@code %(name)s}. What Python refuses is refused here.
 */
final class IniFile {

    private static final String DEFAULT = "DEFAULT";
    private static final Pattern REFERENCE = Pattern.compile("%\\(([^)]+)\\)s");
    private static final int DEEPEST = 10;
    private static final int MOST_REFERENCES = 10_000;
    private static final int LONGEST_VALUE = 65_536;
    private static final int MOST_NAMED = 10;

    private final String file;
    private final Map<String, Map<String, Raw>> sections = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private int references;

    private IniFile(String file) {
        this.file = file;
    }

    /** What stands in the file, over its lines. */
    private record Raw(int line, List<String> parts) {
        String text() {
            return String.join("\n", parts).stripTrailing();
        }
    }

    /**
     * An option with its value.
     *
     * @param name in lower case
     * @param line where it begins
     */
    record Option(String name, String value, int line) {}

    /**
     * Reads a text.
     *
     * @param file for messages
     * @throws ImportRefused where Python would not read it
     */
    static IniFile parse(String file, String text) throws ImportRefused {
        IniFile ini = new IniFile(file);
        ini.new Reader().read(text);
        return ini;
    }

    String file() {
        return file;
    }

    boolean has(String section) {
        return lines.containsKey(section) && !section.equals(DEFAULT);
    }

    /** The sections but DEFAULT, with the lines of their headings. */
    Map<String, Integer> sections() {
        Map<String, Integer> named = new LinkedHashMap<>(lines);
        named.remove(DEFAULT);
        return named;
    }

    /** The options of a section and of DEFAULT, with their references resolved. */
    List<Option> options(String section) throws ImportRefused {
        Map<String, Raw> all = all(section);
        List<Option> options = new ArrayList<>();
        for (Map.Entry<String, Raw> option : all.entrySet()) {
            Raw raw = option.getValue();
            StringBuilder value = new StringBuilder();
            expand(raw.text(), raw.line(), all, 1, value);
            options.add(new Option(option.getKey(), value.toString(), raw.line()));
        }
        return options;
    }

    /** One option of a section, or of DEFAULT. */
    Optional<Option> option(String section, String name) throws ImportRefused {
        return options(section).stream()
                .filter(option -> option.name().equals(name))
                .findFirst();
    }

    private Map<String, Raw> all(String section) {
        Map<String, Raw> all = new LinkedHashMap<>(sections.getOrDefault(section, Map.of()));
        sections.getOrDefault(DEFAULT, Map.of()).forEach(all::putIfAbsent);
        return all;
    }

    private void expand(String text, int line, Map<String, Raw> all, int depth, StringBuilder value)
            throws ImportRefused {
        if (depth > DEEPEST || references > MOST_REFERENCES || value.length() > LONGEST_VALUE) {
            throw refused(line, "a value refers to others without end");
        }
        int at = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
            value.append(text, at, percent);
            Matcher reference = REFERENCE.matcher(text).region(percent, text.length());
            if (text.startsWith("%%", percent)) {
                value.append('%');
                at = percent + 2;
            } else if (reference.lookingAt()) {
                references++;
                Raw other = all.get(reference.group(1).toLowerCase(Locale.ROOT));
                if (other == null) {
                    throw refused(line, "a value refers with %(…)s to an option that is not there");
                }
                expand(other.text(), line, all, depth + 1, value);
                at = reference.end();
            } else {
                throw refused(line, "a % in a value is neither %% nor %(name)s; Python stops here; write %% for one");
            }
        }
        value.append(text, at, text.length());
    }

    private ImportRefused refused(int line, String what) {
        return new ImportRefused(file, line, what);
    }

    /** The state of reading: which section and option are open, and how far the option was indented. */
    private final class Reader {

        private final Set<String> named = new HashSet<>();
        private final List<Integer> unreadable = new ArrayList<>();
        private String section;
        private List<String> open;
        private int indented;

        void read(String text) throws ImportRefused {
            int number = 0;
            for (String line : text.split("\r\n|\r|\n", -1)) {
                read(line, ++number);
            }
            if (!unreadable.isEmpty()) {
                String more = unreadable.size() == 1
                        ? ""
                        : "; so do "
                                + unreadable.stream()
                                        .skip(1)
                                        .limit(MOST_NAMED)
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "));
                throw refused(unreadable.get(0), "has neither = nor : between an option and its value" + more);
            }
        }

        private void read(String line, int number) throws ImportRefused {
            String value = line.strip();
            if (value.startsWith("#") || value.startsWith(";")) {
                return;
            }
            if (value.isEmpty()) {
                if (open != null) {
                    open.add("");
                }
                return;
            }
            int indent = line.indexOf(value.charAt(0));
            if (open != null && indent > indented) {
                open.add(value);
                return;
            }
            indented = indent;
            if (value.startsWith("[") && value.lastIndexOf(']') > 1) {
                begin(value.substring(1, value.lastIndexOf(']')), number);
            } else if (section == null) {
                throw refused(number, "stands before any [section]; is this an ini file?");
            } else {
                option(value, number);
            }
        }

        private void begin(String name, int number) throws ImportRefused {
            Integer first = lines.putIfAbsent(name, number);
            if (first != null && !name.equals(DEFAULT)) {
                throw refused(number, "begins a section that line " + first + " has begun already; join them");
            }
            section = name;
            sections.putIfAbsent(name, new LinkedHashMap<>());
            open = null;
        }

        private void option(String text, int number) throws ImportRefused {
            int delimiter = delimiter(text);
            String name = delimiter < 0
                    ? ""
                    : text.substring(0, delimiter).stripTrailing().toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                unreadable.add(number);
                return;
            }
            if (!named.add(section + "\n" + name)) {
                throw refused(
                        number,
                        String.format(
                                Locale.ROOT,
                                "names an option again that line %d has named (large and small letters do not count);"
                                        + " keep one of them",
                                sections.get(section).get(name).line()));
            }
            open = new ArrayList<>();
            open.add(text.substring(delimiter + 1).strip());
            sections.get(section).put(name, new Raw(number, open));
        }

        /** The first of the two that there are; -1 = none. */
        private static int delimiter(String text) {
            int equals = text.indexOf('=');
            int colon = text.indexOf(':');
            return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
        }
    }
}
