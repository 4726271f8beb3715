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
 * Runs calls that can hang (name resolution, a handshake) on another thread than the waiting one, so that the wait ends
 * in time. What still hangs then is cut off by closing what it uses. Thread-safe.
 */
public final class BoundedCall implements AutoCloseable {

    /** Name resolution cannot be cut off; this many calls may hang before further ones are refused. */
    private static final int MOST = 1024;

    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService workers =
            new ThreadPoolExecutor(0, MOST, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "freshwatch-call-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** The time limit was exceeded. */
    public static final class TooLate extends IOException {
        TooLate() {
            super("time limit exceeded");
        }
    }

    /**
     * Runs a call and waits for it.
     *
     * @param closing closed when the time limit is exceeded
     * @throws TooLate if it takes longer
     * @throws IOException as thrown by the call
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
