package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.platform.TcpPing;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code service-ping}: whether a host answers an ICMP echo; if ping cannot be used here, whether a TCP connection to
 * one of its ports is accepted or refused.
 *
 * @param port  only used for that; it may be open or closed
 * @param limit for the reply
 */
record PingService(Question question, Duration every, String host, int port, Duration limit) implements SingleService {

    private static final Ping PING = new Ping("ping");

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation observe(ServiceTools tools) throws InterruptedException {
        return observe(PING);
    }

    Observation observe(Ping ping) throws InterruptedException {
        Optional<Observation> echo = ping.ask(host, limit);
        return echo.isPresent() ? echo.get() : TcpPing.ask(question.check().value(), host, port, limit);
    }
}
