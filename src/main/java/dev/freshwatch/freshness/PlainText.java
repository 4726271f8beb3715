package dev.freshwatch.freshness;

/** Turns text from a platform into a single harmless line. */
public final class PlainText {

    private static final String CUT = "…";

    private PlainText() {}

    /** Returns a name for display: sanitized, at most 256 characters. Empty if the text is null. */
    public static String name(String text) {
        return line(text, 256);
    }

    /**
     * Replaces control characters, line and paragraph separators, bidirectional controls and unpaired surrogates with
     * blanks, and cuts texts that are longer than {@code max} code points, with a mark.
     *
     * @param text may be null
     * @param max  at least 1
     */
    public static String line(String text, int max) {
        if (text == null) {
            return "";
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), max));
        int count = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (++count > max) {
                clean.setLength(clean.offsetByCodePoints(clean.length(), -1));
                return clean.append(CUT).toString();
            }
            clean.appendCodePoint(isHarmless(c) ? c : ' ');
        }
        return clean.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !isBidirectionalControl(c);
        };
    }

    private static boolean isBidirectionalControl(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
