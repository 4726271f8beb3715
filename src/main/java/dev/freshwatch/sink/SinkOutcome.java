package dev.freshwatch.sink;

import dev.freshwatch.http.NoAnswer;
import dev.freshwatch.http.RetryAfter;
import jakarta.mail.AuthenticationFailedException;
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

/** The consequence of a failed delivery: a retry, or a permanent failure. */
public sealed interface SinkOutcome {

    /** The 4xx status codes after which a notice is retried. */
    Set<Integer> MAY_PASS = Set.of(404, 407, 408, 425, 429);

    /** One short line of plain words, without secrets and URLs. What a receiver said is cleaned and cut. */
    String reason();

    /** The receiver refuses this notice, and would refuse it again. */
    record Permanent(String reason) implements SinkOutcome {}

    /**
     * The delivery is retried.
     *
     * @param after the pause that the receiver asks for, at most an hour; null if it does not
     */
    record Retry(String reason, Duration after) implements SinkOutcome {}

    /**
     * Evaluates the exception of any sink route: an HTTP status, a mail server's reply, or otherwise a temporary
     * failure.
     *
     * @param clock for a {@code Retry-After} date
     */
    static SinkOutcome of(Throwable failure, InstantSource clock) {
        List<Throwable> chain = chain(failure);
        for (Throwable each : chain) {
            if (each instanceof HttpRefusal refusal) {
                return http(refusal.status(), refusal.retryAfter(), refusal.date(), clock);
            }
            if (each instanceof ReceiverRefusal refusal) {
                return ofReceiver(refusal, clock);
            }
            if (each instanceof HttpOperationFailedException refusal) {
                Map<String, String> headers = refusal.getResponseHeaders();
                return http(refusal.getStatusCode(), header(headers, "retry-after"), header(headers, "date"), clock);
            }
            if (each instanceof MailSession.Unable unable) {
                return new Retry(unable.getMessage(), null);
            }
            if (each instanceof MessagingException mail && SmtpReplies.in(mail).refused()) {
                SmtpReplies replies = SmtpReplies.in(mail);
                return replies.permanent() ? new Permanent(replies.words()) : new Retry(replies.words(), null);
            }
            if (each instanceof ClientCertificateRefused refused) {
                return new Retry(refused.words(), null);
            }
            if (each instanceof SinkSetting setting) {
                return new Retry(setting.getMessage(), null);
            }
            if (each instanceof NoAnswer none) {
                return new Retry(none.getMessage(), null);
            }
        }
        return new Retry(DeliveryFailureText.words(chain), null);
    }

    /** Returns whether the receiver refuses our credentials, and not this notice. */
    static boolean refusesCredentials(Throwable failure) {
        return chain(failure).stream()
                .anyMatch(each -> (each instanceof HttpRefusal refusal && isLogin(refusal.status()))
                        || (each instanceof ReceiverRefusal refused && refused.refusesLogin())
                        || (each instanceof HttpOperationFailedException http && isLogin(http.getStatusCode()))
                        || each instanceof AuthenticationFailedException);
    }

    private static boolean isLogin(int status) {
        return status == 401 || status == 403;
    }

    /**
     * Statuses 404, 407 and redirects are caused by a wrong address or proxy, which an operator can correct while the
     * notice waits. 408, 425 and 429 are temporary by definition.
     */
    private static SinkOutcome http(int status, String retryAfter, String date, InstantSource clock) {
        String reason = "answered HTTP " + status + hint(status);
        boolean mayPass = status < 400 || status >= 500 || MAY_PASS.contains(status);
        return mayPass ? new Retry(reason, RetryAfter.read(retryAfter, date, clock.instant())) : new Permanent(reason);
    }

    private static SinkOutcome ofReceiver(ReceiverRefusal refusal, InstantSource clock) {
        String said = refusal.words().isEmpty() ? "" : ": " + refusal.words();
        if (refusal.status() >= 200 && refusal.status() < 300) {
            Duration after = RetryAfter.read(refusal.retryAfter(), refusal.date(), clock.instant());
            return refusal.passing() ? new Retry("refused" + said, after) : new Permanent("refused" + said);
        }
        SinkOutcome outcome = http(refusal.status(), refusal.retryAfter(), refusal.date(), clock);
        return outcome instanceof Retry retry
                ? new Retry(retry.reason() + said, retry.after())
                : new Permanent(outcome.reason() + said);
    }

    private static String hint(int status) {
        if (status >= 300 && status < 400) {
            return ", a redirect, which is not followed";
        }
        return status == 407 ? " (a proxy requires a login)" : "";
    }

    private static String header(Map<String, String> headers, String name) {
        if (headers == null) {
            return null;
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(name))
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
