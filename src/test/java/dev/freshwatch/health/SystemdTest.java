package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, over real unix sockets. */
@Timeout(180)
class SystemdTest {

    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    Path directory;

    private static Systemd systemd(String socket) {
        return Systemd.find(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "200000"), PID)
                .orElseThrow();
    }

    private void isTold(String socket) throws Exception {
        try (Notified notified = new Notified(directory, socket);
                Systemd systemd = systemd(socket)) {
            systemd.tell("READY=1\nSTATUS=watching");
            systemd.tell("WATCHDOG=1");
            await().until(() -> notified.heard().size() == 2);
            assertThat(notified.heard())
                    .as("by this process itself")
                    .containsExactly(PID + " READY=1 STATUS=watching", PID + " WATCHDOG=1");
        }
    }

    @Test
    void aSocketInTheFileSystemIsTold() throws Exception {
        isTold(directory.resolve("notify").toString());
    }

    @Test
    void anAbstractSocketIsTold() throws Exception {
        isTold("@freshwatch/test/" + UUID.randomUUID());
    }

    @Test
    @MostlyWaits
    void theSignOfLifeIsGivenTwiceInAnIntervalWhileThereIsLife() throws Exception {
        String socket = directory.resolve("notify").toString();
        AtomicReference<String> stuck = new AtomicReference<>();
        AtomicReference<String> trouble = new AtomicReference<>("store: cannot be\nWATCHDOG=trigger");
        try (Notified notified = new Notified(directory, socket)) {
            try (SystemdWatchdog supervised = new SystemdWatchdog(
                    systemd(socket),
                    () -> Optional.ofNullable(stuck.get()),
                    () -> Optional.ofNullable(trouble.get()))) {
                supervised.ready();
                await().until(() -> notified.heard().size() > 3);
                trouble.set(null);
                await().until(() -> notified.heard().contains(PID + " WATCHDOG=1 STATUS=watching"));
                stuck.set("timers: overdue: esm/soc");
                String silent = PID + " STATUS=timers: overdue: esm/soc";
                await().until(() -> notified.heard().contains(silent));
                int from = notified.heard().indexOf(silent);
                await().until(() -> notified.heard().size() > from + 3);
                assertThat(notified.heard().subList(from, from + 3)).containsOnly(silent);
            }
            assertThat(notified.heard().get(0)).isEqualTo(PID + " READY=1 STATUS=watching");
            assertThat(notified.heard().get(1))
                    .as("a text is no line of its own")
                    .isEqualTo(PID + " WATCHDOG=1 STATUS=store: cannot be WATCHDOG=trigger");
            await().until(() -> notified.heard().contains(PID + " STOPPING=1 STATUS=ending"));
        }
    }

    @Test
    void whereNobodyAsksNobodyIsTold() {
        assertThat(Systemd.find(Map.of(), PID)).isEmpty();
        assertThat(Systemd.find(Map.of("NOTIFY_SOCKET", "relative"), PID)).isEmpty();
    }

    @Test
    void whatNobodyListensToIsNoFailure() {
        try (Systemd systemd = systemd(directory.resolve("nobody").toString())) {
            systemd.tell("READY=1");
        }
    }

    @Test
    @MostlyWaits
    void whileSomethingIsWaitedForItIsSaidAndMoreTimeIsAskedFor() throws Exception {
        String socket = directory.resolve("notify").toString();
        AtomicReference<String> waitsFor = new AtomicReference<>("the store is\naway");
        try (Notified notified = new Notified(directory, socket)) {
            try (SystemdWatchdog supervised = new SystemdWatchdog(systemd(socket), Optional::empty, Optional::empty)) {
                supervised.starting(() -> Optional.ofNullable(waitsFor.get()));
                await().until(() -> notified.heard().size() >= 2);
                assertThat(notified.heard())
                        .containsOnly(PID + " STATUS=waiting: the store is away EXTEND_TIMEOUT_USEC=30000000");
                waitsFor.set(null);
                supervised.ready();
                await().until(() -> notified.heard().contains(PID + " WATCHDOG=1 STATUS=watching"));
                assertThat(notified.heard()).contains(PID + " READY=1 STATUS=watching");
            }
        }
    }

    @Test
    @MostlyWaits
    void aFailureIsNoReasonToAskForNoMoreTime() throws Exception {
        String socket = directory.resolve("notify").toString();
        AtomicInteger asked = new AtomicInteger();
        try (Notified notified = new Notified(directory, socket);
                SystemdWatchdog watchdog = new SystemdWatchdog(systemd(socket), Optional::empty, Optional::empty)) {
            watchdog.starting(() -> {
                if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException("once");
                }
                return Optional.of("the store is away");
            });
            String sign = PID + " STATUS=waiting: the store is away EXTEND_TIMEOUT_USEC=30000000";
            await().until(() -> notified.heard().contains(sign));
        }
    }

    @Test
    void onceItIsReadyNothingIsWaitedForAnyMore() throws Exception {
        String socket = directory.resolve("notify").toString();
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
        try (Notified notified = new Notified(directory, socket);
                SystemdWatchdog watchdog = new SystemdWatchdog(
                        Systemd.find(Map.of("NOTIFY_SOCKET", socket), PID).orElseThrow(),
                        Optional::empty,
                        Optional::empty,
                        thread)) {
            watchdog.starting(Optional::empty);
            watchdog.ready();

            assertThat(thread.getQueue())
                    .filteredOn(task -> !((Future<?>) task).isCancelled())
                    .as("the sign of life alone")
                    .hasSize(1);
            await().until(() -> notified.heard().contains(PID + " READY=1 STATUS=watching"));
        }
    }

    @Test
    void theWatchdogOfAnotherProcessIsNotOurs() {
        Map<String, String> other =
                Map.of("NOTIFY_SOCKET", "/nowhere", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1");
        try (Systemd ours = systemd("/nowhere");
                Systemd notOurs = Systemd.find(other, PID).orElseThrow()) {
            assertThat(ours.watchdog()).isEqualTo(Duration.ofMillis(200));
            assertThat(notOurs.watchdog()).isZero();
        }
    }
}
