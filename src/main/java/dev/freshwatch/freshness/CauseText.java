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

    private static final Pattern STATUS = Pattern.compile("\\bHTTP ([1-5])[0-9]{2}\\b");
    private static final Map<String, String> CLASSES =
            Map.of("1", "one", "2", "two", "3", "three", "4", "four", "5", "five");
    /** A word with a digit in it, and with it the units of a duration: {@code 3 d 4 h}. */
    private static final Pattern FIGURE =
            Pattern.compile("[^\\s,;:()'\"=]*[0-9][^\\s,;()'\"=]*(?: (?:ms|s|min|h|d|days?|kB|MB)\\b)?");

    private static final Pattern FIGURES = Pattern.compile("#(?:,? #)*");

    private static final List<Map.Entry<Pattern, String>> PLURALS = List.of(
            Map.entry(Pattern.compile("\\bare\\b"), "is"),
            Map.entry(Pattern.compile("\\bhave\\b"), "has"),
            Map.entry(Pattern.compile("(\\p{L}{2})s\\b"), "$1"));

    private CauseText() {}

    static String of(Reason reason, String text) {
        String words = STATUS.matcher(text).replaceAll(status -> "HTTP " + CLASSES.get(status.group(1)));
        words = FIGURES.matcher(FIGURE.matcher(words).replaceAll("#")).replaceAll("#");
        for (Map.Entry<Pattern, String> plural : PLURALS) {
            words = plural.getKey().matcher(words).replaceAll(plural.getValue());
        }
        return PlainText.line(reason.word() + ": " + words, LONGEST);
    }
}
