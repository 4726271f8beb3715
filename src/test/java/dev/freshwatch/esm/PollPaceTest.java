package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often is asked, and how much time that wastes, with simulated durations. */
class PollPaceTest {

    private static final int RECEIVERS = 40;

    private record Cost(double polls, double waste) {}

    @ParameterizedTest(name = "{0} ms ± {1} %")
    @CsvSource({"200, 0", "200, 5", "200, 15", "20, 0", "2000, 10", "30000, 10"})
    void asksSeldomAndWastesLittleInSteadyState(double millis, double spread) {
        Random random = new Random(7);
        Cost cost = steady(
                new PollPace(), receiver -> millis * 1e6 * (1 + spread / 100 * (2 * random.nextDouble() - 1)), 200);
        assertThat(cost.polls()).as("status polls per query").isLessThanOrEqualTo(1.5);
        assertThat(cost.waste()).as("added part of the duration").isLessThanOrEqualTo(0.10);
    }

    @Test
    void wastesLittleWhereQueriesAreCompleteAtOnce() {
        PollPace pace = new PollPace();
        double first = 0;
        double next = 0;
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            first += query(pace, receiver, 1e6).waste();
        }
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            next += query(pace, receiver, 1e6).waste();
        }
        assertThat(first).as("ms in the first cycle, of 40 Receivers").isLessThanOrEqualTo(200);
        assertThat(next).as("ms in the second cycle").isLessThanOrEqualTo(80);
    }

    @Test
    void knowsReceiversApart() {
        Cost cost = steady(new PollPace(), receiver -> receiver % 2 == 0 ? 0.05e9 : 0.8e9, 200);
        assertThat(cost.polls()).isLessThanOrEqualTo(1.5);
        assertThat(cost.waste()).isLessThanOrEqualTo(0.10);
    }

    @Test
    void isGoodFromTheFirstCycleOn() {
        PollPace pace = new PollPace();
        List<Cost> costs = new ArrayList<>();
        for (int receiver = 0; receiver < RECEIVERS; receiver++) {
            costs.add(query(pace, receiver, 0.2e9));
        }
        assertThat(costs.stream().mapToDouble(Cost::polls).sum() / RECEIVERS).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest(name = "from {0} s to {1} s")
    @CsvSource({"0.2, 2", "2, 0.2", "20, 0.2", "0.2, 20"})
    void followsWhereQueriesBecomeSlowerOrFaster(double before, double after) {
        PollPace pace = new PollPace();
        for (int cycle = 0; cycle < 50; cycle++) {
            query(pace, 1, before * 1e9);
        }
        for (int cycle = 0; cycle < 40; cycle++) {
            query(pace, 1, after * 1e9);
        }
        double polls = 0;
        double waste = 0;
        for (int cycle = 0; cycle < 30; cycle++) {
            Cost cost = query(pace, 1, after * 1e9);
            polls += cost.polls() / 30;
            waste += cost.waste() / 30;
        }
        assertThat(polls).isLessThanOrEqualTo(1.6);
        assertThat(waste).isLessThanOrEqualTo(0.15);
    }

    /** While an ESM is stalled, all its queries take long; the next ones must not wait for as long. */
    @ParameterizedTest(name = "{0} queries of 30 ms, and one of 60 s")
    @CsvSource({"0, 5000, 5000", "1, 100, 100", "3, 100, 100", "100, 100, 100"})
    void aStallIsNotWhatIsExpectedOfTheNextQuery(int before, long same, long other) {
        PollPace pace = new PollPace();
        for (int cycle = 0; cycle < before; cycle++) {
            query(pace, 1, 30e6);
        }
        query(pace, 1, 60e9);

        assertThat(pace.begin(1).next(Duration.ZERO).toMillis()).isLessThanOrEqualTo(same);
        assertThat(pace.begin(2).next(Duration.ZERO).toMillis()).isLessThanOrEqualTo(other);
    }

    @Test
    void startsFastAndSlowsDownWithoutExperience() {
        PollPace.Run run = new PollPace().begin(1);
        List<Long> pauses = new ArrayList<>();
        Duration at = Duration.ZERO;
        for (int i = 0; i < 16; i++) {
            Duration pause = run.next(at);
            at = at.plus(pause);
            pauses.add(pause.toMillis());
        }
        assertThat(pauses).startsWith(50L, 75L, 112L, 168L).endsWith(5000L).isSorted();
    }

    @Test
    void asksSeldomWhereAQueryHangs() {
        PollPace pace = new PollPace();
        query(pace, 1, 0.2e9);
        PollPace.Run run = pace.begin(1);
        Duration at = Duration.ZERO;
        int polls = 0;
        while (at.compareTo(Duration.ofMinutes(2)) < 0) {
            at = at.plus(run.next(at));
            polls++;
        }
        assertThat(polls).isLessThanOrEqualTo(45);
    }

    private static Cost steady(PollPace pace, DoubleUnaryOperator nanosOf, int cycles) {
        double polls = 0;
        double wasted = 0;
        double needed = 0;
        int counted = 0;
        for (int cycle = 0; cycle < cycles; cycle++) {
            for (int receiver = 0; receiver < RECEIVERS; receiver++) {
                double nanos = nanosOf.applyAsDouble(receiver);
                Cost cost = query(pace, receiver, nanos);
                if (cycle >= 3) {
                    polls += cost.polls();
                    wasted += cost.waste() * nanos;
                    needed += nanos;
                    counted++;
                }
            }
        }
        return new Cost(polls / counted, wasted / needed);
    }

    private static Cost query(PollPace pace, long receiver, double nanos) {
        PollPace.Run run = pace.begin(receiver);
        Duration at = Duration.ZERO;
        for (int polls = 1; ; polls++) {
            at = at.plus(run.next(at));
            if (at.toNanos() >= nanos) {
                run.complete();
                return new Cost(polls, (at.toNanos() - nanos) / nanos);
            }
        }
    }
}
