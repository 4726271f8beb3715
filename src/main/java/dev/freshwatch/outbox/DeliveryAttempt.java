package dev.freshwatch.outbox;

import dev.freshwatch.outbox.FailureRule.Verdict;

/** One attempt to deliver a row, made on its own thread. Thread-safe. */
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

    /** Returns false if the attempt was abandoned before its thread started; then nothing may be sent. */
    synchronized boolean begin(Thread thread) {
        runner = thread;
        return !interrupted;
    }

    /**
     * Ends the attempt; called on its own thread.
     *
     * @param verdict null = delivered
     */
    synchronized void end(Verdict verdict) {
        runner = null;
        ended = true;
        failure = verdict;
        // Whatever caused the interrupt, it must not affect the next attempt on this thread.
        Thread.interrupted();
    }

    /** Stops waiting for this attempt and interrupts it. Returns false if it has just ended. */
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

    /** Whether the attempt was interrupted, so that its failure says nothing about the sink. */
    synchronized boolean isInterrupted() {
        return interrupted;
    }

    /** Why the attempt failed; null = delivered. */
    synchronized Verdict failure() {
        return failure;
    }
}
