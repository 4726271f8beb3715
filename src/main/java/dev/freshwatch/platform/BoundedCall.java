package dev.freshwatch.platform;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs what can hang (the resolving of a name, a handshake) beside the thread that waits for it, so that the wait ends
 * in time. What hangs on is cut off by closing what it works with. Safe for use by many threads.
 */
public final class BoundedCall implements AutoCloseable {

    /** Resolving cannot be cut off; so many may hang in it before further ones are refused. */
    private static final int MOST = 1024;

    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService workers =
            new ThreadPoolExecutor(0, MOST, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "freshwatch-call-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** The time was over. */
    public static final class TooLate extends IOException {
        TooLate() {
            super("too late");
        }
    }

    /**
     * Does this work and waits for it.
     *
     * @param closing what is closed where the time is over
     * @throws TooLate     where it takes longer
     * @throws IOException as the work throws it
     */
    public <T> T call(Duration limit, Closeable closing, Callable<T> work) throws IOException, InterruptedException {
        Future<T> running = workers.submit(work);
        try {
            return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(running, closing);
            throw new TooLate();
        } catch (InterruptedException e) {
            giveUp(running, closing);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a bounded call failed", e.getCause());
        }
    }

    private static void giveUp(Future<?> running, Closeable closing) throws IOException {
        running.cancel(true);
        closing.close();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
