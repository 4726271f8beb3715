package dev.freshwatch.freshness;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reduces a message to its cause: a text that stays the same while the same thing is wrong. Leaves out everything that
 * merely counts or measures: numbers, times, process ids and any other word with a digit, units, plurals. An HTTP
 * status is reduced to its class. Two messages with the same cause therefore give the same text. In doubt two different
 * causes do as well: one notice too few is better than repeated ones.
 */
final class CauseText {

    /** Texts from platforms can be long. */
    private static final int LONGEST = 200;

    /** Only the beginning of a text is examined: a long run of figures would overflow the stack. */
    private static final int LOOKED_AT = 1000;

    private static final Pattern STATUS = Pattern.compile("\\bHTTP ([1-5])[0-9]{2}\\b");
    private static final Map<String, String> CLASSES =
            Map.of("1", "one", "2", "two", "3", "three", "4", "four", "5", "five");
    /**
     * A word that contains a digit, together with the units of a duration: {@code 3 d 4 h}. Matching starts only at the
     * beginning of a word or where the previous match ended; otherwise a long word without digits would take quadratic
     * time.
     */
    private static final Pattern FIGURE = Pattern.compile(
            "(?:\\G|(?<![^\\s,;:()'\"=]))[^\\s,;:()'\"=0-9]*+[0-9][^\\s,;()'\"=]*(?: (?:ms|s|min|h|d|days?|kB|MB)\\b)?");

    private static final Pattern FIGURES = Pattern.compile("#(?:,? #)*");

    private static final List<Map.Entry<Pattern, String>> PLURALS = List.of(
            Map.entry(Pattern.compile("\\bare\\b"), "is"),
            Map.entry(Pattern.compile("\\bhave\\b"), "has"),
            Map.entry(Pattern.compile("(\\p{L}{2})s\\b"), "$1"));

    private CauseText() {}

    static String of(Reason reason, String text) {
        String head = text.length() <= LOOKED_AT ? text : text.substring(0, LOOKED_AT);
        String words = STATUS.matcher(head).replaceAll(status -> "HTTP " + CLASSES.get(status.group(1)));
        words = FIGURES.matcher(withoutFigures(words)).replaceAll("#");
        for (Map.Entry<Pattern, String> plural : PLURALS) {
            words = plural.getKey().matcher(words).replaceAll(plural.getValue());
        }
        return PlainText.line(reason.word() + ": " + words, LONGEST);
    }

    static String withoutFigures(CharSequence text) {
        return FIGURE.matcher(text).replaceAll("#");
    }
}
