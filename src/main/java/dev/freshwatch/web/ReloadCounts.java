package dev.freshwatch.web;

import java.time.Instant;

/** Counts reloads of the configuration by outcome. Safe for use by many threads. */
public final class ReloadCounts {

    private long taken;
    private long refused;
    private Instant last;
    private boolean lastTaken = true;

    /** Counts a reload that has ended. */
    public synchronized void count(boolean wasTaken, Instant at) {
        if (wasTaken) {
            taken++;
        } else {
            refused++;
        }
        last = at;
        lastTaken = wasTaken;
    }

    synchronized long taken() {
        return taken;
    }

    synchronized long refused() {
        return refused;
    }

    /** When the latest reload ended; null = there was none. */
    synchronized Instant last() {
        return last;
    }

    /** Whether the files of the latest reload are in use; also true before the first. */
    synchronized boolean lastTaken() {
        return lastTaken;
    }
}
