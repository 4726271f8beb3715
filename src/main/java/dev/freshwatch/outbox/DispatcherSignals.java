package dev.freshwatch.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What other threads tell a {@link Dispatcher}; it sleeps here until there is something. Safe for use by many threads. */
final class DispatcherSignals {

    private Set<String> orderingKeys = new HashSet<>();
    private List<DeliveryAttempt> ended = new ArrayList<>();
    private boolean everything = true;
    private boolean stopping;

    /** What came in since the last look. */
    record News(Set<String> orderingKeys, boolean everything, List<DeliveryAttempt> ended) {}

    /** These lanes have new rows; an empty set means any. */
    synchronized void newRows(Set<String> some) {
        everything |= some.isEmpty();
        orderingKeys.addAll(some);
        notifyAll();
    }

    synchronized void ended(DeliveryAttempt attempt) {
        ended.add(attempt);
        notifyAll();
    }

    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    synchronized News take() {
        News news = new News(orderingKeys, everything, ended);
        orderingKeys = new HashSet<>();
        ended = new ArrayList<>();
        everything = false;
        return news;
    }

    /** Sleeps until something comes in, or all is being stopped, or the time is up. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (ended.isEmpty() && orderingKeys.isEmpty() && !everything && !stopping && sleepUntil(end)) {
            // once more
        }
    }

    /** Sleeps until a try has ended, or the time is up. */
    synchronized void awaitEnded(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (ended.isEmpty() && sleepUntil(end)) {
            // once more
        }
    }

    /** Sleeps this long, or until all is being stopped. */
    synchronized void pause(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!stopping && sleepUntil(end)) {
            // once more
        }
    }

    /** @return false once the time is up */
    private boolean sleepUntil(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
        return true;
    }
}
