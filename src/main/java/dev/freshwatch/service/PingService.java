package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.platform.TcpPing;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code service-ping}: whether a host answers an ICMP echo; where ping cannot be used here, whether a TCP connection to
 * a port of it is taken or refused.
 *
 * @param port  only for that; it says the same whether it is open or closed
 * @param limit for the reply
 */
record PingService(Question question, Duration every, String host, int port, Duration limit) implements Service {

    private static final Ping PING = new Ping("ping");

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation look(ServiceTools tools) throws InterruptedException {
        return look(PING);
    }

    Observation look(Ping ping) throws InterruptedException {
        Optional<Observation> echo = ping.ask(host, limit);
        return echo.isPresent() ? echo.get() : TcpPing.ask(host, port, limit);
    }
}
