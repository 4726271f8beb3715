package dev.freshwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Whether it is the scheduler that stands still, or only what it runs. */
class CycleWatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(1).toNanos());
    private final ReentrantLock lock = new ReentrantLock();
    private final CycleRegistry cycles = new CycleRegistry();
    private final CycleQueues queues = new CycleQueues(2);
    private final CycleWatch watch = new CycleWatch(lock, nanos::get, cycles, queues);

    private Cycle cycle(String timer) {
        Cycle cycle = new Cycle(timer, new Cycle.Pace(EVERY, EVERY, true), nanos.get(), () -> {});
        cycles.add(cycle, nanos.get());
        queues.add(cycle);
        return cycle;
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void startDue() {
        queues.takeDue(nanos.get(), cycle -> cycle.start(nanos.get()));
    }

    @Test
    void whatIsDueAndNotStartedAlthoughThereIsRoomStandsStill() {
        assertThat(watch.standstill(timer -> true, PATIENCE)).as("no timers").isEmpty();
        cycle("esm/soc");
        pass(24);
        assertThat(watch.standstill(timer -> true, PATIENCE)).isEmpty();
        pass(2);
        assertThat(watch.standstill(timer -> true, PATIENCE))
                .contains("no cycle is started, and one has been due for 16 s");
        assertThat(watch.standstill(timer -> false, PATIENCE))
                .as("also if this node only keeps its pace")
                .isPresent();
    }

    /** Two platforms that hang take all the room; that is not for another node to mend. */
    @Test
    void whatHasNoRoomWaits() {
        cycle("service/a/tcp");
        cycle("service/b/tcp");
        pass(11);
        startDue();
        cycle("service/c/tcp");
        cycles.allow("service/a/tcp", Duration.ofHours(1).toNanos());
        pass(60);
        assertThat(watch.standstill(timer -> true, PATIENCE)).isEmpty();
    }

    @Test
    void onlyIfAllOfThemTakeTooLongItIsNotThePlatform() {
        cycle("esm/lab");
        pass(11);
        startDue();
        pass(31);
        assertThat(cycles.overdue(nanos.get())).containsExactly("esm/lab");
        assertThat(watch.standstill(timer -> true, PATIENCE)).as("one alone").isEmpty();

        cycle("esm/soc");
        pass(11);
        startDue();
        assertThat(watch.standstill(timer -> true, PATIENCE))
                .as("another goes on")
                .isEmpty();
        pass(31);
        assertThat(watch.standstill(timer -> timer.equals("esm/soc"), PATIENCE))
                .as("of those of this node, one alone")
                .isEmpty();
        assertThat(watch.standstill(timer -> true, PATIENCE)).contains("all cycles are overdue: esm/lab, esm/soc");
    }

    /** Otherwise it would be well as soon as it has left them to another node, and take them back. */
    @Test
    void oneThatStandsStillIsNotWellBeforeItsCyclesHaveEndedWhoeverRunsTheirTimersByNow() {
        Cycle soc = cycle("esm/soc");
        cycle("esm/lab");
        pass(11);
        startDue();
        pass(31);
        cycle("esm/other");
        assertThat(watch.standstill(timer -> false, PATIENCE))
                .as("it is not to run any")
                .isEmpty();
        assertThat(watch.standstill(timer -> !timer.equals("esm/other"), PATIENCE))
                .contains("all cycles are overdue: esm/lab, esm/soc");
        assertThat(watch.standstill(timer -> false, PATIENCE))
                .as("it has left them to another")
                .contains("all cycles are overdue: esm/lab, esm/soc");
        assertThat(watch.standstill(timer -> timer.equals("esm/other"), PATIENCE))
                .as("it does something else")
                .isEmpty();
        assertThat(watch.standstill(timer -> !timer.equals("esm/other"), PATIENCE))
                .isPresent();
        soc.end();
        queues.ended(soc);
        assertThat(watch.standstill(timer -> false, PATIENCE)).isEmpty();
    }

    @Test
    void aSchedulerThatHoldsItsLockDoesNotKeepTheWatchWaiting() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> holding = CompletableFuture.runAsync(() -> {
            lock.lock();
            try {
                held.countDown();
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        });
        try {
            held.await();
            assertThat(watch.standstill(timer -> true, PATIENCE)).contains("the scheduler does not answer");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            goOn.countDown();
            holding.join();
        }
        assertThat(watch.standstill(timer -> true, PATIENCE)).isEmpty();
    }
}
