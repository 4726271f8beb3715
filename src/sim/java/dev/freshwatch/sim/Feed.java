package dev.freshwatch.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The times of records on the ESM: explicit ones, and a steady stream that can be stopped and resumed. All by the ESM's
 * clock. A stream is computed and takes no memory. Thread-safe.
 */
public final class Feed {

    private final InstantSource clock;
    private final NavigableSet<Instant> single = new TreeSet<>();
    private final List<Run> runs = new ArrayList<>();
    private Duration every = Duration.ofSeconds(1);
    private Duration lag = Duration.ZERO;

    Feed(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds records at these times; times ahead of the clock are visible at once, as from a device with a wrong clock.
     */
    public synchronized Feed at(Instant... times) {
        single.addAll(Arrays.asList(times));
        return this;
    }

    /** Adds a record of this age. */
    public Feed aged(Duration age) {
        return at(clock.instant().minus(age));
    }

    /**
     * Starts a stream of records, beginning four days ago.
     *
     * @param every greater than zero
     * @param lag   delay until a record becomes visible; negative = ahead of the clock
     */
    public synchronized Feed live(Duration every, Duration lag) {
        this.every = every;
        this.lag = lag;
        stop();
        runs.clear();
        runs.add(new Run(clock.instant().minus(lag).minus(Duration.ofDays(4)), null, every, lag));
        return this;
    }

    /** Stops the stream: visible records stay, no new ones are added. */
    public synchronized Feed stop() {
        if (isLive()) {
            Run last = runs.remove(runs.size() - 1);
            runs.add(new Run(last.from, clock.instant().minus(last.lag), last.every, last.lag));
        }
        return this;
    }

    /** Resumes the stream with a record now; the gap remains. */
    public synchronized Feed resume() {
        if (!isLive()) {
            runs.add(new Run(clock.instant().minus(lag), null, every, lag));
        }
        return this;
    }

    /** Removes all records and stops the stream. */
    public synchronized Feed clear() {
        single.clear();
        runs.clear();
        return this;
    }

    /** Whether the stream is running. */
    public synchronized boolean isLive() {
        return !runs.isEmpty() && runs.get(runs.size() - 1).until == null;
    }

    /** Returns the newest records in the range, newest first. */
    synchronized List<Instant> newest(TimeRange range, int max) {
        List<Instant> all = new ArrayList<>();
        single.subSet(range.from(), true, range.to(), false).descendingSet().stream()
                .limit(max)
                .forEach(all::add);
        for (Run run : runs) {
            long last = run.last(clock.instant(), range);
            for (long k = last; k >= run.first(range) && last - k < max; k--) {
                all.add(run.time(k));
            }
        }
        return all.stream().sorted(Comparator.reverseOrder()).limit(max).toList();
    }

    /** Returns the oldest records in the range, oldest first. */
    synchronized List<Instant> oldest(TimeRange range, int max) {
        List<Instant> all = new ArrayList<>();
        single.subSet(range.from(), true, range.to(), false).stream().limit(max).forEach(all::add);
        for (Run run : runs) {
            long first = run.first(range);
            for (long k = first; k <= run.last(clock.instant(), range) && k - first < max; k++) {
                all.add(run.time(k));
            }
        }
        return all.stream().sorted().limit(max).toList();
    }

    /** Returns the number of records in the range. */
    synchronized long count(TimeRange range) {
        long count = single.subSet(range.from(), true, range.to(), false).size();
        for (Run run : runs) {
            count += Math.max(0, run.last(clock.instant(), range) - run.first(range) + 1);
        }
        return count;
    }

    /** @param until exclusive; null = running */
    private record Run(Instant from, Instant until, Duration every, Duration lag) {

        Instant time(long k) {
            return from.plus(every.multipliedBy(k));
        }

        /** Returns the index of the first record at or after the start of the range. */
        long first(TimeRange range) {
            long nanos = Math.max(0, nanos(from, range.from()));
            return -Math.floorDiv(-nanos, every.toNanos());
        }

        /**
         * Returns the index of the last record before the end of the range that is visible now; may be below the first.
         */
        long last(Instant now, TimeRange range) {
            long end = nanos(from, range.to()) - 1;
            end = Math.min(end, nanos(from, now.minus(lag)));
            end = until == null ? end : Math.min(end, nanos(from, until) - 1);
            return Math.floorDiv(end, every.toNanos());
        }

        private static long nanos(Instant from, Instant to) {
            return Duration.between(from, to).toNanos();
        }
    }
}
