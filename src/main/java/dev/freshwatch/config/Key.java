package dev.freshwatch.config;

import java.util.Locale;

/**
 * One row of the key table.
 *
 * @param pattern      such as {@code esm.<name>.every}; what is in angle brackets stands for one part between dots, and
 *                     a last {@code <Name>} for all that is left
 * @param defaultText  what is taken where nothing is written; null = nothing
 * @param defaultWords the default as the documentation says it; null = none
 * @param required     must be written: always for a platform, for a sink when it is enabled
 * @param example      a value to show; null = the default is example enough
 * @param description  one line
 */
record Key<T>(
        String pattern,
        Type<T> type,
        String defaultText,
        String defaultWords,
        boolean required,
        String example,
        String description) {

    boolean secret() {
        return type.shown() == Type.Shown.SECRET;
    }

    /** Whether there is only one key of this pattern. */
    boolean fixed() {
        return pattern.indexOf('<') < 0;
    }

    boolean matches(String key) {
        if (fixed()) {
            return pattern.equals(key);
        }
        // Splitting is dear with thousands of Receivers: most rows are out by their ends.
        String end = pattern.substring(pattern.lastIndexOf('.'));
        if (!key.startsWith(pattern.substring(0, pattern.indexOf('<')))
                || !(isName(end.substring(1)) || key.endsWith(end))) {
            return false;
        }
        String[] parts = pattern.split("\\.", -1);
        String[] others = key.split("\\.", pattern.endsWith("<Name>") ? parts.length : -1);
        if (parts.length != others.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (isName(parts[i]) ? others[i].isEmpty() : !parts[i].equals(others[i])) {
                return false;
            }
        }
        return true;
    }

    /** The key itself, with these names in the places of the angle brackets. */
    String of(String... names) {
        String key = pattern;
        for (String name : names) {
            int from = key.indexOf('<');
            key = key.substring(0, from) + name + key.substring(key.indexOf('>', from) + 1);
        }
        return key;
    }

    /** The environment variable that stands for this key. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    static boolean isName(String part) {
        return part.startsWith("<");
    }
}
