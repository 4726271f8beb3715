package dev.freshwatch.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Reads a file of Java properties in UTF-8 and keeps the line numbers. Only the lines of each key are found here;
 * separators, escapes and continuation lines are parsed by {@link Properties}.
 */
final class PropertiesFile {

    private static final int LONGEST = 1_048_576;

    private PropertiesFile() {}

    /** The entries in their order; a duplicate key is a fault, and keeps its first value. */
    static Map<String, Entry> read(Path file, Report report) {
        try {
            String text = TextFile.readWithoutMark(file, LONGEST);
            LineSlips.find(lines(text), report);
            return parse(text, report);
        } catch (TextFile.Unreadable e) {
            report.fault(
                    SourceLocation.NOWHERE,
                    "",
                    String.format(Locale.ROOT, "cannot read %s: %s", file, e.getMessage()),
                    Files.exists(file)
                            ? ""
                            : "create it with freshwatch init, or set its folder with --config DIR or in"
                                    + " FRESHWATCH_CONFIG");
            return Map.of();
        }
    }

    static Map<String, Entry> parse(String text, Report report) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Logical logical : lines(text)) {
            SourceLocation where = new SourceLocation(SourceLocation.FILE, logical.number());
            Properties one = new Properties();
            try {
                one.load(new StringReader(logical.text()));
            } catch (IllegalArgumentException e) {
                report.fault(
                        where, "", "has a \\u that is not followed by four hex digits", "write \\\\u for the text");
                continue;
            } catch (IOException e) {
                throw new IllegalStateException("a string can be read", e);
            }
            for (String key : one.stringPropertyNames()) {
                Entry entry = new Entry(key, one.getProperty(key), where, false);
                Entry first = entries.putIfAbsent(key, entry);
                if (first != null) {
                    report.fault(where, key, twice(key, first.where(), where), "remove one of them");
                }
            }
        }
        return entries;
    }

    private static String twice(String key, SourceLocation first, SourceLocation second) {
        String lines = String.format(Locale.ROOT, "is set twice, in %s and %s", first.brief(), second.brief());
        return Keys.isReceiver(key) ? lines + "; each Receiver id can occur only once" : lines;
    }

    /** A line with its continuation lines. */
    record Logical(int number, String text) {}

    private static List<Logical> lines(String text) {
        List<Logical> found = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        int begun = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (begun == 0 && isSkipped(line)) {
                continue;
            }
            begun = begun == 0 ? number : begun;
            open.append(line).append('\n');
            if (!isContinued(line)) {
                found.add(new Logical(begun, open.toString()));
                open.setLength(0);
                begun = 0;
            }
        }
        if (begun != 0) {
            found.add(new Logical(begun, open.toString()));
        }
        return found;
    }

    private static boolean isSkipped(String line) {
        String begin = line.replaceFirst("^[ \\t\\f]+", "");
        return begin.isEmpty() || begin.startsWith("#") || begin.startsWith("!");
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 != 0;
    }
}
