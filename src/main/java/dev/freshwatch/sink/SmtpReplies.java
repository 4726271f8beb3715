package dev.freshwatch.sink;

import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The refusals in a mail failure. The library reports some of them by exception type and others only in a message, but
 * a message that contains a reply always starts with it, and that of a bad greeting ends with it.
 *
 * @param codes such as {@code 550 5.1.1}: the reply code and, if present, the enhanced code (RFC 3463)
 */
record SmtpReplies(List<String> codes) {

    private static final Pattern REPLY =
            Pattern.compile("(?:^|, response: )([45][0-9]{2})(?:[ -]([245]\\.[0-9]{1,3}\\.[0-9]{1,3}))?\\b");

    /** The login is refused or missing, which says nothing about the mail; an operator can correct it. */
    private static final Pattern LOGIN = Pattern.compile("53[0458]\\b.*");

    /** The codes for all recipients. */
    static SmtpReplies in(MessagingException failure) {
        Set<String> codes = new TreeSet<>();
        for (Exception each = failure; each instanceof MessagingException mail; each = mail.getNextException()) {
            Matcher reply = REPLY.matcher(mail.getMessage() == null ? "" : mail.getMessage());
            if (reply.find()) {
                codes.add(reply.group(1) + (reply.group(2) == null ? "" : " " + reply.group(2)));
            }
        }
        return new SmtpReplies(List.copyOf(codes));
    }

    /** False if the server was unreachable, untrusted, or the connection was lost. */
    boolean refused() {
        return !codes.isEmpty();
    }

    /**
     * Whether the refusal is permanent: not while a recipient may still accept the mail (4yz), and not if the login is
     * refused.
     */
    boolean permanent() {
        return refused()
                && codes.stream()
                        .allMatch(code ->
                                code.startsWith("5") && !LOGIN.matcher(code).matches());
    }

    /** {@code mail server answered 550 5.1.1}; the server's text is left out. */
    String words() {
        return refused() ? "mail server answered " + String.join(", ", codes) : "mail server failed";
    }
}
