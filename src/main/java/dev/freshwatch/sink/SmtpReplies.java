package dev.freshwatch.sink;

import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The refusals in a mail failure. The library tells some of them by a type and others in a message only, but a message
 * that holds a reply always begins with it, and a bad greeting's ends with it.
 *
 * @param codes such as {@code 550 5.1.1}: the reply code and, where there is one, the enhanced code (RFC 3463)
 */
record SmtpReplies(List<String> codes) {

    private static final Pattern REPLY =
            Pattern.compile("(?:^|, response: )([45][0-9]{2})(?:[ -]([245]\\.[0-9]{1,3}\\.[0-9]{1,3}))?\\b");

    /** The login is refused or missing: that says nothing about the mail, and somebody will mend it. */
    private static final Pattern LOGIN = Pattern.compile("53[0458]\\b.*");

    /** Those of all recipients. */
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

    /** False where the server was not there, broke off or could not be trusted. */
    boolean refused() {
        return !codes.isEmpty();
    }

    /**
     * While one recipient may still be taken (4yz), the mail is not refused for good, and neither where it is the login
     * that is refused.
     */
    boolean forGood() {
        return refused()
                && codes.stream()
                        .allMatch(code ->
                                code.startsWith("5") && !LOGIN.matcher(code).matches());
    }

    /** {@code mail server answered 550 5.1.1}; its words are left out. */
    String words() {
        return refused() ? "mail server answered " + String.join(", ", codes) : "mail server failed";
    }
}
