package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.platform.Deadline;
import dev.freshwatch.platform.Ping;
import dev.freshwatch.platform.PlatformClock;
import dev.freshwatch.service.Full;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PingTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final PlatformClock TIME = PlatformClock.of(InstantSource.system());

    @TempDir
    Path folder;

    /** A tool that says this, as the system's own would. */
    private Ping tool(int exit, String... output) throws IOException {
        Path script = folder.resolve("ping");
        Files.writeString(
                script,
                "#!/bin/sh\necho \"$@\" >" + folder.resolve("arguments") + "\ncat <<'END'\n" + String.join("\n", output)
                        + "\nEND\nexit " + exit + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Ping(script.toString());
    }

    private static Observation look(Ping ping, String url) {
        return new HostReachability("intel", ping)
                .observe(URI.create(url), Deadline.in(TIME, Duration.ofMinutes(1), "the time of this cycle"));
    }

    @Test
    void theRoundTripIsTheResponseTime() throws Exception {
        Optional<Observation> seen = tool(
                        0,
                        "PING misp.example (192.0.2.1) 56(84) bytes of data.",
                        "64 bytes from 192.0.2.1: icmp_seq=3 ttl=64 time=12.5 ms",
                        "",
                        "--- misp.example ping statistics ---",
                        "3 packets transmitted, 1 received, 66% packet loss, time 2001ms",
                        "rtt min/avg/max/mdev = 12.500/12.500/12.500/0.000 ms")
                .ask("misp.example", LIMIT);

        assertThat(seen).contains(new Answered("answered in 12.5 ms", Duration.ofNanos(12_500_000)));
        assertThat(Files.readString(folder.resolve("arguments")).strip())
                .isEqualTo("-c 1 -w 2 -W 2 -n -- misp.example");
    }

    @Test
    void aHostIsNeverAnOptionNorACommand() throws Exception {
        tool(1, "").ask("-f;touch " + folder.resolve("owned"), LIMIT);

        assertThat(Files.readString(folder.resolve("arguments"))).contains("-n -- -f;touch");
        assertThat(folder.resolve("owned")).doesNotExist();
    }

    @Test
    void noReplyIsDown() throws Exception {
        assertThat(tool(1, "1 packets transmitted, 0 received, 100% packet loss, time 0ms")
                        .ask("misp.example", LIMIT))
                .contains(new Down("no answer to ping within 2 s", null));
        assertThat(tool(2, "ping: misp.invalid: Name or service not known").ask("misp.invalid", LIMIT))
                .contains(new Down("unknown host", null));
        assertThat(tool(2, "ping: connect: Network is unreachable").ask("192.0.2.1", LIMIT))
                .contains(new Down("no route to the host", null));
    }

    @Test
    void whatOnlyLooksLikeAReplyIsNone() throws Exception {
        assertThat(tool(0, "answered in 12.5 ms").ask("misp.example", LIMIT)).isEmpty();
        assertThat(tool(1, "64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=12.5 ms")
                        .ask("misp.example", LIMIT))
                .contains(new Down("no answer to ping within 2 s", null));
    }

    @Test
    @MostlyWaits
    void aToolThatHangsIsGivenUp() throws Exception {
        Path script = folder.resolve("ping");
        Files.writeString(script, "#!/bin/sh\nexec tail -f /dev/null\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        long start = System.nanoTime();

        Optional<Observation> seen = new Ping(script.toString()).ask("misp.example", Duration.ofSeconds(1));

        assertThat(seen).contains(new Down("no answer to ping within 1 s", null));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void whereIcmpIsNotPossibleTcpIsAndThatIsSaid() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + server.getLocalPort();
            for (Ping ping : new Ping[] {
                new Ping(folder.resolve("none").toString()), tool(2, "ping: socket: Operation not permitted")
            }) {
                assertThat(look(ping, url)).isInstanceOfSatisfying(Answered.class, answered -> {
                    assertThat(answered.detail())
                            .matches("answered in (less than )?[0-9.]+ ms \\(TCP port " + server.getLocalPort()
                                    + ", ICMP not possible here\\)");
                    assertThat(answered.elapsed()).isPositive();
                });
            }
        }
    }

    @Test
    void aConnectionThatIsRefusedProvesThatTheHostIsThere() throws Exception {
        Ping none = new Ping(folder.resolve("none").toString());
        int port;
        try (ServerSocket closed = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(look(none, "http://127.0.0.1:" + port)).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.detail())
                    .matches("answered in (less than )?[0-9.]+ ms \\(TCP port " + port
                            + " refused the connection, ICMP not possible here\\)");
            assertThat(answered.elapsed()).isPositive();
        });
        assertThat(look(none, "http://misp.invalid:" + port))
                .isEqualTo(new Down(
                        String.format(Locale.ROOT, "unknown host (TCP port %d, ICMP not possible here)", port), null));
    }

    @Test
    @MostlyWaits
    void onlyNoAnswerIsDown() throws Exception {
        try (Full full = new Full()) {
            HostReachability reach = new HostReachability(
                    "intel", new Ping(folder.resolve("none").toString()));
            URI url = URI.create("http://127.0.0.1:" + full.port());

            // In a cycle with more time than the patience of 5 s.
            assertThat(reach.observe(url, Deadline.in(TIME, Duration.ofMinutes(1), "the time of this cycle")))
                    .isEqualTo(new Down(
                            String.format(
                                    Locale.ROOT,
                                    "no connection within 5 s (TCP port %d, ICMP not possible here)",
                                    full.port()),
                            null));
        }
    }

    @Test
    void theSystemsOwnToolIsUnderstood() {
        Observation seen = look(new Ping("ping"), "http://127.0.0.1:1");

        // A machine without the tool, or without the right to send, has the other way: nobody listens there.
        if (seen instanceof Answered answered) {
            assertThat(answered.detail()).matches("answered in (less than )?[0-9.]+ ms");
            assertThat(answered.elapsed()).isLessThan(LIMIT);
        } else {
            assertThat(seen).isInstanceOf(Down.class);
        }
    }
}
