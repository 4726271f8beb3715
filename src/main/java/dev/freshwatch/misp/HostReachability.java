package dev.freshwatch.misp;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.http.UrlHost;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.platform.TcpPing;
import java.net.URI;
import java.time.Duration;

/**
 * Tests whether the host of a MISP is up: by ping or, if that is not possible here, by a TCP connection to its port.
 */
final class HostReachability {

    /** An echo that takes longer will not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String misp;
    private final Ping ping;

    /** @param misp its name, as several may be on one host */
    HostReachability(String misp, Ping ping) {
        this.misp = misp;
        this.ping = ping;
    }

    Observation observe(URI url, Deadline deadline) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            return outOfTime();
        }
        boolean cut = left.compareTo(PATIENCE) < 0;
        Duration limit = cut ? left : PATIENCE;
        String bare = UrlHost.withoutBrackets(UrlHost.of(url));
        try {
            Observation observation = ping.ask(bare, limit).orElse(null);
            if (observation == null) {
                observation = TcpPing.ask("misp/" + misp, bare, UrlHost.portOrUsual(url), limit);
            }
            return cut && observation instanceof Down && deadline.isOver() ? outOfTime() : observation;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new MispException(Reason.TIMEOUT, "Freshwatch is stopping").unanswered();
        }
    }

    private static Observation outOfTime() {
        return new MispException(Reason.TIMEOUT, "no answer within the time of this cycle").unanswered();
    }
}
