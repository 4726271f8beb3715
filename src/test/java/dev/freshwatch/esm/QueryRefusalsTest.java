package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.Soak;
import dev.freshwatch.esm.QueryPermits.Permit;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.platform.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An ESM that bears only so many queries at once, and a watch that may open more: as long as it bears one, no Receiver is
 * unknown because of refusals. Simulated event by event in a time of its own, with workers that wait for a permit.
 */
class QueryRefusalsTest {

    private static final Duration ON_THE_WAY = Duration.ofMillis(5);

    private final FakeTime time = new FakeTime();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::number));
    private final List<Integer> unknown = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Queue<Integer> receivers = new ArrayDeque<>();
    private int happened;
    private int openOnEsm;
    private int refused;
    private int answered;

    private record Event(long at, int number, Runnable what) {}

    private record Waiting(Permit permit, Runnable then) {}

    private void after(Duration length, Runnable what) {
        events.add(new Event(time.nanos() + length.toNanos(), happened++, what));
    }

    static Stream<Arguments> watches() {
        return IntStream.rangeClosed(1, 64)
                .filter(most -> Soak.isOn() || most <= 4 || most == 13)
                .boxed()
                .flatMap(most -> Stream.of(
                        Arguments.of(most, Duration.ofMillis(1), Duration.ofSeconds(2)),
                        Arguments.of(most, Duration.ofMillis(700), Duration.ofSeconds(9)),
                        Arguments.of(most, Duration.ofMillis(2500), Duration.ofMillis(20))));
    }

    @ParameterizedTest(name = "max-queries {0}, {1} for a refusal, {2} for a query")
    @MethodSource("watches")
    void noReceiverIsUnknownOfAnEsmThatBearsOneQueryOrMore(int most, Duration refusal, Duration query) {
        for (int bears = 1; bears <= most; bears++) {
            for (int number : List.of(most, 100)) {
                QueryPermits permits = new QueryPermits(time, most);
                run(permits, most, number, bears, refusal, query);
                assertThat(unknown)
                        .as("of %s Receivers, %s borne", number, bears)
                        .isEmpty();
                assertThat(answered).isEqualTo(number);
                if (bears == 1 && most > 1 && number > most) {
                    assertThat(permits.allowed()).isLessThan(most);
                }
                assertThat(refused).isLessThanOrEqualTo(12);
                run(permits, most, number, bears, refusal, query);
                assertThat(unknown).as("in the next cycle").isEmpty();
                assertThat(refused).isLessThanOrEqualTo(5);
            }
        }
    }

    /** A day of cycles every ten minutes. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void oneThatBearsASingleQueryRefusesTwoAnHourAtMost(int most) {
        QueryPermits permits = new QueryPermits(time, most);
        List<Long> minutes = new ArrayList<>();
        long started = time.nanos();
        for (int cycle = 0; cycle < 144; cycle++) {
            time.pass(Duration.ofMinutes(10L * cycle).minusNanos(time.nanos() - started));
            run(permits, most, 40, 1, Duration.ofMillis(20), Duration.ofSeconds(2));
            assertThat(unknown).isEmpty();
            assertThat(answered).isEqualTo(40);
            minutes.addAll(Collections.nCopies(refused, cycle * 10L));
        }
        assertThat(minutes).as("it is tried again and again").hasSizeGreaterThan(3);
        for (long minute : minutes) {
            assertThat(minutes.stream().filter(other -> other >= minute && other < minute + 60))
                    .as("within an hour of " + minutes)
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void oneThatBearsNoneIsNotAskedForEver(int most) {
        QueryPermits permits = new QueryPermits(time, most);
        run(permits, most, 300, 0, Duration.ofMillis(30), Duration.ofSeconds(2));
        assertThat(answered).isZero();
        assertThat(unknown).hasSize(300);
        assertThat(permits.allowed()).isEqualTo(1);
        assertThat(refused).as("once for each, and a few more").isLessThan(300 + 2 * most + 40);
    }

    static Stream<Integer> sizes() {
        return IntStream.rangeClosed(1, 64).boxed();
    }

    /** One cycle, with as many workers as queries may be open, as the watch has. */
    private void run(QueryPermits permits, int workers, int number, int bears, Duration refusal, Duration query) {
        unknown.clear();
        refused = 0;
        answered = 0;
        openOnEsm = 0;
        EsmCycle cycle = new EsmCycle("soc", time, null, null, null);
        IntStream.range(0, number).forEach(receivers::add);
        Esm esm = new Esm(permits, cycle, bears, refusal, query);
        for (int worker = 0; worker < workers; worker++) {
            after(Duration.ZERO, esm::nextReceiver);
        }
        while (!events.isEmpty()) {
            Event event = events.poll();
            time.pass(Duration.ofNanos(event.at() - time.nanos()));
            event.what().run();
            List<Waiting> granted =
                    waiting.stream().filter(each -> each.permit().isGranted()).toList();
            waiting.removeAll(granted);
            granted.forEach(each -> each.then().run());
        }
        assertThat(waiting).as("workers that wait for ever").isEmpty();
    }

    private final class Esm {
        private final QueryPermits permits;
        private final EsmCycle cycle;
        private final int bears;
        private final Duration refusal;
        private final Duration query;

        private Esm(QueryPermits permits, EsmCycle cycle, int bears, Duration refusal, Duration query) {
            this.permits = permits;
            this.cycle = cycle;
            this.bears = bears;
            this.refusal = refusal;
            this.query = query;
        }

        private void nextReceiver() {
            Integer receiver = receivers.poll();
            if (receiver != null) {
                attempt(receiver, 1);
            }
        }

        private void attempt(int receiver, int number) {
            Permit permit = permits.ask(EsmRetry.isLast(number));
            waiting.add(new Waiting(permit, () -> after(ON_THE_WAY, () -> execute(permit, receiver, number))));
        }

        private void execute(Permit permit, int receiver, int number) {
            if (openOnEsm == bears) {
                after(refusal, () -> refused(permit, receiver, number));
                return;
            }
            openOnEsm++;
            // not all queries take the same time
            after(query.plusMillis(receiver % 7 * 13L), () -> {
                openOnEsm--;
                after(ON_THE_WAY, () -> {
                    cycle.queryNotRefused();
                    permit.answered(receiver, query);
                    answered++;
                    permit.close();
                    nextReceiver();
                });
            });
        }

        private void refused(Permit permit, int receiver, int number) {
            refused++;
            cycle.queryRefused(permit);
            permit.refused();
            permit.close();
            List<Duration> pause = new ArrayList<>();
            if (cycle.mayAskAgain() && again(number, pause)) {
                after(pause.get(0), () -> attempt(receiver, number + 1));
            } else {
                unknown.add(receiver);
                nextReceiver();
            }
        }

        private boolean again(int number, List<Duration> pause) {
            try {
                Deadline deadline = Deadline.in(time, Duration.ofHours(1), "the time of this cycle");
                return new EsmRetry(pause::add).again(new EsmException(Reason.OVERLOADED, "429"), number, deadline);
            } catch (EsmException failure) {
                throw new AssertionError(failure);
            }
        }
    }
}
