package dev.freshwatch.setup;

import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a choice from a numbered list: {@code 1-4,7}, {@code all}, or nothing, which is all. */
public final class ReceiverChoice {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private ReceiverChoice() {}

    /** A choice that cannot be read; the message says what to write instead. */
    public static final class BadChoice extends Exception {
        BadChoice(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether everything is chosen, whatever the list has. */
    public static boolean isAll(String text) {
        return text.isBlank() || text.strip().toLowerCase(Locale.ROOT).equals("all");
    }

    /**
     * The chosen numbers.
     *
     * @param count how many the list has; its numbers begin with 1
     * @return at least one
     */
    public static SortedSet<Integer> of(String text, int count) throws BadChoice {
        SortedSet<Integer> chosen = new TreeSet<>();
        if (isAll(text)) {
            addRange(chosen, 1, count);
            return chosen;
        }
        for (String part : text.strip().replaceAll("\\s*-\\s*", "-").split("[,;\\s]+")) {
            Matcher range = PART.matcher(part);
            if (!range.matches()) {
                throw new BadChoice("'" + part + "' is not a number or a range; write numbers and ranges such"
                        + " as 1-4,7, or all");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first < 1 || last > count) {
                throw new BadChoice("there is no number " + (first < 1 ? first : Math.max(first, last)) + "; the list"
                        + " has 1 to " + count);
            }
            if (last < first) {
                throw new BadChoice(
                        "the range " + first + "-" + last + " is the wrong way round; write " + last + "-" + first);
            }
            addRange(chosen, first, last);
        }
        return chosen;
    }

    private static void addRange(SortedSet<Integer> to, int first, int last) {
        for (int number = first; number <= last; number++) {
            to.add(number);
        }
    }
}
