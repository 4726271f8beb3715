package dev.freshwatch.migration;

import dev.freshwatch.config.PropertyLine;

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
        return key + " = " + PropertyLine.value(value);
    }
}
