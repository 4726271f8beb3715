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
 * The bean {@code heartbeat} of the routes: whether an outside dead-man's switch may be told that all is well with the
 * watch itself, and what became of that. Why it was not told is logged once for each reason.
 */
public final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final URI url;
    private final Supplier<Optional<String>> trouble;
    private final Function<Throwable, String> words;
    private final Runnable again;
    private String lastReason;

    /**
     * @param url     may hold a token: it is never shown
     * @param trouble why it may not be told now; empty = it may
     * @param words   what a failure of HTTP is called, without the URL
     * @param again   asks for another try soon, after one that did not come through
     */
    public Heartbeat(URI url, Supplier<Optional<String>> trouble, Function<Throwable, String> words, Runnable again) {
        this.url = url;
        this.trouble = trouble;
        this.words = words;
        this.again = again;
    }

    /** Whether all is well, so that it is to be told. */
    public boolean isDue() {
        Optional<String> reason = trouble.get();
        reason.ifPresent(why -> missed("is not sent: " + why));
        return reason.isEmpty();
    }

    /** Makes the request. The URL travels as a header, since an endpoint's URI is shown in logs. */
    public void buildRequest(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(null);
        CallAddress.put(message, url);
    }

    /** Takes a 2xx answer for success. */
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

    /** The request failed, as the exchange says. */
    public void noteFailure(Exchange exchange) {
        missed("did not come through: "
                + words.apply(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
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
    }

    /**
     * A platform that gave no answer by which anything could be judged; empty = none. Whether it can be asked at all does
     * not count.
     *
     * @param platforms those that are configured; a user's own are known by their findings
     * @param latest    the newest findings, by platform
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
