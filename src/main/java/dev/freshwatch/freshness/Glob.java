package dev.freshwatch.freshness;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pattern: {@code *} matches any text including slashes, {@code ?} matches one character. */
public final class Glob {

    private final String text;
    private final Pattern pattern;
    private final int[] wanted;

    public Glob(String text) {
        this.text = text;
        this.pattern = Pattern.compile(regex(text), Pattern.DOTALL);
        this.wanted = text.codePoints().toArray();
    }

    public String text() {
        return text;
    }

    /**
     * Whether the whole value matches. Takes time that grows with both lengths, not with the number of ways to match: globs
     * may come from anybody.
     */
    public boolean matches(String value) {
        int[] given = value.codePoints().toArray();
        int at = 0;
        int glob = 0;
        int star = -1;
        int tried = 0;
        while (at < given.length) {
            if (glob < wanted.length && wanted[glob] == '*') {
                star = glob++;
                tried = at;
            } else if (glob < wanted.length && (wanted[glob] == '?' || wanted[glob] == given[at])) {
                glob++;
                at++;
            } else if (star >= 0) {
                // the last star takes one character more
                glob = star + 1;
                at = ++tried;
            } else {
                return false;
            }
        }
        while (glob < wanted.length && wanted[glob] == '*') {
            glob++;
        }
        return glob == wanted.length;
    }

    /** Whether this text, followed by some number, could match. */
    boolean mayMatchNumber(String prefix) {
        Matcher matcher = pattern.matcher(prefix);
        boolean couldGoOn = matcher.matches() || matcher.hitEnd();
        return couldGoOn && text.matches("(?s).*[0-9*?]");
    }

    /** Whether this text, followed by any other, could match. */
    public boolean mayBegin(String prefix) {
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
