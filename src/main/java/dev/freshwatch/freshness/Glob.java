package dev.freshwatch.freshness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pattern: {@code *} matches any text including slashes, {@code ?} matches one character. */
public final class Glob {

    private final String text;
    private final Pattern pattern;

    public Glob(String text) {
        this.text = text;
        this.pattern = Pattern.compile(regex(text), Pattern.DOTALL);
    }

    public String text() {
        return text;
    }

    /** Whether the whole value matches. */
    public boolean matches(String value) {
        return pattern.matcher(value).matches();
    }

    /** Whether this text, followed by some number, could match. */
    boolean mayMatchNumber(String prefix) {
        Matcher matcher = pattern.matcher(prefix);
        boolean couldGoOn = matcher.matches() || matcher.hitEnd();
        return couldGoOn && text.matches("(?s).*[0-9*?]");
    }

    /** Whether this text, followed by any other, could match. */
    boolean mayBegin(String prefix) {
        Matcher matcher = pattern.matcher(prefix);
        return matcher.matches() || matcher.hitEnd();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (char c : glob.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
