package dev.freshwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pace of the timers, by a clock that the test moves; it begins near its end, as a monotonic clock may. */
@Timeout(180)
class CycleSchedulerTest {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - EVERY.toNanos());
    private final CycleScheduler scheduler = new CycleScheduler(nanos::get);
    private final AtomicInteger cycles = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile CountDownLatch release = new CountDownLatch(0);

    @AfterEach
    void close() {
        release.countDown();
        scheduler.close();
    }

    private void add(String name) {
        scheduler.add(name, pace(AT_ONCE), this::cycle);
    }

    private static Cycle.Pace pace(Duration delay) {
        return new Cycle.Pace(delay, EVERY, true);
    }

    private void cycle() {
        cycles.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.incrementAndGet();
    }

    private void handOver(Runnable meanwhile) {
        scheduler.beginHandOver();
        meanwhile.run();
        scheduler.endHandOver();
    }

    @Test
    void aTimerThatTakesThePlaceOfAnotherKeepsItsPaceAndWaitsForWhatIsUnderWay() {
        release = new CountDownLatch(1);
        Cycle first = scheduler.add("esm/soc", pace(AT_ONCE), this::cycle);
        pass(SECOND);
        await().until(() -> cycles.get() == 1);
        AtomicInteger second = new AtomicInteger();
        handOver(() -> {
            scheduler.remove(first);
            scheduler.add("esm/soc", pace(EVERY.multipliedBy(5)), second::incrementAndGet);
            assertThat(scheduler.startDue()).as("nothing starts meanwhile").isEqualTo(Long.MAX_VALUE);
        });
        pass(EVERY);
        assertThat(second.get()).as("one is under way").isZero();
        assertThat(scheduler.overdue()).isEmpty();
        release.countDown();
        await().until(() -> {
            scheduler.startDue();
            return second.get() == 1;
        });
        pass(EVERY.minus(SECOND.multipliedBy(2)));
        assertThat(second.get()).isEqualTo(1);
        pass(SECOND.multipliedBy(3));
        await().until(() -> second.get() == 2);
    }

    /** A route below master: is stopped when its lease ends, and started when this node has it again. */
    @Test
    void aTimerThatIsAddedAgainWaitsForAllThatIsUnderWayUnderItsName() {
        release = new CountDownLatch(1);
        List<Cycle> stopped = List.of(
                scheduler.add("own/mine/tick", pace(AT_ONCE), this::cycle),
                scheduler.add("own/mine/tick", pace(AT_ONCE), this::cycle),
                scheduler.add("own/mine/idle", pace(EVERY), this::cycle));
        pass(SECOND);
        await().until(() -> cycles.get() == 2);
        stopped.forEach(scheduler::remove);
        AtomicInteger again = new AtomicInteger();
        AtomicInteger beside = new AtomicInteger();
        scheduler.remove(scheduler.add("own/mine/tick", pace(AT_ONCE), again::incrementAndGet));
        scheduler.add("own/mine/tick", pace(AT_ONCE), again::incrementAndGet);
        scheduler.add("own/mine/idle", pace(AT_ONCE), beside::incrementAndGet);
        pass(SECOND);
        await().until(() -> beside.get() == 1);
        assertThat(again).as("two are under way").hasValue(0);

        release.countDown();
        await().until(() -> {
            scheduler.startDue();
            return again.get() == 1;
        });
        assertThat(ended).hasValue(2);
        scheduler.add("own/mine/tick", pace(AT_ONCE), beside::incrementAndGet);
        pass(SECOND);
        await("no more is under way").until(() -> beside.get() == 2);
    }

    @Test
    void twoHandOversWhileACycleIsUnderWayLeaveOneTimer() {
        release = new CountDownLatch(1);
        Cycle first = scheduler.add("esm/soc", pace(AT_ONCE), this::cycle);
        pass(SECOND);
        await().until(() -> cycles.get() == 1);
        AtomicInteger third = new AtomicInteger();
        Cycle[] second = new Cycle[1];
        handOver(() -> {
            scheduler.remove(first);
            second[0] = scheduler.add("esm/soc", pace(AT_ONCE), () -> cycles.addAndGet(100));
        });
        handOver(() -> {
            scheduler.remove(second[0]);
            release.countDown();
            await().until(() -> ended.get() == 1);
            scheduler.add("esm/soc", pace(AT_ONCE), third::incrementAndGet);
        });
        pass(EVERY);
        await().until(() -> {
            scheduler.startDue();
            return third.get() == 1;
        });
        assertThat(cycles.get()).isEqualTo(1);
        assertThat(scheduler.size()).isEqualTo(1);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        scheduler.startDue();
    }

    /** All cycles that were started have ended, and their timers wait again. */
    private void awaitRest(int count) {
        await().until(() -> ended.get() == count);
        await().until(() -> scheduler.waiting() == scheduler.size());
    }

    @Test
    void cyclesStartInEvenStepsAndNotBefore() {
        add("esm/soc");
        pass(AT_ONCE);
        awaitRest(1);

        pass(EVERY.minusNanos(1));
        assertThat(cycles).hasValue(1);
        pass(Duration.ofNanos(1));
        awaitRest(2);
    }

    @Test
    void smallDelaysDoNotAddUp() {
        add("esm/soc");
        pass(AT_ONCE);
        awaitRest(1);
        pass(EVERY.plus(SECOND));
        awaitRest(2);
        assertThat(scheduler.lag()).isEqualTo(SECOND);

        pass(EVERY.minus(SECOND));
        awaitRest(3);
        assertThat(scheduler.lag()).isZero();
    }

    @Test
    void withoutAFixedRateThePeriodCountsFromTheStartBefore() {
        scheduler.add("esm/soc", new Cycle.Pace(AT_ONCE, EVERY, false), this::cycle);
        pass(AT_ONCE.plus(SECOND));
        awaitRest(1);

        pass(EVERY.minusNanos(1));
        assertThat(cycles).hasValue(1);
        pass(Duration.ofNanos(1));
        awaitRest(2);
    }

    @Test
    void withoutAPeriodThereIsOneCycle() {
        scheduler.add("esm/soc", new Cycle.Pace(AT_ONCE, Duration.ZERO, false), this::cycle);
        pass(AT_ONCE);
        await().until(() -> ended.get() == 1);
        await().until(() -> scheduler.size() == 0);

        pass(EVERY.multipliedBy(3));
        assertThat(cycles).hasValue(1);
        assertThat(scheduler.overdue()).isEmpty();
    }

    @Test
    void twoTimersMayHaveOneName() {
        add("esm/soc");
        add("esm/soc");
        pass(AT_ONCE);
        awaitRest(2);

        scheduler.lookAgain("esm/soc", SECOND);
        pass(SECOND);
        awaitRest(4);
    }

    @Test
    void missedCyclesAreNotMadeUpFor() {
        add("esm/soc");
        pass(AT_ONCE);
        awaitRest(1);

        pass(EVERY.multipliedBy(5));
        awaitRest(2);
        scheduler.startDue();
        assertThat(cycles).hasValue(2);
        pass(EVERY);
        awaitRest(3);
    }

    @Test
    void aCycleThatStillRunsIsNotDoubledAndTheNextStartsWhenItEnds() {
        release = new CountDownLatch(1);
        add("esm/soc");
        pass(AT_ONCE);
        await().until(() -> cycles.get() == 1);

        pass(EVERY.plus(SECOND));
        assertThat(cycles).hasValue(1);
        assertThat(scheduler.lag()).isEqualTo(SECOND);
        release.countDown();
        awaitRest(1);
        scheduler.startDue();
        awaitRest(2);
    }

    @Test
    void anExtraCycleReplacesTheWaitAndTheRegularPaceGoesOnFromIt() {
        add("esm/soc");
        pass(AT_ONCE);
        awaitRest(1);

        scheduler.lookAgain("esm/soc", Duration.ofSeconds(30));
        pass(Duration.ofSeconds(29));
        assertThat(cycles).hasValue(1);
        pass(SECOND);
        awaitRest(2);
        pass(EVERY.minus(SECOND));
        assertThat(cycles).hasValue(2);
        pass(SECOND);
        awaitRest(3);
    }

    @Test
    void anExtraCycleAskedForWithinACycleCountsFromThere() {
        release = new CountDownLatch(1);
        add("esm/soc");
        pass(AT_ONCE);
        await().until(() -> cycles.get() == 1);
        scheduler.lookAgain("esm/soc", Duration.ofSeconds(30));
        pass(Duration.ofSeconds(40));
        assertThat(cycles).as("never two at once").hasValue(1);

        release.countDown();
        awaitRest(1);
        scheduler.startDue();
        awaitRest(2);
        scheduler.startDue();
        assertThat(cycles).hasValue(2);
    }

    @Test
    void anExtraCycleNeverDelaysTheRegularOneAndConcernsNobodyElse() {
        add("esm/soc");
        add("esm/lab");
        pass(AT_ONCE);
        awaitRest(2);

        scheduler.lookAgain("esm/soc", EVERY.multipliedBy(2));
        scheduler.lookAgain("freshwatch/store", SECOND);
        pass(SECOND);
        assertThat(cycles).hasValue(2);
        pass(EVERY.minus(SECOND));
        awaitRest(4);
    }

    @Test
    void anExtraCycleOfAServiceConcernsAllItsChecks() {
        add("service/wiki/web");
        add("service/wiki/db");
        add("service/wiki2/web");
        pass(AT_ONCE);
        awaitRest(3);

        scheduler.lookAgain("service/wiki", SECOND);
        pass(SECOND);
        awaitRest(5);
        pass(SECOND);
        assertThat(cycles).hasValue(5);
    }

    @Test
    void aCycleThatBreaksDownCostsNoOther() {
        scheduler.add("esm/soc", pace(AT_ONCE), () -> {
            cycles.incrementAndGet();
            throw new IllegalStateException("as if a route were wrong");
        });
        pass(AT_ONCE);
        await().until(() -> scheduler.waiting() == 1);
        pass(EVERY);
        await().until(() -> cycles.get() == 2);
    }

    @Test
    void ofServicesSoManyAtOnceAtMostAndTheOthersInTheirOrder() {
        release = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        CountDownLatch esm = new CountDownLatch(1);
        for (int i = 0; i < CycleScheduler.MOST_SERVICES_AT_ONCE; i++) {
            scheduler.add("service/hanging-" + i, pace(AT_ONCE), this::cycle);
        }
        scheduler.add("service/a", pace(Duration.ofMillis(3)), () -> order.add("a"));
        scheduler.add("service/b", pace(Duration.ofMillis(2)), () -> order.add("b"));
        scheduler.add("esm/soc", pace(Duration.ofMillis(4)), esm::countDown);
        pass(SECOND);
        await("services that hang take no room of a platform").until(() -> esm.getCount() == 0);
        await().until(() -> cycles.get() == CycleScheduler.MOST_SERVICES_AT_ONCE);
        assertThat(order).isEmpty();

        release.countDown();
        await().until(() -> scheduler.waiting() == CycleScheduler.MOST_SERVICES_AT_ONCE + 3);
        scheduler.startDue();
        await().until(() -> scheduler.waiting() == CycleScheduler.MOST_SERVICES_AT_ONCE + 3);
        assertThat(order).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void servicesThatAreDueShortlyAfterAnotherStartTogetherWithIt() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Cycle.Pace quick = new Cycle.Pace(Duration.ofMillis(101), Duration.ofSeconds(10), true);
        scheduler.add("service/first", pace(AT_ONCE), () -> order.add("first"));
        scheduler.add("service/in-time", pace(Duration.ofMillis(501)), () -> order.add("in-time"));
        scheduler.add("service/quick", quick, () -> order.add("quick"));
        scheduler.add("service/late", pace(Duration.ofMillis(502)), () -> order.add("late"));
        scheduler.add("esm/soc", pace(Duration.ofMillis(2)), () -> order.add("esm"));
        pass(AT_ONCE);
        await().until(() -> scheduler.waiting() == scheduler.size());
        assertThat(order)
                .as("at most half a second early, and at most a hundredth of the interval; never a platform")
                .containsExactlyInAnyOrder("first", "in-time", "quick");
        assertThat(scheduler.lag()).isZero();

        order.clear();
        pass(EVERY.plusMillis(10));
        await().until(() -> scheduler.waiting() == scheduler.size());
        assertThat(order).as("the pace is the same as before").contains("first", "in-time", "esm", "late", "quick");
    }

    @Test
    void theEndOfACycleDoesNotWakeTheSchedulerWhileNothingIsDueEarlier() {
        AtomicInteger looks = new AtomicInteger();
        LongSupplier clock = () -> {
            if (Thread.currentThread().getName().equals("scheduler")) {
                looks.incrementAndGet();
            }
            return nanos.get();
        };
        try (CycleScheduler sleeping = new CycleScheduler(clock)) {
            for (int i = 0; i < 20; i++) {
                sleeping.add("service/" + i, pace(EVERY), cycles::incrementAndGet);
            }
            sleeping.start();
            await().until(() -> looks.get() == 2);
            sleeping.add("service/sooner", pace(EVERY.dividedBy(2)), cycles::incrementAndGet);
            await("what is due earlier wakes it").until(() -> looks.get() == 4);

            nanos.addAndGet(EVERY.toNanos());
            sleeping.startDue();
            await().until(() -> cycles.get() == 21 && sleeping.waiting() == 21);
            assertThat(looks).hasValue(4);
        }
    }

    @Test
    void onTimeIsWhatIsLateByNoMoreThanAnInterval() {
        add("esm/soc");
        pass(AT_ONCE);
        awaitRest(1);

        nanos.addAndGet(EVERY.multipliedBy(2).toNanos());
        assertThat(scheduler.overdue()).isEmpty();
        nanos.incrementAndGet();
        assertThat(scheduler.overdue()).containsExactly("esm/soc");
        assertThat(scheduler.lag()).isEqualTo(EVERY.plusNanos(1));
    }

    @Test
    void aCycleMayTakeWhatItsOwnLimitsAllow() {
        release = new CountDownLatch(1);
        scheduler.allow("esm/soc", Duration.ofSeconds(125));
        scheduler.add("esm/soc", new Cycle.Pace(AT_ONCE, SECOND, true), this::cycle);
        pass(AT_ONCE);
        await().until(() -> cycles.get() == 1);

        nanos.addAndGet(Duration.ofSeconds(128).toNanos());
        assertThat(scheduler.overdue()).isEmpty();
        nanos.incrementAndGet();
        assertThat(scheduler.overdue()).containsExactly("esm/soc");
    }

    @Test
    void whatIsRemovedStartsNoMore() {
        Cycle cycle = scheduler.add("esm/soc", pace(AT_ONCE), this::cycle);
        pass(AT_ONCE);
        awaitRest(1);
        scheduler.remove(cycle);

        pass(EVERY.multipliedBy(3));
        assertThat(cycles).hasValue(1);
        assertThat(scheduler.overdue()).isEmpty();
        assertThat(scheduler.size()).isZero();
    }

    @Test
    void onlySomeOfManyAreNamed() {
        for (int i = 0; i < 1000; i++) {
            add("service/s" + i);
        }
        nanos.addAndGet(EVERY.multipliedBy(3).toNanos());
        assertThat(scheduler.overdue()).hasSize(6).endsWith("and 995 more");
    }
}
