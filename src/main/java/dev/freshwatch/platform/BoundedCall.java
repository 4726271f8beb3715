package dev.freshwatch.platform;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls that can hang (name resolution, a handshake, the driver of a database) on another thread than the waiting
 * one, so that the wait ends in time. What still hangs then is cut off by closing what it uses. What cannot be cut off
 * keeps its thread, so nobody who has such a call gets a second one. Thread-safe.
 */
public final class BoundedCall implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedCall.class);

    /** This many calls may hang before further ones are refused. */
    private static final int MOST = 1024;

    /** Closing can hang as well. */
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final AtomicInteger count = new AtomicInteger();
    private final ExecutorService workers =
            new ThreadPoolExecutor(0, MOST, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    /** The calls that were given up and have not ended, by who made them. */
    private final Map<Object, Run> givenUp = new HashMap<>();

    /** @param clock our wall clock */
    public BoundedCall(InstantSource clock) {
        this.clock = clock;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "freshwatch-call-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** The time limit was exceeded. */
    public static class TooLate extends IOException {

        private static final long serialVersionUID = 1;

        TooLate() {
            super("time limit exceeded");
        }
    }

    /** The time limit of an earlier call was exceeded, and that one still hangs, so there was no new one. */
    public static final class NotBack extends TooLate {

        private static final long serialVersionUID = 1;

        private final Instant since;
        private final transient Closeable closing;

        NotBack(Run run) {
            since = run.since;
            closing = run.closing;
        }

        /** Returns when the earlier call was made, by our wall clock. */
        public Instant since() {
            return since;
        }

        /** Returns what was closed to cut it off. */
        public Closeable closing() {
            return closing;
        }
    }

    /** A call: the work, and the closing of what it uses if it is given up. */
    private final class Run {

        private final Object caller;
        private final Closeable closing;
        private final Instant since = clock.instant();
        private int parts;
        private boolean isGivenUp;

        Run(Object caller, Closeable closing) {
            this.caller = caller;
            this.closing = closing;
        }

        /** False if it was given up before it began. */
        boolean begin() {
            synchronized (givenUp) {
                parts += isGivenUp ? 0 : 1;
                return !isGivenUp;
            }
        }

        void end() {
            synchronized (givenUp) {
                parts--;
                if (parts == 0) {
                    givenUp.remove(caller, this);
                }
            }
        }

        void giveUp() {
            synchronized (givenUp) {
                isGivenUp = true;
                parts++;
                givenUp.put(caller, this);
            }
        }

        Void close() throws IOException {
            try {
                closing.close();
                return null;
            } finally {
                end();
            }
        }
    }

    /**
     * Runs a call and waits for it.
     *
     * @param caller  who makes it, such as a check; has no other call at the same time
     * @param closing closed when the time limit is exceeded
     * @throws NotBack if an earlier call of this caller was given up and still hangs
     * @throws TooLate if it takes longer
     * @throws IOException as thrown by the call
     */
    public <T> T call(Object caller, Duration limit, Closeable closing, Callable<T> work)
            throws IOException, InterruptedException {
        synchronized (givenUp) {
            Run before = givenUp.get(caller);
            if (before != null) {
                throw new NotBack(before);
            }
        }
        Run run = new Run(caller, closing);
        Future<T> running = workers.submit(() -> {
            if (!run.begin()) {
                return null;
            }
            try {
                return work.call();
            } finally {
                run.end();
            }
        });
        try {
            return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(run, running);
            throw new TooLate();
        } catch (InterruptedException e) {
            giveUp(run, running);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What goes wrong in it must not be told in place of why the call was given up. */
    private void giveUp(Run run, Future<?> running) throws InterruptedException {
        running.cancel(true);
        run.giveUp();
        FutureTask<Void> closed = new FutureTask<>(run::close);
        try {
            workers.execute(closed);
        } catch (RejectedExecutionException e) {
            closed.run();
        }
        try {
            closed.get(LONGEST_CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // without its message: a foreign driver may put an address with a password there
            LOG.warn(
                    "closing what a call uses that takes too long has failed: {}",
                    e.getCause().getClass().getName());
        } catch (TimeoutException e) {
            // it hangs as the call does: the next one of this caller is told
            return;
        }
    }

    private static IOException failure(ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
            return failure;
        }
        throw new IllegalStateException("a bounded call failed", e.getCause());
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
