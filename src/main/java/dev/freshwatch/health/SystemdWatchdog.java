package dev.freshwatch.health;

import dev.freshwatch.freshness.PlainText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd when the watch is ready, twice in each watchdog interval, and when it stops. The watchdog signal is
 * sent only while the timers keep their pace; without it systemd restarts the watch.
 */
public final class SystemdWatchdog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdWatchdog.class);
    private static final Duration STATUS_EVERY = Duration.ofSeconds(30);
    private static final int LONGEST = 200;
    private static final Duration WAIT_SIGN_EVERY = Duration.ofSeconds(2);
    /** Longest time between two signals; a busy machine may need some time for one. */
    private static final Duration WAIT_SIGN_PATIENCE = Duration.ofSeconds(30);

    private final Systemd systemd;
    private final Supplier<Optional<String>> stuck;
    private final Supplier<Optional<String>> trouble;
    private final ScheduledExecutorService thread;
    /** Null if none are being sent. */
    private ScheduledFuture<?> waitSigns;

    private boolean complained;
    private boolean ready;

    /**
     * Creates the watchdog.
     *
     * @param stuck   why no watchdog signal may be sent; empty = it may
     * @param trouble what {@code systemctl status} shows; empty = no problem
     */
    public SystemdWatchdog(Systemd systemd, Supplier<Optional<String>> stuck, Supplier<Optional<String>> trouble) {
        this(systemd, stuck, trouble, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread one = new Thread(task, "watchdog");
            one.setDaemon(true);
            return one;
        }));
    }

    /** @param thread is shut down with this object */
    SystemdWatchdog(
            Systemd systemd,
            Supplier<Optional<String>> stuck,
            Supplier<Optional<String>> trouble,
            ScheduledExecutorService thread) {
        this.systemd = systemd;
        this.stuck = stuck;
        this.trouble = trouble;
        this.thread = thread;
    }

    /**
     * Call while starting. As long as the start waits for something, systemd is notified and asked for more time;
     * otherwise it would terminate the process after {@code TimeoutStartSec}.
     *
     * @param waitsFor empty = not waiting
     */
    public synchronized void starting(Supplier<Optional<String>> waitsFor) {
        long every = WAIT_SIGN_EVERY.toMillis();
        waitSigns = thread.scheduleAtFixedRate(() -> waitSign(waitsFor), every, every, TimeUnit.MILLISECONDS);
    }

    private void waitSign(Supplier<Optional<String>> waitsFor) {
        try {
            waiting(waitsFor.get());
        } catch (RuntimeException e) {
            LOG.error("Could not ask systemd for more time", e);
        }
    }

    private synchronized void waiting(Optional<String> why) {
        if (!ready && why.isPresent()) {
            systemd.tell("STATUS=" + PlainText.line("waiting: " + why.get(), LONGEST) + "\nEXTEND_TIMEOUT_USEC="
                    + TimeUnit.NANOSECONDS.toMicros(WAIT_SIGN_PATIENCE.toNanos()));
        }
    }

    /** Call when everything is started. */
    public synchronized void ready() {
        ready = true;
        if (waitSigns != null) {
            waitSigns.cancel(false);
        }
        systemd.tell("READY=1\nSTATUS=watching");
        long every = systemd.watchdog().isZero()
                ? STATUS_EVERY.toMillis()
                : Math.max(1, systemd.watchdog().toMillis() / 2);
        thread.scheduleAtFixedRate(this::sign, every, every, TimeUnit.MILLISECONDS);
    }

    /** Sends one watchdog signal, unless the watch is stuck. */
    void sign() {
        try {
            Optional<String> why = stuck.get();
            if (why.isPresent() && !complained) {
                LOG.error("No watchdog signal for systemd: {}", why.get());
            }
            complained = why.isPresent();
            String status = "STATUS=" + PlainText.line(why.or(trouble).orElse("watching"), LONGEST);
            systemd.tell(why.isPresent() || systemd.watchdog().isZero() ? status : "WATCHDOG=1\n" + status);
        } catch (RuntimeException e) {
            LOG.error("Could not send a watchdog signal to systemd", e);
        }
    }

    /** Call when stopping. */
    @Override
    public void close() {
        thread.shutdownNow();
        systemd.tell("STOPPING=1\nSTATUS=ending");
        systemd.close();
    }
}
