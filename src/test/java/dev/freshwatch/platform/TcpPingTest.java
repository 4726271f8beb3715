package dev.freshwatch.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each failure of a connection says about the host. The connections themselves are made in PingTest. */
class TcpPingTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), 20, "there"),
                Arguments.of(new ConnectException("Connection refused"), 3_050, "there"),
                // The text is the system's, in its language.
                Arguments.of(new ConnectException("Verbindungsaufbau abgelehnt"), 20, "there"),
                Arguments.of(new ConnectException(null), 20, "there"),
                Arguments.of(new ConnectException("Connection timed out"), 3_050, "no connection within 4 s"),
                Arguments.of(new SocketTimeoutException("Connect timed out"), 4_000, "no connection within 4 s"),
                Arguments.of(new UnknownHostException(), 0, "unknown host"),
                Arguments.of(new NoRouteToHostException("Host is unreachable"), 20, "no route to the host"),
                Arguments.of(new SocketException("Network is unreachable"), 0, "no connection: Network is unreachable"),
                Arguments.of(new SocketException("a\r\nb"), 0, "no connection: a  b"),
                Arguments.of(new IOException((String) null), 0, "no connection: IOException"),
                // Ours, not the host's.
                Arguments.of(new BindException("Permission denied"), 0, "unknown"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void onlyWhatComesBackFromTheHostProvesIt(IOException failure, int tookMillis, String expected) {
        Observation seen = TcpPing.judge(failure, 443, Duration.ofSeconds(4), Duration.ofMillis(tookMillis));

        switch (expected) {
            case "there" ->
                assertThat(seen)
                        .isEqualTo(new Answered(
                                String.format(
                                        Locale.ROOT,
                                        "answered in %d.0 ms (TCP port 443 refused the connection, ICMP not possible here)",
                                        tookMillis),
                                Duration.ofMillis(tookMillis)));
            case "unknown" ->
                assertThat(seen)
                        .isEqualTo(new Unanswered(
                                Reason.FAILED, "this machine cannot make the connection: Permission denied", null));
            default -> assertThat(seen).isEqualTo(new Down(expected + " (TCP port 443, ICMP not possible here)", null));
        }
    }
}
