package dev.freshwatch.config;

import java.util.Locale;

/**
 * A configuration key.
 *
 * @param pattern      such as {@code esm.<name>.every}; angle brackets stand for one part between dots, a final {@code
 *     <Name>} for the whole rest
 * @param defaultText  used if nothing is written; null = none
 * @param defaultWords the default as documented; null = none
 * @param required     must be set: always for a platform, if enabled for a sink
 * @param example      a value for the documentation; null = the default is used as example
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

    /** Whether the pattern stands for a single key. */
    boolean fixed() {
        return pattern.indexOf('<') < 0;
    }

    boolean matches(String key) {
        if (fixed()) {
            return pattern.equals(key);
        }
        // Splitting is expensive with thousands of Receivers; most keys differ already in their last part.
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

    /** Returns the key with these names in place of the angle brackets. */
    String of(String... names) {
        String key = pattern;
        for (String name : names) {
            int from = key.indexOf('<');
            key = key.substring(0, from) + name + key.substring(key.indexOf('>', from) + 1);
        }
        return key;
    }

    /** The environment variable for this key. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    static boolean isName(String part) {
        return part.startsWith("<");
    }
}
