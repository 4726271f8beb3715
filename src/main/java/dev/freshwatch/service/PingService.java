package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.reach.Ping;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code service-ping}: whether a host answers an ICMP echo. Where ping can not be used here the check is unknown: that
 * says nothing about the host.
 *
 * @param limit for the reply
 */
record PingService(Question question, Duration every, String host, Duration limit) implements Service {

    private static final Ping PING = new Ping("ping");

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation look(Tools tools) throws InterruptedException {
        return PING.ask(host, limit)
                .orElseGet(() -> new Unanswered(
                        Reason.FAILED, "ICMP is not possible here: ping is missing, or may not send", null));
    }
}
