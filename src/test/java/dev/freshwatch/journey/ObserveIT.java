package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.Soak;
import dev.freshwatch.health.Notified;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch as systemd starts it, and under a clock that is set. */
class ObserveIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofSeconds(4);

    /** What the wall clock is set to, from the time it is. Back by an hour is what stops Camel's own timer. */
    private static final List<String> STEPS =
            Soak.isOn() ? List.of("+15m", "+0", "-15m", "+1h", "-1h", "+1d", "-1d", "+0") : List.of("+1h", "-1h", "+0");

    @TempDir
    Path directory;

    private Folder folder(SimEsm esm) throws IOException {
        SimDevice receiver = esm.appliance().addReceiver("ERC-1");
        receiver.events().live(SECOND, Duration.ZERO);
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        return new Folder(Files.createTempDirectory(directory, "config"))
                .esm("soc", esm)
                .set("esm.soc.receivers", "all");
    }

    @Test
    void systemdIsToldByTheProcessThatItStarted() throws Exception {
        String socket = directory.resolve("notify").toString();
        try (Notified notified = new Notified(directory, socket);
                SimEsm esm = new SimEsm();
                Launched run = Launched.start(
                        folder(esm), Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "1000000"), "run")) {
            String pid = run.pid() + " ";
            await().atMost(Launched.PATIENCE).until(() -> notified.heard().size() >= 3);
            assertThat(notified.heard().get(0)).isEqualTo(pid + "READY=1 STATUS=watching");
            assertThat(notified.heard().get(2)).startsWith(pid + "WATCHDOG=1 STATUS=");

            run.terminate();
            assertThat(run.exitCode()).as(run::err).isZero();
            await().atMost(Launched.PATIENCE).until(() -> notified.heard().contains(pid + "STOPPING=1 STATUS=ending"));
        }
    }

    @Test
    @Tag("soak")
    void whereThePortIsTakenItExitsWithThreeAndNamesTheKey() throws Exception {
        try (SimEsm esm = new SimEsm();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Folder folder = folder(esm).set("web.enabled", "true").set("web.port", other.getLocalPort());

            Launched run = Launched.finished(folder, "run");

            assertThat(run.exitCode()).as(run::err).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("cannot start: web.port: 127.0.0.1 port " + other.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    /** With libfaketime, which shows the process another wall clock and leaves the monotonic one alone. */
    @Test
    @Tag("soak")
    void aClockThatIsSetDelaysNoCycle() throws Exception {
        Optional<Path> library = faketime();
        if (Boolean.getBoolean("freshwatch.peers.required")) {
            assertThat(library).as("faketime is installed").isPresent();
        }
        assumeTrue(library.isPresent(), "no faketime");
        Path clock = set(directory.resolve("clock"), "+0");
        Map<String, String> environment = Map.of(
                "LD_PRELOAD",
                library.get().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "DONT_FAKE_MONOTONIC",
                "1",
                // otherwise waits of the JVM last for ever
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            Folder folder =
                    folder(esm).set("esm.soc.every", EVERY.toSeconds() + "s").webhook(webhook);
            try (Launched run = Launched.start(folder, environment, "run").watching()) {
                awaitCycle(esm);
                for (String step : STEPS) {
                    set(clock, step);
                    for (int cycle = 0; cycle < 2; cycle++) {
                        Duration waited = awaitCycle(esm);
                        // no step is shorter than 15 minutes, and a busy machine may take its time
                        assertThat(waited).as(step).isLessThan(Duration.ofSeconds(60));
                    }
                }
                assertThat(run.err()).as("its own clock was set").contains("esm/soc/clock");
                run.terminate();
                assertThat(run.exitCode()).as(run::err).isZero();
            }
            assertThat(webhook.hooks().all())
                    .as("that the clocks differ is true, and all that is told")
                    .allSatisfy(hook -> assertThat(hook.text()).contains("esm/soc/clock"));
        }
    }

    private static Optional<Path> faketime() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    private Path set(Path clock, String offset) throws IOException {
        Path next = Files.writeString(directory.resolve("clock.next"), offset + "\n");
        return Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits for the next cycle. @return how long that took */
    private static Duration awaitCycle(SimEsm esm) {
        long before = esm.requests().of("essmgtGetESSTime");
        long from = System.nanoTime();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> esm.requests().of("essmgtGetESSTime") > before);
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
