package dev.freshwatch.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What other threads tell a {@link Dispatcher}; it sleeps here until there is something. Safe for use by many threads. */
final class Inbox {

    private Set<String> checks = new HashSet<>();
    private List<Attempt> ended = new ArrayList<>();
    private boolean everything = true;
    private boolean stopping;

    /** What came in since the last look. */
    record News(Set<String> checks, boolean everything, List<Attempt> ended) {}

    /** These checks have new rows; an empty set means any. */
    synchronized void newRows(Set<String> some) {
        everything |= some.isEmpty();
        checks.addAll(some);
        notifyAll();
    }

    synchronized void ended(Attempt attempt) {
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
        News news = new News(checks, everything, ended);
        checks = new HashSet<>();
        ended = new ArrayList<>();
        everything = false;
        return news;
    }

    /** Sleeps until something comes in or the time is up. Once all is being stopped only ended tries wake it. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        boolean stoppingBefore = stopping;
        while (ended.isEmpty() && (stopping ? stoppingBefore : checks.isEmpty() && !everything)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            // Rounded up: waking before the time would only mean to sleep again.
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    /** Sleeps this long, or until all is being stopped. */
    synchronized void pause(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!stopping && end - System.nanoTime() > 0) {
            wait(1 + (end - System.nanoTime()) / 1_000_000);
        }
    }
}
