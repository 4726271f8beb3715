package dev.freshwatch.misp;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.MispException.OfKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Interprets unexpected answers to calls with a key (section 2 of the contract). */
final class MispErrors {

    private static final String LOGIN = "/users/login";

    /** By the beginning of the message of a 403. Our own words: texts of answers are never repeated. */
    private static final Map<String, String> REFUSALS = Map.of(
            "Authentication failed. Please make sure you pass the API key",
            "%1$s is unknown to MISP, malformed or expired; %2$s is needed",
            "Authentication failed. Your user account has been disabled",
            "the account of %1$s is disabled",
            "It is not possible to use this Auth key from your IP address",
            "%1$s cannot be used from this address (allowed_ips in MISP)");

    private static final String WEAK_ROLE = "You do not have permission to use this functionality";

    /** Found in the pages of servers that expect TLS and get plain HTTP. */
    private static final List<String> WANTS_TLS = List.of("sent to HTTPS port", "plain HTTP to an SSL-enabled");

    private MispErrors() {}

    /**
     * Does nothing if the status is 200.
     *
     * @param key the key that the call carried
     */
    static void check(Reply reply, KeyName key) throws MispException {
        int status = reply.status();
        if (status == 200) {
            return;
        }
        if (status == 401 || status == 403) {
            throw refusal(reply, key);
        }
        if (status == 429) {
            throw failure(Reason.OVERLOADED, "MISP asks to slow down (HTTP 429)", reply);
        }
        if (status >= 500) {
            throw failure(Reason.FAILED, "HTTP " + status + ", an internal error of MISP", reply);
        }
        if (status >= 300 && status < 400) {
            // With JSON requested, a refused key gets 403: only an accepted key is sent to the login page.
            throw path(reply).endsWith(LOGIN)
                    ? new MispException(
                            Reason.MAINTENANCE,
                            "redirected to the login page: MISP is in maintenance",
                            OfKey.TAKEN,
                            reply.elapsed())
                    : failure(Reason.UNREADABLE, "HTTP " + status + " to another address instead of an answer", reply);
        }
        throw failure(Reason.UNREADABLE, "HTTP " + status + " instead of an answer", reply);
    }

    private static MispException refusal(Reply reply, KeyName key) {
        String message = MispJson.message(reply);
        if (message.startsWith(WEAK_ROLE)) {
            String words = "the role of " + key.name() + " is too weak: " + key.needed() + " is needed";
            return new MispException(Reason.UNAUTHORIZED, words, OfKey.TAKEN, reply.elapsed());
        }
        if (message.isEmpty()) {
            // MISP gives a reason; an answer without one does not come from MISP, and says nothing about our key.
            String words = "refused (HTTP " + reply.status() + "), but not by MISP itself: something in front"
                    + " of it requires another login than " + key.name() + ", or does not allow access from here";
            return new MispException(Reason.UNAUTHORIZED, words, OfKey.NOTHING, reply.elapsed());
        }
        String form = REFUSALS.entrySet().stream()
                .filter(refusal -> message.startsWith(refusal.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("%1$s was refused (HTTP " + reply.status() + "); %2$s is needed");
        String words = String.format(Locale.ROOT, form, key.name(), key.needed());
        return new MispException(Reason.UNAUTHORIZED, words, OfKey.REFUSED, reply.elapsed());
    }

    /** Whether the answer comes from a port that expects TLS. */
    static boolean wantsTls(Reply reply) {
        return reply.status() == 400 && WANTS_TLS.stream().anyMatch(reply.text()::contains);
    }

    /**
     * Returns the failure for a missing or incomplete answer.
     *
     * @param words one line that explains it
     */
    static MispException of(NoAnswer problem, String words) {
        return new MispException(problem.reason(), PlainText.line(words, 400));
    }

    static MispException unreadable(String what, Reply reply) {
        return failure(Reason.UNREADABLE, what, reply);
    }

    private static MispException failure(Reason reason, String message, Reply reply) {
        return new MispException(reason, message, OfKey.NOTHING, reply.elapsed());
    }

    private static String path(Reply reply) {
        String location = reply.header("location").orElse("").strip().toLowerCase(Locale.ROOT);
        int end = location.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = location.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String path = location.substring(0, end);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
