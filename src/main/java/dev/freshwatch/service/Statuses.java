package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The statuses that a service may answer with.
 *
 * @param words such as {@code 200} and {@code 2xx}
 */
record Statuses(List<String> words) {

    private static final Pattern WORD = Pattern.compile("[1-5](\\d\\d|xx)");

    static Statuses of(String text) throws BadValue {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[,\\s]+")) {
            if (!WORD.matcher(word).matches()) {
                throw new BadValue("is not a list of statuses", "write 200, or several: 200,204 or 2xx");
            }
            words.add(word);
        }
        return new Statuses(List.copyOf(words));
    }

    boolean contains(int status) {
        String digits = Integer.toString(status);
        return words.contains(digits) || words.contains(digits.charAt(0) + "xx");
    }

    @Override
    public String toString() {
        return String.join(" or ", words);
    }
}
