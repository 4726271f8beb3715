package dev.freshwatch.cli;

import dev.freshwatch.app.OneShotCheck;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Asks platforms, in a way that another thread can end: sessions are logged out before it goes on. */
final class InitAsking {

    /** What a request that is under way may take before it is left to itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock busy = new ReentrantLock();
    private volatile boolean abandoned;
    private volatile OneShotCheck current;

    /** What is asked. */
    interface Questions<T> {
        T ask(OneShotCheck check) throws Exception;
    }

    /** Asks by this configuration, and closes what was opened for it. */
    <T> T ask(ConfigAndRoutes configuration, Questions<T> questions) throws Exception {
        busy.lock();
        try (OneShotCheck check = OneShotCheck.open(configuration.loaded(), configuration.routes())) {
            current = check;
            goOn();
            return questions.ask(check);
        } finally {
            current = null;
            busy.unlock();
        }
    }

    /** @throws CommandFailure where it was abandoned */
    void goOn() throws CommandFailure {
        if (abandoned) {
            throw new CommandFailure("freshwatch: ended; nothing was written");
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Ends it, and waits until everything is logged out, for a while. */
    void abandon() {
        abandoned = true;
        OneShotCheck check = current;
        if (check != null) {
            check.abandon();
        }
        try {
            if (busy.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                busy.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
