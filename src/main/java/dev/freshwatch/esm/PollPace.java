package dev.freshwatch.esm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides when to poll whether a query is complete, with few calls and little delay. It learns how long the queries of
 * each Receiver take, and polls first at about that time. A query that is complete by then lowers the learned time a
 * little, one that is not raises it, so it stays near the typical duration. A new Receiver starts with the average of
 * the others; without any experience, the first poll is after 50 ms, then after growing pauses. As long as no poll came
 * too early, nothing is known but that queries take less: the next first poll comes in half the time. A single query that
 * takes much longer at most doubles what is expected of the next. Thread-safe; the
 * methods of a {@link Run} belong to one thread.
 */
final class PollPace {

    private static final double MILLI = 1e6;
    private static final double FIRST = 50 * MILLI;
    private static final double GROWTH = 1.5;
    private static final double LONGEST = 5_000 * MILLI;
    private static final double SHORTEST = 2 * MILLI;
    /** If the first poll was too early, the next ones follow at this fraction of the learned time. */
    private static final double STEP = 0.055;

    private static final double DOWN = 0.006;
    private static final double UP = 0.012;
    /** A query that was complete at the first poll may have been so for a while: assume a little less for others. */
    private static final double EARLY = 0.85;

    /** This many early completions in a row are no coincidence: queries have become faster. */
    private static final int IN_A_ROW = 8;

    /** What is known after the first of them says little: one more counts as if it were the fifth in a row. */
    private static final int LATE_AT_FIRST = 4;

    private static final int MOST_DEVICES = 10_000;

    private final Map<Long, Learned> devices = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Learned> eldest) {
            return size() > MOST_DEVICES;
        }
    };
    /** Typical duration of queries on this ESM, in nanoseconds; zero = not known yet. */
    private double everywhere;

    private boolean everTooEarly;

    private static final class Learned {
        private double nanos;
        /** Whether a poll has ever found a query of it incomplete. */
        private boolean everTooEarly;

        private int early;
        private int late;
    }

    synchronized Run begin(long device) {
        Learned learned = devices.computeIfAbsent(device, id -> new Learned());
        return new Run(learned, learned.nanos > 0 ? learned.nanos : Math.min(everywhere, LONGEST));
    }

    /** One query. */
    final class Run {
        private final Learned learned;
        private final double expected;
        private double pause;
        private double last;
        private double before;
        private int asked;

        private Run(Learned learned, double expected) {
            this.learned = learned;
            this.expected = expected;
        }

        /**
         * Returns how long to wait before the next poll.
         *
         * @param sinceStart how long the query has been running
         */
        Duration next(Duration sinceStart) {
            double now = sinceStart.toNanos();
            if (asked == 0) {
                pause = expected > 0 ? Math.max(SHORTEST, expected - now) : FIRST;
            } else if (asked == 1 && expected > 0) {
                pause = Math.max(SHORTEST, expected * STEP);
            } else {
                pause *= GROWTH;
            }
            if (asked > 0) {
                pause = Math.min(pause, LONGEST);
            }
            asked++;
            before = last;
            last = now + pause;
            return Duration.ofNanos((long) pause);
        }

        /** To be called when the last poll found the query complete. */
        void complete() {
            synchronized (PollPace.this) {
                double middle = (before + last) / 2;
                boolean early = asked == 1;
                if (early && !everTooEarly) {
                    everywhere = half(last);
                } else if (!everTooEarly) {
                    everywhere = firstTooEarly(everywhere, middle);
                } else {
                    everywhere += Math.min(everywhere, 0.2 * ((early ? last * EARLY : middle) - everywhere));
                }
                everTooEarly = everTooEarly || !early;
                if (early && !learned.everTooEarly) {
                    learned.nanos = half(last);
                } else if (!learned.everTooEarly) {
                    learned.nanos = firstTooEarly(learned.nanos, middle);
                    learned.late = LATE_AT_FIRST;
                } else if (early) {
                    learned.late = 0;
                    learned.early++;
                    double times = Math.pow(2, Math.max(0, learned.early - IN_A_ROW));
                    learned.nanos *= 1 - Math.min(0.3, DOWN * times);
                } else {
                    learned.early = 0;
                    learned.late++;
                    double towards = Math.min(0.5, 0.1 * learned.late);
                    double step = Math.max(learned.nanos * UP, towards * (middle - learned.nanos));
                    learned.nanos += Math.min(step, learned.nanos);
                }
                learned.everTooEarly = learned.everTooEarly || !early;
                learned.nanos = Math.max(SHORTEST, learned.nanos);
            }
        }

        /** One query that took long may be the only one: the next is not polled as late. */
        private static double firstTooEarly(double known, double middle) {
            return Math.min(middle, known > 0 ? 2 * known : LONGEST);
        }

        private static double half(double nanos) {
            return Math.max(SHORTEST, nanos / 2);
        }
    }
}
