package dev.freshwatch.wire;

import dev.freshwatch.http.NoAnswer;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What a failed delivery means: tried again, or kept as failed for good. */
public sealed interface SinkOutcome {

    /** One short line of plain words, without secrets, URLs or text of the receiver. */
    String reason();

    /** The receiver refuses this notice; asking again would not change it. */
    record Permanent(String reason) implements SinkOutcome {}

    /**
     * To be tried again.
     *
     * @param after how long the receiver asks to wait, at most an hour; null where it does not say
     */
    record Retry(String reason, Duration after) implements SinkOutcome {}

    /**
     * Judges what a sink's route threw, whoever wrote the route: an HTTP status, a mail server's reply, or else trouble
     * that may pass.
     *
     * @param clock for a {@code Retry-After} that is a date
     */
    static SinkOutcome of(Throwable failure, InstantSource clock) {
        List<Throwable> chain = chain(failure);
        for (Throwable each : chain) {
            if (each instanceof HttpRefusal refusal) {
                return http(refusal.status(), refusal.retryAfter(), clock);
            }
            if (each instanceof HttpOperationFailedException refusal) {
                return http(refusal.getStatusCode(), retryAfter(refusal.getResponseHeaders()), clock);
            }
            if (each instanceof MailSession.Unable unable) {
                return new Retry(unable.getMessage(), null);
            }
            if (each instanceof MessagingException mail && SmtpReplies.in(mail).refused()) {
                SmtpReplies replies = SmtpReplies.in(mail);
                return replies.forGood() ? new Permanent(replies.words()) : new Retry(replies.words(), null);
            }
            if (each instanceof NoAnswer none) {
                return new Retry(none.getMessage(), null);
            }
        }
        return new Retry(Trouble.words(chain), null);
    }

    private static SinkOutcome http(int status, String retryAfter, InstantSource clock) {
        String reason = "answered HTTP " + status;
        boolean mayPass = status == 408 || status == 425 || status == 429 || status >= 500 || status < 200;
        return mayPass ? new Retry(reason, RetryAfter.read(retryAfter, clock)) : new Permanent(reason);
    }

    private static String retryAfter(Map<String, String> headers) {
        if (headers == null) {
            return null;
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals("retry-after"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** The failure and its causes, outermost first. */
    static List<Throwable> chain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }
}
