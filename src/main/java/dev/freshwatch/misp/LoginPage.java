package dev.freshwatch.misp;

import dev.freshwatch.config.MispSettings;
import dev.freshwatch.config.MispSettings.Page;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.Reply;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.platform.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * The page that people see first: checks its status and a text in it. Redirects are followed only to the same scheme,
 * host and port; not at all if the expected status is a redirect.
 */
final class LoginPage {

    private static final int MOST_REDIRECTS = 5;

    private final MispSettings settings;
    private final MispWire wire;

    LoginPage(MispSettings settings, MispWire wire) {
        this.settings = settings;
        this.wire = wire;
    }

    Observation observe(Deadline deadline) {
        Page page = settings.page();
        URI at = settings.at(page.path());
        Duration elapsed = Duration.ZERO;
        try {
            for (int redirects = 0; ; redirects++) {
                Reply reply = wire.page(at, deadline);
                elapsed = elapsed.plus(reply.elapsed());
                if (reply.status() == page.status() || !isRedirect(reply)) {
                    return judge(reply, elapsed);
                }
                if (redirects == MOST_REDIRECTS) {
                    return new Down("more than " + MOST_REDIRECTS + " redirects", elapsed);
                }
                URI next = target(at, reply);
                if (next == null) {
                    return new Down("redirected without a usable address (HTTP " + reply.status() + ")", elapsed);
                }
                if (!isSame(next)) {
                    return new Down("redirected to another address: " + shown(next), elapsed);
                }
                at = next;
            }
        } catch (MispException failure) {
            return failure.downOrUnanswered();
        }
    }

    private Observation judge(Reply reply, Duration elapsed) {
        Page page = settings.page();
        if (reply.status() == 429) {
            return new MispException(
                            Reason.OVERLOADED,
                            "MISP asks to slow down (HTTP 429)",
                            MispException.OfKey.NOTHING,
                            elapsed)
                    .unanswered();
        }
        if (reply.status() != page.status()) {
            return new Down(
                    String.format(Locale.ROOT, "HTTP %d instead of %d", reply.status(), page.status()), elapsed);
        }
        if (!isRedirect(reply) && !reply.text().contains(page.text())) {
            return new Down(
                    String.format(Locale.ROOT, "the text '%s' is not in the page", PlainText.line(page.text(), 60)),
                    elapsed);
        }
        return new Answered("the page is as expected", elapsed);
    }

    private static boolean isRedirect(Reply reply) {
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Returns null if there is no usable target. */
    private static URI target(URI from, Reply reply) {
        String location = reply.header("location").orElse("").strip();
        try {
            URI target = from.resolve(location);
            return location.isEmpty() || UrlHost.of(target) == null ? null : target;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isSame(URI target) {
        URI ours = settings.url();
        return ours.getScheme().equalsIgnoreCase(target.getScheme())
                && UrlHost.of(ours).equalsIgnoreCase(UrlHost.of(target))
                && UrlHost.portOrUsual(ours) == UrlHost.portOrUsual(target)
                && target.getRawUserInfo() == null;
    }

    /** Omits path and query, which may contain secrets. */
    private static String shown(URI target) {
        String port = UrlHost.port(target) < 0 ? "" : ":" + UrlHost.port(target);
        return PlainText.line(target.getScheme().toLowerCase(Locale.ROOT) + "://" + UrlHost.of(target) + port, 100);
    }
}
