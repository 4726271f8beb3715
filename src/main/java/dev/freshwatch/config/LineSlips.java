package dev.freshwatch.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds mistakes that the format of Java properties accepts silently: a line that is swallowed by a backslash at the
 * end of the previous one, a backslash that is dropped, a key without a value. Never shows a value.
 */
final class LineSlips {

    private static final Pattern BARE = Pattern.compile("[ \\t\\f]*([A-Za-z0-9._-]+)[ \\t\\f\\r\\n]*");
    private static final Pattern ASSIGNED =
            Pattern.compile("[ \\t\\f]*([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+)[ \\t]*[=:].*");
    private static final Pattern KEY =
            Pattern.compile("[ \\t\\f]*([A-Za-z0-9._-]+)[ \\t\\f]*[=: \\t].*", Pattern.DOTALL);

    /** A backslash before a character that needs none, which Java drops. */
    private static final Pattern DROPPED = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\[^\\\\tnrfu=:#! \\t\\r\\n]");

    private LineSlips() {}

    static void find(List<PropertiesFile.Logical> lines, Report report) {
        for (PropertiesFile.Logical line : lines) {
            SourceLocation where = new SourceLocation(SourceLocation.FILE, line.number());
            Matcher bare = BARE.matcher(line.text());
            if (bare.matches() && Keys.find(bare.group(1)).isPresent()) {
                report.fault(where, bare.group(1), "has no value", "write = and a value after it");
            }
            eaten(line, report);
            Matcher key = KEY.matcher(line.text());
            if (key.matches() && DROPPED.matcher(line.text()).find()) {
                report.warn(
                        where,
                        key.group(1),
                        "a \\ in the value is dropped, as in all Java properties; write \\\\ for a single \\");
            }
        }
    }

    private static void eaten(PropertiesFile.Logical line, Report report) {
        List<String> parts = line.text().lines().toList();
        for (int i = 1; i < parts.size(); i++) {
            Matcher next = ASSIGNED.matcher(parts.get(i));
            boolean key = next.matches() && Keys.find(next.group(1)).isPresent();
            boolean comment = parts.get(i).strip().startsWith("#");
            if (key || comment) {
                report.fault(
                        new SourceLocation(SourceLocation.FILE, line.number() + i - 1),
                        "",
                        "ends with a \\, so the next line is part of its value",
                        "remove it, or write \\\\ for a single \\");
            }
        }
    }
}
