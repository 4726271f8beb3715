package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.esm.QueryPermits.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many queries an ESM is asked for at once, after it has refused some. */
class QueryPermitsTest {

    private final FakeTime time = new FakeTime();

    private static Permit take(QueryPermits permits) throws InterruptedException {
        return permits.take(Duration.ZERO, false);
    }

    private static List<Permit> takeAll(QueryPermits permits) throws InterruptedException {
        List<Permit> taken = new ArrayList<>();
        for (Permit permit = take(permits); permit != null; permit = take(permits)) {
            taken.add(permit);
        }
        return taken;
    }

    private static void refuse(QueryPermits permits) throws InterruptedException {
        List<Permit> open = takeAll(permits);
        open.get(open.size() - 1).refused();
        open.forEach(Permit::close);
    }

    @Test
    void neverMoreThanConfigured() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 3);
        time.pass(Duration.ofDays(1));
        List<Permit> taken = takeAll(permits);
        assertThat(taken).hasSize(3);
        taken.get(0).close();
        assertThat(take(permits)).isNotNull();
        assertThat(take(permits)).isNull();
    }

    @Test
    void aRefusalHalvesOnceForAllThatWereOpenTogether() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 8);
        List<Permit> open = takeAll(permits);
        open.subList(4, 8).forEach(Permit::refused);
        assertThat(permits.allowed()).isEqualTo(4);
        open.forEach(Permit::close);
        assertThat(takeAll(permits)).hasSize(4);
    }

    @Test
    void aRefusalOfASingleQueryIsNoMatterOfNumbers() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 4);
        try (Permit only = take(permits)) {
            only.refused();
        }
        assertThat(permits.allowed()).isEqualTo(4);
    }

    @Test
    void growsByOneAfterAPauseThatDoublesWithEachRefusal() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 2);
        List<Long> minutes = new ArrayList<>();
        for (int refusal = 0; refusal < 9; refusal++) {
            refuse(permits);
            assertThat(permits.allowed()).isEqualTo(1);
            long waited = 0;
            while (permits.allowed() == 1) {
                time.pass(Duration.ofMinutes(1));
                waited++;
                takeAll(permits).forEach(Permit::close);
            }
            minutes.add(waited);
        }
        assertThat(minutes).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 720L, 720L);
    }

    @Test
    void isFullAgainWhereTheEsmBearsIt() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 5);
        refuse(permits);
        assertThat(permits.allowed()).isEqualTo(2);
        for (int i = 0; i < 4; i++) {
            time.pass(Duration.ofMinutes(20));
            take(permits).close();
        }
        assertThat(permits.allowed()).isEqualTo(5);
        assertThat(takeAll(permits)).hasSize(5);
    }

    /** It is granted when others have been halved already: what it is refused is news. */
    @Test
    void aRefusalAfterWaitingCounts() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 8);
        List<Permit> open = takeAll(permits);
        List<Permit> later = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            later.add(permits.ask(false));
        }
        assertThat(later).noneMatch(Permit::isGranted);
        open.get(0).refused();
        open.forEach(Permit::close);
        assertThat(later).allMatch(Permit::isGranted);
        later.get(3).refused();
        assertThat(permits.allowed()).isEqualTo(2);
    }

    @Test
    void aRefusalCountsThoughTheOthersHaveEndedMeanwhile() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 2);
        Permit first = take(permits);
        Permit second = take(permits);
        first.close();
        second.refused();
        assertThat(permits.allowed()).isEqualTo(1);
        assertThat(second.wasAlone()).isFalse();
    }

    @Test
    void whoWantsToBeAloneComesAfterAllOthers() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 2);
        Permit first = take(permits);
        Permit alone = permits.ask(true);
        Permit second = permits.ask(false);
        Permit third = permits.ask(false);
        assertThat(second.isGranted()).isTrue();
        first.close();
        assertThat(third.isGranted()).isTrue();
        second.close();
        assertThat(alone.isGranted()).isFalse();
        third.close();
        assertThat(alone.isGranted()).isTrue();
        Permit next = permits.ask(false);
        assertThat(next.isGranted()).isFalse();
        assertThat(alone.wasAlone()).isTrue();
        alone.close();
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void whoHasWaitedTooLongLeavesTheQueue() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 1);
        Permit open = take(permits);
        assertThat(take(permits)).isNull();
        assertThat(permits.take(Duration.ZERO, true)).isNull();
        open.close();
        assertThat(takeAll(permits)).hasSize(1);
    }

    @Test
    void drainsWithFewerToo() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 4);
        refuse(permits);
        Permit open = take(permits);
        assertThat(permits.drain(Duration.ZERO)).isFalse();
        open.close();
        assertThat(permits.drain(Duration.ZERO)).isTrue();
    }
}
