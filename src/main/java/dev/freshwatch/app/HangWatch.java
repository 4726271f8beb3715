package dev.freshwatch.app;

import dev.freshwatch.health.HangJudge;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second whether this node hangs, on a thread of its own: a node that hangs but renews its leases would keep the
 * others from doing what it does not do.
 */
final class HangWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HangWatch.class);

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Supplier<Optional<String>> trouble;
    private final Consumer<String> told;
    private final HangJudge judge;
    private String before;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-hang-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Looks from now on.
     *
     * @param trouble returns what does not go on now; empty = all does
     * @param told    hears why this node hangs; null = it is well
     * @param lease   how long one lasts
     */
    HangWatch(Supplier<Optional<String>> trouble, Consumer<String> told, Duration lease) {
        this.trouble = trouble;
        this.told = told;
        this.judge = new HangJudge(limit(lease));
        looking.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** A lease that is handed over costs the others a look or two, so it must be worth it. */
    static Duration limit(Duration lease) {
        Duration two = lease.multipliedBy(2);
        return two.compareTo(SHORTEST) > 0 ? two : SHORTEST;
    }

    private void look() {
        try {
            String why = judge.judge(trouble.get(), System.nanoTime()).orElse(null);
            if (why != null && before == null) {
                LOG.error(
                        "This node hangs ({}): it leaves its work to the other nodes, if there are others that are well",
                        why);
            } else if (why == null && before != null) {
                LOG.info("This node does not hang any more, and takes its share of the work again");
            }
            before = why;
            told.accept(why);
        } catch (RuntimeException | Error e) { // else the executor would look no more, and say nothing
            LOG.error("Whether this node hangs could not be found out", e);
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
