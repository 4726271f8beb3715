package dev.freshwatch.freshness;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is wrong, in words that stay the same as long as it does. Made of a text by leaving out what only counts and
 * measures: numbers, times, process ids and what else has a digit in it, units, plurals. Of an HTTP status its class
 * stays. So two texts of one cause give one, and where in doubt two causes do: nobody is told rather than told twice.
 */
final class CauseText {

    /** Texts of platforms can be long. */
    private static final int LONGEST = 200;

    /** So much of a text says what is wrong; the rest is not looked at (a long row of figures would overflow the stack). */
    private static final int LOOKED_AT = 1000;

    private static final Pattern STATUS = Pattern.compile("\\bHTTP ([1-5])[0-9]{2}\\b");
    private static final Map<String, String> CLASSES =
            Map.of("1", "one", "2", "two", "3", "three", "4", "four", "5", "five");
    /**
     * A word with a digit in it, and with it the units of a duration: {@code 3 d 4 h}. It is looked for from the beginning
     * of each word, and from the end of the one before, alone: else a long word without a digit costs the square of it.
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
