package dev.freshwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cycle that is advanced means for those after it; times in seconds, and a period of 60. */
class CyclePaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** A monotonic clock may begin near its end. */
    private static final long BEGIN = Long.MAX_VALUE - 30 * SECOND;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "much later than the advanced one, 50, 10, 10, 50",
        "half a period later, 40, 10, 10, 40",
        "soon after the advanced one, 39, 10, 10, 99",
        "earlier than the advanced one would be, 5, 10, 5, 65",
        "both are past when the machine wakes up, 50, 10, 105, 110",
        "missed for a whole period, 50, 10, 200, 260",
    })
    void othersAreDueWhenTheyWouldHaveBeen(String regular, long due, long advanced, long started, long next) {
        Cycle cycle = cycle(due);
        cycle.keepingPace().advanceTo(BEGIN + advanced * SECOND);

        assertThat(startedAndNextDue(cycle, started)).as(regular).isEqualTo(next);
        cycle.end();
        assertThat(startedAndNextDue(cycle, next)).isEqualTo(next + 60);
    }

    @Test
    void aSecondLookShiftsThoseAfterIt() {
        Cycle cycle = cycle(50);
        cycle.advanceTo(BEGIN + 10 * SECOND);

        assertThat(startedAndNextDue(cycle, 10)).isEqualTo(70);
    }

    @Test
    void advancedTwiceTheyKeepTheFirstPace() {
        Cycle cycle = cycle(50);
        cycle.keepingPace().advanceTo(BEGIN + 12 * SECOND);
        cycle.keepingPace().advanceTo(BEGIN + 10 * SECOND);

        assertThat(startedAndNextDue(cycle, 10)).isEqualTo(50);
    }

    @Test
    void allThatANodeTakesOverAtOnceIsSpreadOverThePeriodAgain() {
        List<Cycle> cycles =
                IntStream.range(0, 60).mapToObj(CyclePaceTest::cycle).toList();
        cycles.forEach(cycle -> cycle.keepingPace().advanceTo(BEGIN));

        Stream<Long> next = cycles.stream().map(cycle -> startedAndNextDue(cycle, 0) % 60);
        assertThat(next.distinct()).hasSize(60);
    }

    /** The cycle that was advanced comes when it was to come, and those after it where they would have been. */
    @ParameterizedTest
    @CsvSource({"60, 50, 110", "90, 80, 170"})
    void aReloadKeepsThePaceToReturnTo(long period, long second, long third) {
        Cycle before = cycle(-10);
        assertThat(startedAndNextDue(before, -10)).isEqualTo(50);
        before.end();
        before.keepingPace().advanceTo(BEGIN + 5 * SECOND);
        Cycle after = cycle(3, period);
        after.succeed(before, BEGIN);

        assertThat((after.due() - BEGIN) / SECOND).isEqualTo(5);
        assertThat(startedAndNextDue(after, 5)).isEqualTo(second);
        after.end();
        assertThat(startedAndNextDue(after, second)).isEqualTo(third);
    }

    private static Cycle cycle(long due) {
        return cycle(due, 60);
    }

    private static Cycle cycle(long due, long period) {
        Cycle.Pace pace = new Cycle.Pace(Duration.ofSeconds(due), Duration.ofSeconds(period), true);
        return new Cycle("service/wiki/http", pace, BEGIN, () -> {});
    }

    private static long startedAndNextDue(Cycle cycle, long now) {
        cycle.start(BEGIN + now * SECOND);
        return (cycle.due() - BEGIN) / SECOND;
    }
}
