package dev.freshwatch.config;

import dev.freshwatch.freshness.PlainText;
import java.util.Locale;

/**
 * Lines of {@code application.properties} that read back as what was meant, whatever a platform calls its devices: the
 * format of Java properties has its own meaning for backslashes and line ends, and Freshwatch for two opening braces.
 */
public final class PropertyLine {

    /** An opening brace, as the default of a key that nobody sets. A brace as it is could begin a placeholder. */
    private static final String BRACE = "{{opening.brace:{}}";

    private PropertyLine() {}

    /** {@code key=value}; the value is taken as it stands. */
    public static String of(String key, String value) {
        return key(key) + "=" + value(value);
    }

    /** The same with a placeholder for a value, which is not escaped. */
    public static String ofFile(String key, String path) {
        return key(key) + "={{file:" + path + "}}";
    }

    /** A line without effect. */
    public static String commented(String line) {
        return "#" + line;
    }

    /** A comment for people; text from a platform cannot end it. */
    public static String comment(String text) {
        return "# " + PlainText.line(text, 1000);
    }

    private static String key(String key) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            append(text, c, " =:#!".indexOf(c) >= 0, isHalf(key, i));
        }
        return text.toString();
    }

    /** A value that is taken as it stands. */
    public static String value(String value) {
        boolean braces = value.contains("{{");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (braces && c == '{') {
                text.append(BRACE);
            } else {
                append(text, c, c == ' ' && i == 0, isHalf(value, i));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char c, boolean marked, boolean half) {
        if (c == '\\' || marked) {
            text.append('\\').append(c);
        } else if (half
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || c == '\u2028'
                || c == '\u2029') {
            text.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
        } else {
            text.append(c);
        }
    }

    /** Half of a surrogate pair, which no UTF-8 has. */
    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        boolean paired = Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return Character.isSurrogate(c) && !paired;
    }
}
