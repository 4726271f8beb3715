package dev.freshwatch.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the cycles of all pulses, each at its time and never two of one pulse at once. It counts by the monotonic clock
 * alone: whatever happens to the wall clock, no cycle is late and none is left out. (Camel's {@code timer:} goes by the
 * wall clock, and stands still while that is set back.)
 *
 * <p>One thread decides; cycles run on others. Of services so many run at once at most, and what is due meanwhile waits in
 * the order in which it became due. Safe for use by many threads.
 */
public final class Pulses implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulses.class);

    /** So many services are asked at the same time at most: each one that does not answer holds a thread. */
    static final int MOST_SERVICES_AT_ONCE = 200;

    private static final String SERVICE = "service/";

    private static final int MOST_NAMED = 5;

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final NavigableMap<String, Pulse> byName = new TreeMap<>();
    private final PulseQueue services = new PulseQueue(MOST_SERVICES_AT_ONCE);
    /** A few, each with one cycle at most. Services that hang take none of their room. */
    private final PulseQueue platforms = new PulseQueue(Integer.MAX_VALUE);

    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService workers =
            Executors.newCachedThreadPool(task -> daemon(task, "pulse-" + threads.incrementAndGet()));
    private final Thread conductor = daemon(this::conduct, "pulse");
    private boolean closed;

    /** @param nanoTime the monotonic clock */
    public Pulses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private PulseQueue queue(Pulse pulse) {
        return pulse.name().startsWith(SERVICE) ? services : platforms;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts cycles from now on. */
    public void start() {
        conductor.start();
    }

    /**
     * Adds a pulse; a second one of that name takes the place of the first.
     *
     * @param name    what it looks at: a platform such as {@code esm/soc}
     * @param every   from the start of one cycle to the start of the next
     * @param first   until the first one starts
     * @param longest what a cycle may take by its own limits before that is a fault of the watch; at least every
     * @param cycle   one cycle, from its start to its end; it may throw
     */
    public void add(String name, Duration every, Duration first, Duration longest, Runnable cycle) {
        locked(() -> {
            drop(name);
            Pulse pulse = new Pulse(name, every, longest, cycle, nanoTime.getAsLong() + first.toNanos());
            byName.put(name, pulse);
            queue(pulse).add(pulse);
        });
    }

    /** Starts no more cycles of this pulse; one that is under way goes on to its end. */
    public void remove(String name) {
        locked(() -> drop(name));
    }

    private void drop(String name) {
        Pulse pulse = byName.remove(name);
        if (pulse != null) {
            queue(pulse).remove(pulse);
        }
    }

    /**
     * Looks at a platform again after this time, in place of the next regular cycle where that would be later. From there
     * on its regular pace goes on. Nothing happens where nothing beats under this name.
     *
     * @param platform such as {@code esm/soc}; all that beats below it (the checks of a service) is meant too
     */
    public void lookAgain(String platform, Duration after) {
        locked(() -> byName.values().stream()
                .filter(pulse -> pulse.name().equals(platform) || pulse.name().startsWith(platform + "/"))
                .forEach(pulse -> advance(pulse, nanoTime.getAsLong() + after.toNanos())));
    }

    private void advance(Pulse pulse, long time) {
        boolean waits = queue(pulse).remove(pulse);
        pulse.advanceTo(time);
        if (waits) {
            queue(pulse).add(pulse);
        }
    }

    private void conduct() {
        lock.lock();
        try {
            while (!closed) {
                long wait = startDue();
                if (wait > 0 && changed.awaitNanos(wait) > 0) {
                    LOG.trace("Something has changed before the next pulse was due");
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The pulses end");
        } finally {
            lock.unlock();
        }
    }

    /** Starts what is due. @return until something is due that can be started, in nanoseconds */
    long startDue() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            for (PulseQueue queue : List.of(platforms, services)) {
                for (Pulse pulse = queue.take(now); pulse != null; pulse = queue.take(now)) {
                    pulse.start(now);
                    hand(pulse);
                }
            }
            return Math.min(platforms.untilNext(now), services.untilNext(now));
        } finally {
            lock.unlock();
        }
    }

    private void hand(Pulse pulse) {
        try {
            workers.execute(() -> perform(pulse));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the pulses have ended", pulse.name());
            end(pulse);
        }
    }

    private void perform(Pulse pulse) {
        try {
            pulse.cycle().run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a cycle broke down; the next one comes at its time", pulse.name(), e);
        } finally {
            end(pulse);
        }
    }

    private void end(Pulse pulse) {
        locked(() -> {
            queue(pulse).ended();
            pulse.end();
            if (byName.get(pulse.name()) == pulse) {
                queue(pulse).add(pulse);
            }
        });
    }

    /** How late the latest cycle of the worst pulse started, or is by now. */
    public Duration lag() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            return Duration.ofNanos(byName.values().stream()
                    .mapToLong(pulse -> pulse.lag(now))
                    .max()
                    .orElse(0));
        } finally {
            lock.unlock();
        }
    }

    /** The pulses that are late by more than an interval, some of them by name; empty = all are on time. */
    public List<String> overdue() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            Collection<String> late = new TreeSet<>();
            byName.values().stream().filter(pulse -> !pulse.isOnTime(now)).forEach(pulse -> late.add(pulse.name()));
            List<String> named = new ArrayList<>(late.stream().limit(MOST_NAMED).toList());
            if (late.size() > MOST_NAMED) {
                named.add("and " + (late.size() - MOST_NAMED) + " more");
            }
            return named;
        } finally {
            lock.unlock();
        }
    }

    /** How many there are. */
    public int size() {
        lock.lock();
        try {
            return byName.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many of them have no cycle under way. */
    int waiting() {
        lock.lock();
        try {
            return platforms.size() + services.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the thread lives that starts the cycles. */
    public boolean isAlive() {
        return conductor.isAlive();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Starts no more cycles, and interrupts those that are under way. */
    @Override
    public void close() {
        locked(() -> closed = true);
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
