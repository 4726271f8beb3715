package dev.freshwatch.freshness;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Patterns on check ids: {@code *} stands for any text, slashes included, {@code ?} for one character. */
public final class Glob {

    private Glob() {}

    /** Matches where any of the patterns does; without patterns everything matches. */
    public static Predicate<CheckId> anyOf(List<String> globs) {
        List<Pattern> patterns = globs.stream().map(Glob::pattern).toList();
        return check -> patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(check.value()).matches());
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
