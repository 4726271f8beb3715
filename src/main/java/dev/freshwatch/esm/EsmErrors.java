package dev.freshwatch.esm;

import dev.freshwatch.esm.EsmException.Sign;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.Reply;
import dev.freshwatch.http.RetryAfter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Interprets unexpected answers. Errors are a status with a short plain text (section 8). */
final class EsmErrors {

    private static final List<String> SESSION_TEXTS = List.of(
            "error_invalidsession",
            "error_invalid_session",
            "not authorized user",
            "invalid session",
            "username and password cannot be null",
            "issue validating session token");

    /**
     * The request is wrong, or asks for something that does not exist: repeating it is pointless, whatever the status.
     */
    private static final List<String> FINAL_TEXTS = List.of(
            "error_invalidfilter",
            "input validation error",
            "error_badrequest",
            "error_unknownlist",
            "error_indexnotturnedon");

    /** No such text is documented; these are plausible forms of it. */
    private static final Pattern QUERY_LIMIT = Pattern.compile(
            "too ?many\\b.{0,60}quer|too_?many_?quer|quer(y|ies)\\b.{0,20}\\blimit|limit\\b.{0,60}quer"
                    + "|max(imum)?\\b.{0,60}quer|quer(y|ies)\\b.{0,60}(max(imum)?\\b|exceeded)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private EsmErrors() {}

    /**
     * Returns the failure that an answer stands for.
     *
     * @param now our wall clock, for an answer that asks us to wait until a date and has no date of its own
     * @return null if the status is good and the answer is not an HTML page
     */
    static EsmException of(String command, Reply reply, Instant now) {
        EsmException failure = judge(command, reply);
        return failure == null
                ? null
                : failure.asking(RetryAfter.read(
                        reply.header("retry-after").orElse(null),
                        reply.header("date").orElse(null),
                        now));
    }

    private static EsmException judge(String command, Reply reply) {
        String text = reply.text();
        String lower = text.toLowerCase(Locale.ROOT);
        boolean html = isHtml(reply, lower);
        int status = reply.status();
        if (status >= 200 && status < 300) {
            if (!html) {
                return null;
            }
            return isMaintenance(lower)
                    ? new EsmException(Reason.MAINTENANCE, command + ": an HTML page says that it is in maintenance")
                    : new EsmException(Reason.UNREADABLE, command + ": an HTML page where JSON was expected");
        }
        String message = command + ": HTTP " + status + (html ? " with an HTML page" : quoted(text));
        if (status < 400) {
            return new EsmException(Reason.UNREADABLE, command + ": HTTP " + status + " instead of an answer");
        }
        if (status == 429) {
            return new EsmException(Reason.OVERLOADED, message);
        }
        if (saysSessionLost(reply)) {
            return new EsmException(Reason.UNAUTHORIZED, message, Sign.SESSION_LOST);
        }
        if (status == 403) {
            return new EsmException(Reason.UNAUTHORIZED, message);
        }
        Sign sign = sign(text);
        if (sign != Sign.NONE) {
            return new EsmException(Reason.FAILED, message, sign);
        }
        if (status == 404 && !text.contains("ERROR_")) {
            return new EsmException(Reason.FAILED, message, Sign.NO_SUCH_COMMAND);
        }
        if (QUERY_LIMIT.matcher(text).find()) {
            return new EsmException(Reason.OVERLOADED, message);
        }
        if (status < 500) {
            return new EsmException(Reason.FAILED, message, Sign.REFUSED);
        }
        return new EsmException(isMaintenance(lower) ? Reason.MAINTENANCE : Reason.FAILED, message);
    }

    /** Whether it is a 401, or an error text that [MP] and [MS] take for a lost session (section 2). */
    static boolean saysSessionLost(Reply reply) {
        String lower = reply.text().toLowerCase(Locale.ROOT);
        return reply.status() == 401
                || (reply.status() >= 400 && SESSION_TEXTS.stream().anyMatch(lower::contains));
    }

    /** Returns the failure for a missing or incomplete answer; {@code message} explains it. */
    static EsmException of(String command, NoAnswer problem, String message) {
        return new EsmException(problem.reason(), command + ": " + PlainText.line(message, 300), problem);
    }

    private static Sign sign(String text) {
        if (text.contains("StatusNotFound")) {
            return Sign.QUERY_GONE;
        }
        if (text.contains("Error deserializing EsmQueryResults")) {
            return Sign.NOT_READY;
        }
        if (text.contains("ERROR_NoData")) {
            return Sign.NO_DATA;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return FINAL_TEXTS.stream().anyMatch(lower::contains) ? Sign.REFUSED : Sign.NONE;
    }

    private static boolean isHtml(Reply reply, String lower) {
        String type = reply.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        String start = lower.substring(0, Math.min(lower.length(), 200)).strip();
        return start.startsWith("<") || (type.startsWith("text/html") && !start.isEmpty() && !start.startsWith("{"));
    }

    private static boolean isMaintenance(String lower) {
        return lower.contains("maintenance");
    }

    private static String quoted(String text) {
        String line = PlainText.line(text.strip(), 200).strip();
        return line.isEmpty() ? "" : " (" + line + ")";
    }
}
