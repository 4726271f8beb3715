package dev.freshwatch.outbox;

import dev.freshwatch.outbox.FailureRule.Verdict;

/** One try to deliver a row, on a thread of its own. Safe for use by many threads. */
final class DeliveryAttempt {

    private final DeliveryItem item;
    private final long startedAt;
    private Thread runner;
    private boolean ended;
    private boolean abandoned;
    private boolean interrupted;
    private Verdict failure;

    /** @param startedAt {@link System#nanoTime} */
    DeliveryAttempt(DeliveryItem item, long startedAt) {
        this.item = item;
        this.startedAt = startedAt;
    }

    DeliveryItem item() {
        return item;
    }

    long startedAt() {
        return startedAt;
    }

    /** @return false where it was given up before a thread came to it: then nothing must be sent */
    synchronized boolean begin(Thread thread) {
        runner = thread;
        return !interrupted;
    }

    /**
     * The try came to its end, on its own thread.
     *
     * @param verdict null = delivered
     */
    synchronized void end(Verdict verdict) {
        runner = null;
        ended = true;
        failure = verdict;
        // Whoever set it: an interrupt of this try must not reach the next one on this thread.
        Thread.interrupted();
    }

    /** Gives up waiting for it, and interrupts it. @return false where it ended just now */
    synchronized boolean abandon() {
        if (ended) {
            return false;
        }
        abandoned = true;
        interrupt();
        return true;
    }

    synchronized void interrupt() {
        interrupted = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Whether it was told to stop, so that its failure says nothing about the sink. */
    synchronized boolean isInterrupted() {
        return interrupted;
    }

    /** Null = delivered. */
    synchronized Verdict failure() {
        return failure;
    }
}
