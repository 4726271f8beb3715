package dev.freshwatch.samples;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Samples that wait to be written: a bounded number, of which the oldest give way. Adding never waits. Thread-safe. */
final class SampleQueue {

    private final int most;
    private final Deque<Sample> samples = new ArrayDeque<>();
    /** How many have ever been taken from the head. */
    private long removed;

    private long dropped;
    private long written;
    private boolean closing;

    SampleQueue(int most) {
        this.most = most;
    }

    synchronized void add(Collection<Sample> more) {
        for (Sample sample : more) {
            if (samples.size() >= most) {
                samples.remove();
                removed++;
                dropped++;
            }
            samples.add(sample);
        }
        notifyAll();
    }

    /** The first ones, which stay until they are {@linkplain #written written}. */
    synchronized Taken first(int atMost) {
        List<Sample> taken = new ArrayList<>();
        for (Sample sample : samples) {
            if (taken.size() == atMost) {
                break;
            }
            taken.add(sample);
        }
        return new Taken(List.copyOf(taken), removed);
    }

    /** @param from the number of samples before these */
    record Taken(List<Sample> samples, long from) {}

    /** These are in the database; some may have been dropped meanwhile. */
    synchronized void written(Taken taken) {
        written += taken.samples().size();
        remove(taken);
    }

    /** These cannot be written. */
    synchronized void giveUp(Taken taken) {
        dropped += remove(taken);
    }

    private long remove(Taken taken) {
        long left = taken.from() + taken.samples().size() - removed;
        for (long i = 0; i < left; i++) {
            samples.remove();
            removed++;
        }
        return Math.max(0, left);
    }

    synchronized List<Sample> all() {
        return List.copyOf(samples);
    }

    synchronized int size() {
        return samples.size();
    }

    /** These were given up elsewhere. */
    synchronized void countDropped(long more) {
        dropped += more;
    }

    synchronized long droppedCount() {
        return dropped;
    }

    synchronized long writtenCount() {
        return written;
    }

    /**
     * Waits until so many samples are there, or for so long.
     *
     * @return false once the queue is being closed
     */
    synchronized boolean await(int enough, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis();
                !closing && samples.size() < enough && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return !closing;
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** Ends all waiting. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }
}
