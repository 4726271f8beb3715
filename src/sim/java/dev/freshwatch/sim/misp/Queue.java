package dev.freshwatch.sim.misp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A queue with its workers and its waiting jobs. Guarded by its {@link Workers}. */
final class Queue {

    final String name;
    final List<Worker> workers = new ArrayList<>();
    /** Its {@code ok} is left out of the answer, as no MISP does. */
    boolean withoutOk;

    private long jobs;
    private Duration oneMoreEvery;
    private long growsSince;

    Queue(String name) {
        this.name = name;
    }

    /**
     * @param waiting jobs now
     * @param every   one more joins them so often; null = never
     */
    void jobs(long waiting, Duration every, long now) {
        jobs = waiting;
        oneMoreEvery = every;
        growsSince = now;
    }

    long jobs(long now) {
        return oneMoreEvery == null ? jobs : jobs + (now - growsSince) / oneMoreEvery.toNanos();
    }
}
