package dev.freshwatch.schedule;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that cycles run on. Thread-safe. */
final class CycleWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CycleWorkers.class);

    private final AtomicInteger threads = new AtomicInteger();
    private volatile ExecutorService workers = pool();

    private ExecutorService pool() {
        return Executors.newCachedThreadPool(task -> daemon(task, "cycle-" + threads.incrementAndGet()));
    }

    /**
     * Runs cycles on other threads from now on; running ones are not interrupted. A thread that has run Camel routes holds
     * their whole application in memory for as long as it lives.
     */
    void renew() {
        ExecutorService before = workers;
        workers = pool();
        before.shutdown();
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs a cycle on a thread of its own.
     *
     * @param mayRun asked directly before it begins
     * @param ended called when the cycle has ended, or if it cannot be started any more
     */
    void run(Cycle cycle, Predicate<String> mayRun, Consumer<Cycle> ended) {
        try {
            workers.execute(() -> perform(cycle, mayRun, ended));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: not started, because the scheduler has stopped", cycle.timer());
            ended.accept(cycle);
        }
    }

    private static void perform(Cycle cycle, Predicate<String> mayRun, Consumer<Cycle> ended) {
        try {
            if (mayRun.test(cycle.timer())) {
                cycle.task().run();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a cycle failed unexpectedly; the next one will start on time", cycle.timer(), e);
        } finally {
            ended.accept(cycle);
        }
    }

    /** Starts no more cycles, interrupts running ones, and gives them a second to end. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
