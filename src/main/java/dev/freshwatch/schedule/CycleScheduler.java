package dev.freshwatch.schedule;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the cycles of all timers on time, and never two of one timer at once. Uses only the monotonic clock: whatever
 * happens to the wall clock, no cycle is late and none is skipped.
 *
 * <p>One thread schedules; cycles run on others. The number of services that run at once is limited; the others wait in
 * the order in which they became due. Thread-safe.
 */
public final class CycleScheduler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CycleScheduler.class);

    /** Limit of concurrent service checks: each one that gets no answer occupies a thread. */
    static final int MOST_SERVICES_AT_ONCE = 200;

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CycleRegistry cycles = new CycleRegistry();
    private final CycleQueues queues = new CycleQueues(MOST_SERVICES_AT_ONCE);
    private final CycleWorkers workers = new CycleWorkers();
    private final Thread scheduler = CycleWorkers.daemon(this::schedule, "scheduler");
    /** For how long the scheduler sleeps, and since when; {@link Long#MAX_VALUE} = until something changes. */
    private long sleeps = Long.MAX_VALUE;

    private long sleepsSince;
    private boolean closed;
    private volatile Predicate<String> mayRun = timer -> true;

    /** @param nanoTime the monotonic clock */
    public CycleScheduler(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Starts the scheduler; cycles run from now on. */
    public void start() {
        scheduler.start();
    }

    /** From now on, a cycle is left out while this says no to its timer, such as {@code esm/soc}; it stays on time. */
    public void onlyIf(Predicate<String> asked) {
        mayRun = asked;
    }

    /**
     * Sets how long a cycle may take by its own limits before it counts as overdue; the default is a period.
     *
     * @param timer name of the timer, such as {@code esm/soc}
     */
    public void allow(String timer, Duration time) {
        locked(() -> cycles.allow(timer, time.toNanos()));
    }

    /**
     * Adds a timer.
     *
     * @param timer what it checks: a platform such as {@code esm/soc}
     * @param task  runs one cycle from start to end; may throw
     */
    Cycle add(String timer, Cycle.Pace pace, Runnable task) {
        Cycle cycle = new Cycle(timer, pace, nanoTime.getAsLong(), task);
        locked(() -> {
            cycles.add(cycle, nanoTime.getAsLong());
            queues.add(cycle);
        });
        return cycle;
    }

    /**
     * Begins to replace timers: those that are removed from now on pass their pace on to new ones of the same names. No
     * cycle starts until {@link #endHandOver}, and none of a new timer before a running cycle of its predecessor has
     * ended.
     */
    public void beginHandOver() {
        locked(cycles::beginHandOver);
    }

    /** Starts cycles again, each at its time. */
    public void endHandOver() {
        locked(() -> {
            cycles.endHandOver();
            workers.renew();
        });
    }

    /**
     * Starts no more cycles of this timer; a running one is not interrupted.
     *
     * @return whether there would have been more
     */
    boolean remove(Cycle cycle) {
        return read(() -> {
            queues.remove(cycle);
            return cycles.remove(cycle);
        });
    }

    /**
     * Starts the next cycle of a platform after this time, unless it is due earlier. Its regular period continues from
     * there. Does nothing if there is no timer of this name.
     *
     * @param platform such as {@code esm/soc}; includes all timers below it (the checks of a service)
     */
    public void lookAgain(String platform, Duration after) {
        locked(() ->
                cycles.of(platform).forEach(cycle -> queues.advance(cycle, nanoTime.getAsLong() + after.toNanos())));
    }

    /** The same for these timers, which keep their regular times but for this one cycle. */
    public void lookAgain(Predicate<String> timers, Duration after) {
        locked(() -> cycles.where(timers)
                .forEach(cycle -> queues.advance(cycle.keepingPace(), nanoTime.getAsLong() + after.toNanos())));
    }

    private void schedule() {
        lock.lock();
        try {
            while (!closed) {
                sleeps = startDue();
                sleepsSince = nanoTime.getAsLong();
                if (sleeps > 0 && changed.awaitNanos(sleeps) > 0) {
                    LOG.trace("Something changed before the next cycle was due");
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The scheduler is stopping");
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts all cycles that are due.
     *
     * @return time until a cycle is due that can be started, in nanoseconds
     */
    long startDue() {
        lock.lock();
        try {
            if (cycles.isHandingOver()) {
                return Long.MAX_VALUE;
            }
            long now = nanoTime.getAsLong();
            queues.takeDue(now, cycle -> {
                cycle.start(now);
                workers.run(cycle, mayRun, this::end);
            });
            return queues.untilNext(now);
        } finally {
            lock.unlock();
        }
    }

    private void end(Cycle cycle) {
        locked(() -> {
            queues.ended(cycle);
            cycle.end();
            cycles.releaseSuccessors(cycle).forEach(queues::add);
            if (!cycle.isRepeated()) {
                cycles.discard(cycle);
            } else if (cycles.contains(cycle)) {
                queues.add(cycle);
            }
        });
    }

    /** Returns how late the latest cycle of the worst timer started, or is by now. */
    public Duration lag() {
        return read(() -> Duration.ofNanos(cycles.lag(nanoTime.getAsLong())));
    }

    /** Returns the timers that are late by more than a period, only some of them by name; empty = all are on time. */
    public List<String> overdue() {
        return read(() -> cycles.overdue(nanoTime.getAsLong()));
    }

    /** Watches whether this scheduler stands still. */
    public CycleWatch watch() {
        return new CycleWatch(lock, nanoTime, cycles, queues);
    }

    /** Returns the number of timers. */
    public int size() {
        return read(cycles::size);
    }

    /** Returns the number of timers without a running cycle. */
    int waiting() {
        return read(queues::size);
    }

    /** Whether the thread that starts the cycles is alive. */
    public boolean isAlive() {
        return scheduler.isAlive();
    }

    private <T> T read(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            if (mustWake()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Most cycles end without another one being due before the scheduler wakes up by itself. */
    private boolean mustWake() {
        long now = nanoTime.getAsLong();
        return closed || queues.untilNext(now) < (sleeps == Long.MAX_VALUE ? sleeps : sleeps - (now - sleepsSince));
    }

    /** Starts no more cycles, and interrupts running ones. */
    @Override
    public void close() {
        locked(() -> closed = true);
        workers.close();
    }
}
