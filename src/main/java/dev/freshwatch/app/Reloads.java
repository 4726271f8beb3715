package dev.freshwatch.app;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads a watch on request, one reload after the other. Requests during a reload lead to exactly one more afterwards.
 * Thread-safe.
 */
public final class Reloads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    private final WatchApp watch;
    private final ConfigSource source;
    private final Consumer<WatchConfig> taken;
    private final ThreadPoolExecutor thread;
    private boolean waiting;
    private boolean closed;

    /**
     * @param source read for each reload
     * @param taken  receives each configuration that was taken over
     */
    public Reloads(WatchApp watch, ConfigSource source, Consumer<WatchConfig> taken) {
        this.watch = watch;
        this.source = source;
        this.taken = taken;
        thread = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread one = new Thread(task, "reload");
            one.setDaemon(true);
            return one;
        });
    }

    /** Requests a reload without waiting for it. Ignored once the watch is ending. */
    public synchronized void request() {
        if (!waiting && !closed) {
            waiting = true;
            thread.execute(this::reload);
        }
    }

    private void reload() {
        synchronized (this) {
            waiting = false;
            if (closed) {
                return;
            }
        }
        try {
            List<String> faults = watch.reload(source);
            if (faults.isEmpty()) {
                taken.accept(watch.config());
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The reload failed unexpectedly", e);
        }
    }

    /** Lets a reload under way finish, and starts no more. */
    @Override
    public synchronized void close() {
        closed = true;
        thread.shutdown();
    }
}
