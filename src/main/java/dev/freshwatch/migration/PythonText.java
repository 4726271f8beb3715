package dev.freshwatch.migration;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Values as the old tools in Python took them. */
final class PythonText {

    private PythonText() {}

    /** What {@code int(text)} gives; empty where Python stops with an error, or where it is beyond 18 digits. */
    static OptionalLong integer(String text) {
        String bare = text.strip();
        if (!bare.matches("[+-]?[0-9]{1,18}(_[0-9]{1,18}){0,5}")) {
            return OptionalLong.empty();
        }
        String digits = bare.replace("_", "");
        return digits.length() > 19 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    /** What {@code getboolean} gives; empty where Python stops with an error. */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "true", "on" -> Optional.of(true);
            case "0", "no", "false", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A value without what looks like a comment behind it, which for Python is a part of the value. */
    static String withoutComment(String value) {
        return value.replaceFirst("\\s[#;].*$", "").strip();
    }
}
