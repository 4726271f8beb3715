package dev.freshwatch.sink;

import java.nio.charset.StandardCharsets;

/** Measures and cuts text in UTF-8 bytes. */
final class Utf8 {

    private static final String CUT = "…";

    /** Length of the mark, in bytes. */
    static final int CUT_LENGTH = length(CUT);

    private Utf8() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static int length(String text) {
        return bytes(text).length;
    }

    /**
     * Returns the text, or its beginning followed by a mark, in at most {@code max} bytes. Never cuts inside a
     * character. Empty if not even the mark fits.
     */
    static String cut(String text, int max) {
        return cut(text, max, "");
    }

    /**
     * The same for a text that will be escaped.
     *
     * @param escaped characters that need one more byte
     */
    static String cut(String text, int max, String escaped) {
        if (length(text) + text.chars().filter(c -> escaped.indexOf(c) >= 0).count() <= max) {
            return text;
        }
        if (max < CUT_LENGTH) {
            return "";
        }
        int used = CUT_LENGTH;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            used += escaped.indexOf(c) >= 0 ? 1 : 0;
            if (used > max) {
                break;
            }
            at += Character.charCount(c);
        }
        return text.substring(0, at) + CUT;
    }
}
