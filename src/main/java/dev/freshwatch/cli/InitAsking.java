package dev.freshwatch.cli;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.StartupException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Asks platforms, in a way that another thread can end: sessions are logged out before it goes on. */
final class InitAsking {

    /** What a login that is under way may take, so that it can be followed by a logout, before it is left to itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ReentrantLock busy = new ReentrantLock();
    private volatile boolean abandoned;
    private volatile OneShotCheck current;

    /** What is asked. */
    interface Questions<T> {
        T ask(OneShotCheck check) throws Exception;
    }

    /** Something that is done before it can be abandoned, or not at all. */
    interface Step {
        void take() throws Exception;
    }

    void unlessAbandoned(Step step) throws Exception {
        busy.lock();
        try {
            goOn();
            step.take();
        } finally {
            busy.unlock();
        }
    }

    /**
     * Asks by this configuration, and closes what was opened for it.
     *
     * @param err where it is shown that something goes on
     */
    <T> T ask(ConfigAndRoutes configuration, PrintWriter err, Questions<T> questions) throws Exception {
        busy.lock();
        try (Progress progress = new Progress(err, "asking");
                OneShotCheck check = OneShotCheck.open(configuration.loaded(), configuration.routes())) {
            current = check;
            goOn();
            return questions.ask(check);
        } catch (StartupException e) {
            throw new CommandFailure("freshwatch: cannot ask: " + e.getMessage() + "; nothing was written", e);
        } finally {
            current = null;
            busy.unlock();
        }
    }

    private void goOn() throws CommandFailure {
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
