package dev.freshwatch.schedule;

import dev.freshwatch.freshness.Ages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Whether a scheduler stands still. Asks without waiting for long, because what stands still may hold its lock. Thread-safe.
 */
public final class CycleWatch {

    private static final Duration LOCKED = Duration.ofSeconds(1);

    private final ReentrantLock lock;
    private final LongSupplier nanoTime;
    private final CycleRegistry cycles;
    private final CycleQueues queues;
    /** Whether the latest look has found all cycles overdue. */
    private volatile boolean stands;

    /** @param lock that of the others */
    CycleWatch(ReentrantLock lock, LongSupplier nanoTime, CycleRegistry cycles, CycleQueues queues) {
        this.lock = lock;
        this.nanoTime = nanoTime;
        this.cycles = cycles;
        this.queues = queues;
    }

    /**
     * Why nothing goes on, in plain words; empty = something does. A platform that hangs is no reason: a cycle may take as
     * long as its own limits allow, and if one takes longer but others do not, it is not the scheduler that stands still.
     *
     * @param timers    those that are to run in this process because others do not run them
     * @param patience  for how long a cycle may be due without being started, if there is room for it
     */
    public Optional<String> standstill(Predicate<String> timers, Duration patience) {
        try {
            if (!lock.tryLock(LOCKED.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.of("the scheduler does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            long now = nanoTime.getAsLong();
            Optional<String> overdue = allOverdue(timers, now);
            stands = overdue.isPresent();
            return notStarted(now, patience).or(() -> overdue);
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> notStarted(long now, Duration patience) {
        long left = queues.untilNext(now);
        return left < -patience.toNanos()
                ? Optional.of("no cycle is started, and one has been due for " + Ages.words(Duration.ofNanos(-left)))
                : Optional.empty();
    }

    /**
     * Once it stands still, the cycles that are still under way count as well, whoever runs their timers by now: a process that has
     * left them to another is not well before they have ended.
     */
    private Optional<String> allOverdue(Predicate<String> timers, long now) {
        Set<String> hanging = stands ? cycles.hanging(now) : Set.of();
        Predicate<String> judged = timer -> timers.test(timer) || hanging.contains(timer);
        List<String> overdue = cycles.overdue(now, judged);
        boolean all =
                overdue.size() > 1 && overdue.size() == cycles.where(judged).size();
        return all
                ? Optional.of("all cycles are overdue: " + String.join(", ", CycleRegistry.some(overdue)))
                : Optional.empty();
    }
}
