package dev.freshwatch.web;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few threads on which a {@link WebSite} makes its answers: whatever readers ask for, the watch keeps its processors. */
final class SiteWorkers implements AutoCloseable {

    /** More readers than these wait for their turn. */
    static final int READERS = 2;

    /** A report only touches a file. */
    static final int REPORTERS = 1;

    /** More that wait than these are sent away. */
    static final int QUEUE = 60;

    private static final Logger LOG = LoggerFactory.getLogger(SiteWorkers.class);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final WebSite site;
    private final ThreadPoolExecutor threads;

    SiteWorkers(WebSite site, int workers) {
        this.site = site;
        threads = new ThreadPoolExecutor(
                workers,
                workers,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                new DefaultThreadFactory("site", true));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Has this answered.
     *
     * @param wanted false: nobody waits for it any more, so it need not be begun
     * @param guard  decides whether the site answers it, on the thread of the site
     * @param done   is called on another thread; not if it was not begun
     * @return false if too many are waiting already
     */
    boolean answer(
            WebRequest request, BooleanSupplier wanted, UnaryOperator<WebSite> guard, Consumer<WebResponse> done) {
        try {
            threads.execute(() -> {
                if (wanted.getAsBoolean()) {
                    tell(EntityTag.of(request, made(guard.apply(site), request)), done);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("Too many readers: {}", e.getMessage());
            return false;
        }
    }

    private static void tell(WebResponse response, Consumer<WebResponse> done) {
        try {
            done.accept(response);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server was closed before this was answered: {}", e.getMessage());
        }
    }

    private static WebResponse made(WebSite guarded, WebRequest request) {
        try {
            WebResponse response = guarded.answer(request);
            return response == null
                    ? WebResponse.error(request.path(), 404, "there is nothing at this address")
                    : response;
        } catch (WebSite.NotNow e) {
            LOG.debug("Not now: {}", e.toString());
            return WebResponse.error(request.path(), 503, e.getMessage()).with("Retry-After", "5");
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Could not create a page", e);
            return WebResponse.error(
                    request.path(), 500, "this could not be made because of a fault in Freshwatch, see its log");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("A reader is still being answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
