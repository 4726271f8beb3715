package dev.freshwatch.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Signals from other threads to a {@link Dispatcher}, which waits here until there is one. Thread-safe. */
final class DispatcherSignals {

    private Set<String> orderingKeys = new HashSet<>();
    private List<DeliveryAttempt> ended = new ArrayList<>();
    private boolean everything = true;
    private boolean stopping;
    private boolean leaving;
    /** Since when the dispatcher is at work, monotonic; null = it waits, or has not begun. */
    private volatile Long busySince;

    /** What has arrived since the last call of {@link #take}. */
    record News(Set<String> orderingKeys, boolean everything, List<DeliveryAttempt> ended) {}

    /** These ordering keys have new rows; an empty set means any. */
    synchronized void newRows(Set<String> some) {
        everything |= some.isEmpty();
        orderingKeys.addAll(some);
        notifyAll();
    }

    synchronized void ended(DeliveryAttempt attempt) {
        ended.add(attempt);
        notifyAll();
    }

    /** Begin nothing new; deliveries under way are given a moment. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    /** Begin nothing new; deliveries under way are given their full time. */
    synchronized void leave() {
        leaving = true;
        notifyAll();
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    /** Whether nothing new may be begun. */
    synchronized boolean isEnding() {
        return stopping || leaving;
    }

    synchronized News take() {
        News news = new News(orderingKeys, everything, ended);
        orderingKeys = new HashSet<>();
        ended = new ArrayList<>();
        everything = false;
        busySince = System.nanoTime();
        return news;
    }

    /** For how long the dispatcher has been at one step; zero while it waits. Never blocks. */
    Duration busy() {
        Long since = busySince;
        return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Waits until something arrives, a stop is requested, or the time is up. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (ended.isEmpty() && orderingKeys.isEmpty() && !everything && !isEnding() && sleepUntil(end)) {
            // wait again
        }
    }

    /** Waits until an attempt has ended, or the time is up. */
    synchronized void awaitEnded(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (ended.isEmpty() && sleepUntil(end)) {
            // wait again
        }
    }

    /** Waits until an attempt has ended, a stop is requested, or the time is up. */
    synchronized void awaitEndedOrStop(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (ended.isEmpty() && !stopping && sleepUntil(end)) {
            // wait again
        }
    }

    /** Waits this long, or until nothing new is to be begun. */
    synchronized void pause(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!isEnding() && sleepUntil(end)) {
            // wait again
        }
    }

    /** Returns false once the time is up. */
    private boolean sleepUntil(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        busySince = null;
        wait(left / 1_000_000, (int) (left % 1_000_000));
        busySince = System.nanoTime();
        return true;
    }
}
