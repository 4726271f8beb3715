package dev.freshwatch.migration;

import java.util.Locale;

/** Writes a value so that {@code application.properties} gives back exactly it. */
final class PropertiesText {

    private PropertiesText() {}

    /** Whether a value can be written at all: what looks like a placeholder would be resolved. */
    static boolean isLiteral(String value) {
        return !value.contains("{{") && !value.isEmpty();
    }

    /** {@code key = value} */
    static String line(String key, String value) {
        if (!isLiteral(value)) {
            throw new IllegalArgumentException("cannot be written as it is: the value of " + key);
        }
        StringBuilder line = new StringBuilder(key).append(" = ");
        for (int i = 0; i < value.length(); i++) {
            line.append(escaped(value.charAt(i), i == 0));
        }
        return line.toString();
    }

    private static String escaped(char c, boolean first) {
        return switch (c) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case ' ' -> first ? "\\ " : " ";
            default ->
                Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\u2028' || c == '\u2029'
                        ? String.format(Locale.ROOT, "\\u%04X", (int) c)
                        : String.valueOf(c);
        };
    }
}
