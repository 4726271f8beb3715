package dev.freshwatch.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * Starts the cycles of all timers, each at its time and never two of one timer at once. It counts by the monotonic clock
 * alone: whatever happens to the wall clock, no cycle is late and none is left out.
 *
 * <p>One thread decides; cycles run on others. Of services so many run at once at most, and what is due meanwhile waits in
 * the order in which it became due. Safe for use by many threads.
 */
public final class CycleScheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CycleScheduler.class);

    /** So many services are asked at the same time at most: each one that does not answer holds a thread. */
    static final int MOST_SERVICES_AT_ONCE = 200;

    private static final String SERVICE = "service/";

    private static final int MOST_NAMED = 5;

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Cycle> cycles = new HashSet<>();
    /** During a hand-over: those that were removed in it, until others of their names take their place. */
    private final List<Cycle> left = new ArrayList<>();
    /** What a cycle may take by its own limits, in nanoseconds, by the name of its timer. */
    private final Map<String, Long> longest = new HashMap<>();

    private final CycleQueue services = new CycleQueue(MOST_SERVICES_AT_ONCE);
    /** A few, each with one cycle at most. Services that hang take none of their room. */
    private final CycleQueue platforms = new CycleQueue(Integer.MAX_VALUE);

    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService workers =
            Executors.newCachedThreadPool(task -> daemon(task, "cycle-" + threads.incrementAndGet()));
    private final Thread scheduler = daemon(this::schedule, "scheduler");
    private boolean handingOver;
    private boolean closed;

    /** @param nanoTime the monotonic clock */
    public CycleScheduler(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private CycleQueue queue(Cycle cycle) {
        return cycle.timer().startsWith(SERVICE) ? services : platforms;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts cycles from now on. */
    public void start() {
        scheduler.start();
    }

    /**
     * A cycle may take so long by its own limits before that is a fault of the watch; otherwise it may take a period.
     *
     * @param timer its name, such as {@code esm/soc}
     */
    public void allow(String timer, Duration time) {
        locked(() -> longest.put(timer, time.toNanos()));
    }

    /**
     * Adds a timer.
     *
     * @param timer its name, which says what it looks at: a platform such as {@code esm/soc}
     * @param task  one cycle, from its start to its end; it may throw
     */
    Cycle add(String timer, Cycle.Pace pace, Runnable task) {
        Cycle cycle = new Cycle(timer, pace, nanoTime.getAsLong(), task);
        locked(() -> {
            left.stream()
                    .filter(other -> other.timer().equals(timer))
                    .findFirst()
                    .ifPresent(other -> {
                        left.remove(other);
                        cycle.succeed(other, nanoTime.getAsLong());
                    });
            cycles.add(cycle);
            if (!cycle.waits()) {
                queue(cycle).add(cycle);
            }
        });
        return cycle;
    }

    /**
     * Has timers take the place of others: those that are removed in the meantime hand their pace to those of the same
     * names that are added in it. No cycle starts meanwhile, and none of a timer that was added before one that is under
     * way of its name has ended. To be ended by {@link #endHandOver}.
     */
    public void beginHandOver() {
        locked(() -> handingOver = true);
    }

    /** Cycles start again, each at its time. */
    public void endHandOver() {
        locked(() -> {
            handingOver = false;
            left.clear();
        });
    }

    /**
     * Starts no more cycles of this timer; one that is under way goes on to its end.
     *
     * @return whether there would have been any
     */
    boolean remove(Cycle cycle) {
        lock.lock();
        try {
            boolean known = cycles.remove(cycle);
            if (known && handingOver) {
                left.add(cycle);
            }
            queue(cycle).remove(cycle);
            return known;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at a platform again after this time, in place of the next regular cycle where that would be later. From there
     * on its regular pace goes on. Nothing happens where no timer has this name.
     *
     * @param platform such as {@code esm/soc}; all timers below it (the checks of a service) are meant too
     */
    public void lookAgain(String platform, Duration after) {
        locked(() -> cycles.stream()
                .filter(cycle -> cycle.timer().equals(platform) || cycle.timer().startsWith(platform + "/"))
                .forEach(cycle -> advance(cycle, nanoTime.getAsLong() + after.toNanos())));
    }

    private void advance(Cycle cycle, long time) {
        boolean waits = queue(cycle).remove(cycle);
        cycle.advanceTo(time);
        if (waits) {
            queue(cycle).add(cycle);
        }
    }

    private void schedule() {
        lock.lock();
        try {
            while (!closed) {
                long wait = startDue();
                if (wait > 0 && changed.awaitNanos(wait) > 0) {
                    LOG.trace("Something has changed before the next cycle was due");
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The scheduler ends");
        } finally {
            lock.unlock();
        }
    }

    /** Starts what is due. @return until something is due that can be started, in nanoseconds */
    long startDue() {
        lock.lock();
        try {
            if (handingOver) {
                return Long.MAX_VALUE;
            }
            long now = nanoTime.getAsLong();
            for (CycleQueue queue : List.of(platforms, services)) {
                for (Cycle cycle = queue.take(now); cycle != null; cycle = queue.take(now)) {
                    cycle.start(now);
                    hand(cycle);
                }
            }
            return Math.min(platforms.untilNext(now), services.untilNext(now));
        } finally {
            lock.unlock();
        }
    }

    private void hand(Cycle cycle) {
        try {
            workers.execute(() -> perform(cycle));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the scheduler has ended", cycle.timer());
            end(cycle);
        }
    }

    private void perform(Cycle cycle) {
        try {
            cycle.task().run();
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a cycle broke down; the next one comes at its time", cycle.timer(), e);
        } finally {
            end(cycle);
        }
    }

    private void end(Cycle cycle) {
        locked(() -> {
            queue(cycle).ended();
            cycle.end();
            left.stream().filter(other -> other.waitsFor(cycle)).forEach(Cycle::predecessorEnded);
            cycles.stream().filter(other -> other.waitsFor(cycle)).forEach(other -> {
                other.predecessorEnded();
                queue(other).add(other);
            });
            if (!cycle.isRepeated()) {
                cycles.remove(cycle);
            } else if (cycles.contains(cycle)) {
                queue(cycle).add(cycle);
            }
        });
    }

    /** How late the latest cycle of the worst timer started, or is by now. */
    public Duration lag() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            return Duration.ofNanos(
                    cycles.stream().mapToLong(cycle -> cycle.lag(now)).max().orElse(0));
        } finally {
            lock.unlock();
        }
    }

    /** The timers that are late by more than a period, some of them by name; empty = all are on time. */
    public List<String> overdue() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            Collection<String> late = new TreeSet<>();
            cycles.stream()
                    .filter(cycle -> !cycle.isOnTime(now, longest.getOrDefault(cycle.timer(), 0L)))
                    .forEach(cycle -> late.add(cycle.timer()));
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
            return cycles.size();
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
        return scheduler.isAlive();
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
