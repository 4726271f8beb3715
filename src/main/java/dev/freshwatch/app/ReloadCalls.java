package dev.freshwatch.app;

import dev.freshwatch.cluster.ReloadCallTable;
import dev.freshwatch.cluster.ReloadCallTable.Call;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of {@code reload}, which was called beside this or another node of a cluster: each node reloads its own files. The
 * database tells that something was written; what, is read here. Thread-safe.
 */
final class ReloadCalls implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReloadCalls.class);

    /** Among the readers of sinks; no sink has a name with a slash. */
    private static final String LISTENER = "freshwatch/reload";

    private final Store store;
    private final ThreadPoolExecutor thread;
    private Runnable reload;
    private long heard;

    /**
     * Listens from now on.
     *
     * @param running since before this process read its files
     */
    ReloadCalls(Store store, Duration running) {
        this.store = store;
        thread = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                task -> {
                    Thread one = new Thread(task, "reload-calls");
                    one.setDaemon(true);
                    return one;
                },
                // one that waits will see what this one would
                new ThreadPoolExecutor.DiscardPolicy());
        try {
            Call latest = ReloadCallTable.latest(store);
            // a younger one may have been made after the files were read
            heard = latest.ago().compareTo(running) > 0 ? latest.number() : 0;
        } catch (StoreException e) {
            LOG.warn("Whether a reload was called meanwhile is not known: {}", e.getMessage());
        }
        store.listeners().listen(LISTENER, keys -> look());
    }

    /** The latest call that this node has heard of; a reload that begins now answers it. */
    synchronized long heard() {
        return heard;
    }

    /** Reloads by this at each call. @param request returns at once */
    void reloadBy(Runnable request) {
        synchronized (this) {
            reload = request;
        }
        look();
    }

    private void look() {
        thread.execute(this::read);
    }

    private void read() {
        try {
            long number = ReloadCallTable.latest(store.reading()).number();
            Runnable request = null;
            synchronized (this) {
                if (reload != null && number > heard) {
                    heard = number;
                    request = reload;
                }
            }
            if (request != null) {
                LOG.info("A reload of all nodes was called");
                request.run();
            }
        } catch (StoreException e) {
            if (!thread.isShutdown()) {
                LOG.warn("Whether a reload was called is not known: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        store.listeners().leave(LISTENER);
        thread.shutdownNow();
    }
}
