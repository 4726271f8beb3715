package dev.freshwatch.sim.misp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A queue with its workers and waiting jobs. Guarded by its {@link Workers}. */
final class Queue {

    final String name;
    final List<Worker> workers = new ArrayList<>();
    /** Omits {@code ok} from the answer, which no real MISP does. */
    boolean withoutOk;

    private long jobs;
    private Duration oneMoreEvery;
    private long growsSince;

    Queue(String name) {
        this.name = name;
    }

    /**
     * @param waiting number of jobs now
     * @param every   interval at which another one is added; null = never
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
