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
        return permits.take(Duration.ZERO);
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
