package dev.freshwatch.health;

import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.http.CallAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code heartbeat} of the routes: decides whether a heartbeat may be sent to an external dead-man's switch,
 * and evaluates the result. The reason for a missing heartbeat is logged once, until it changes.
 */
public final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final URI url;
    private final Supplier<Optional<String>> trouble;
    private final Function<Throwable, String> words;
    private final Runnable again;
    private final Runnable accepted;
    private String lastReason;

    /**
     * Creates the bean.
     *
     * @param url      may contain a token: it is never shown
     * @param trouble  why no heartbeat may be sent now; empty = it may
     * @param words    describes an HTTP failure without the URL
     * @param again    requests another attempt soon, after one that failed
     * @param accepted is told of each one that was accepted
     */
    public Heartbeat(
            URI url,
            Supplier<Optional<String>> trouble,
            Function<Throwable, String> words,
            Runnable again,
            Runnable accepted) {
        this.url = url;
        this.trouble = trouble;
        this.words = words;
        this.again = again;
        this.accepted = accepted;
    }

    /** Whether all is well, so that the heartbeat must be sent. */
    public boolean isDue() {
        Optional<String> reason = trouble.get();
        reason.ifPresent(why -> missed("is not sent: " + why));
        return reason.isEmpty();
    }

    /** Builds the request. The URL is passed in a header, because endpoint URIs appear in logs. */
    public void buildRequest(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        CallAddress.put(message, url);
    }

    /** Evaluates the answer: any 2xx is a success. */
    public void checkAnswer(Exchange exchange) {
        Message answer = exchange.getMessage();
        int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        answer.removeHeaders("*");
        if (status < 200 || status > 299) {
            missed("was refused with HTTP " + status);
        } else {
            came();
        }
    }

    /** Records that the request failed with the exception of the exchange. */
    public void noteFailure(Exchange exchange) {
        missed("could not be sent: " + words.apply(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    }

    private synchronized void missed(String reason) {
        if (!reason.equals(lastReason)) {
            LOG.warn("The heartbeat {}", reason);
        }
        lastReason = reason;
        again.run();
    }

    private synchronized void came() {
        if (lastReason != null) {
            LOG.info("The heartbeat is sent again");
        }
        lastReason = null;
        accepted.run();
    }

    /**
     * Returns a description of a platform none of whose answers could be judged; empty = no such platform. Whether the
     * platform can be reached at all does not count.
     *
     * @param platforms the configured platforms; those of an operator's own routes are known by their findings
     * @param latest    the latest findings by platform
     */
    public static Optional<String> unjudged(Collection<String> platforms, Map<String, List<Finding>> latest) {
        Set<String> all = new TreeSet<>(latest.keySet());
        all.removeIf(platform -> platform.startsWith("freshwatch/"));
        all.addAll(platforms);
        return all.stream()
                .filter(platform -> !isJudged(latest.getOrDefault(platform, List.of())))
                .map(platform -> platform + " gave no answer that could be judged")
                .findFirst();
    }

    private static boolean isJudged(List<Finding> findings) {
        boolean sessionAlone =
                findings.stream().allMatch(finding -> finding.check().isSession());
        return findings.stream()
                .anyMatch(finding -> sessionAlone
                        ? finding.state() == State.OK
                        : !finding.check().isSession() && finding.state() != State.UNKNOWN);
    }
}
