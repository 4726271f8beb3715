package dev.freshwatch.cli;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows on a terminal that a task is running, if it takes longer than a second; silent elsewhere. */
final class Progress implements AutoCloseable {

    private final PrintWriter err;
    private final String what;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService ticker;
    private volatile boolean shown;

    Progress(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
        if (System.console() == null) {
            ticker = null;
            return;
        }
        ticker = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        ticker.scheduleAtFixedRate(this::show, 1, 1, TimeUnit.SECONDS);
    }

    private void show() {
        shown = true;
        err.print("\r" + what + " … " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s ");
        err.flush();
    }

    @Override
    public void close() {
        if (ticker != null) {
            ticker.shutdownNow();
            if (shown) {
                err.print("\r" + " ".repeat(what.length() + 12) + "\r");
                err.flush();
            }
        }
    }
}
