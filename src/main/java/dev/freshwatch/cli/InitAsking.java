package dev.freshwatch.cli;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.StartupException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Asks platforms. Another thread can abandon that, and waits until the sessions are logged out. */
final class InitAsking {

    /** How long to wait for a login under way, so that it can be followed by a logout. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ReentrantLock busy = new ReentrantLock();
    private volatile boolean abandoned;
    private volatile OneShotCheck current;

    /** The questions to ask. */
    interface Questions<T> {
        T ask(OneShotCheck check) throws Exception;
    }

    /** A step that is completed before the run can be abandoned, or not taken at all. */
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
     * Asks with this configuration, and closes everything that was opened for it.
     *
     * @param err shows the progress
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
            throw new CommandFailure("freshwatch: interrupted; nothing was written");
        }
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Abandons what is being asked, and waits a while until everything is logged out. */
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
