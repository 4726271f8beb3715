package dev.freshwatch.sink;

import java.util.Locale;

/** Text for chats: nothing in it is markup or calls anybody, and it is cut to a limit without breaking a character. */
enum ChatText {
    /** No markup. */
    PLAIN(""),
    /** No markup, but names of people are recognised in it. */
    MENTIONS(""),
    /** Slack: <a href="https://docs.slack.dev/messaging/formatting-message-text">three characters</a> become entities. */
    SLACK(""),
    /** Markdown: punctuation with a backslash in front is text (CommonMark, section 2.4); names as above. */
    MARKDOWN("\\`*_~[]()#|<>!{}:&");

    private static final String CUT = "…";

    /** Invisible. Between the sign and the name it leaves no name to call. */
    private static final String GAP = "\u200B";

    private final String punctuation;

    ChatText(String punctuation) {
        this.punctuation = punctuation;
    }

    /** @throws IllegalArgumentException if there is no such style */
    static ChatText of(String style) {
        for (ChatText each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(style)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no style of text; write plain, mentions, slack or markdown");
    }

    /**
     * Returns the escaped text, cut with a mark.
     *
     * @param limit in UTF-16 units, as most receivers count; at least 1
     */
    String of(String text, int limit) {
        StringBuilder escaped = new StringBuilder();
        int fits = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            escaped.append(escape(c));
            if (escaped.length() > limit) {
                return escaped.substring(0, fits) + CUT;
            }
            if (escaped.length() < limit) {
                fits = escaped.length();
            }
        }
        return escaped.toString();
    }

    private String escape(int c) {
        if (this == SLACK) {
            return switch (c) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                default -> Character.toString(c);
            };
        }
        if (c == '@' && this != PLAIN) {
            return "@" + GAP;
        }
        return (punctuation.indexOf(c) >= 0 ? "\\" : "") + Character.toString(c);
    }
}
