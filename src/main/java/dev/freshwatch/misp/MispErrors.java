package dev.freshwatch.misp;

import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.misp.MispTrouble.OfKey;
import java.util.Locale;
import java.util.Map;

/** What an answer to a keyed call means that is not the expected one (section 2 of the contract). */
final class MispErrors {

    private static final String LOGIN = "/users/login";

    /** By how the message of a 403 begins. Said in our own words: what an answer says is never repeated. */
    private static final Map<String, String> REFUSALS = Map.of(
            "Authentication failed. Please make sure you pass the API key",
            "the key is unknown, malformed or expired",
            "Authentication failed. Your user account has been disabled",
            "the account of the key is disabled",
            "It is not possible to use this Auth key from your IP address",
            "the key can not be used from this address");

    private static final String WEAK_ROLE = "You do not have permission to use this functionality";

    private MispErrors() {}

    /** Nothing where the status is 200. */
    static void check(Reply reply) throws MispTrouble {
        int status = reply.status();
        if (status == 200) {
            return;
        }
        if (status == 401 || status == 403) {
            throw refusal(reply);
        }
        if (status == 429) {
            throw trouble(Reason.OVERLOADED, "MISP asks to slow down (HTTP 429)", reply);
        }
        if (status >= 500) {
            throw trouble(Reason.FAILED, "HTTP " + status + ", an error of MISP's own", reply);
        }
        if (status >= 300 && status < 400) {
            // With the JSON switch a key that is not taken gets 403: only a key that is taken is sent to the login
            // page.
            throw path(reply).endsWith(LOGIN)
                    ? new MispTrouble(
                            Reason.MAINTENANCE,
                            "redirected to the login page: MISP is in maintenance",
                            OfKey.TAKEN,
                            reply.elapsed())
                    : trouble(Reason.UNREADABLE, "HTTP " + status + " to another place instead of an answer", reply);
        }
        throw trouble(Reason.UNREADABLE, "HTTP " + status + " instead of an answer", reply);
    }

    private static MispTrouble refusal(Reply reply) {
        String message = MispJson.message(reply);
        if (message.startsWith(WEAK_ROLE)) {
            return new MispTrouble(
                    Reason.UNAUTHORIZED, "the role of the key is too weak", OfKey.TAKEN, reply.elapsed());
        }
        String words = REFUSALS.entrySet().stream()
                .filter(refusal -> message.startsWith(refusal.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("refused (HTTP " + reply.status() + ")");
        return new MispTrouble(Reason.UNAUTHORIZED, words, OfKey.REFUSED, reply.elapsed());
    }

    /** Where there is no whole answer. */
    static MispTrouble of(NoAnswer problem) {
        Reason reason =
                switch (problem.kind()) {
                    // we had too much to ask at the same time, and the platform was not asked
                    case NOT_STARTED -> Reason.TIMEOUT;
                    case BROKEN -> Reason.UNREADABLE;
                    default -> Reason.UNREACHABLE;
                };
        return new MispTrouble(reason, PlainText.line(problem.getMessage(), 200));
    }

    static MispTrouble unreadable(String what, Reply reply) {
        return trouble(Reason.UNREADABLE, what, reply);
    }

    private static MispTrouble trouble(Reason reason, String message, Reply reply) {
        return new MispTrouble(reason, message, OfKey.NOTHING, reply.elapsed());
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
