package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.esm.QueryPermits.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private QueryPermits risen(int most) throws InterruptedException {
        return rise(new QueryPermits(time, most), most);
    }

    /** Answers quickly, until as many queries as configured may be open. */
    static QueryPermits rise(QueryPermits permits, int most) throws InterruptedException {
        while (permits.allowed() < most) {
            answerTogether(permits, permits.allowed(), Duration.ofSeconds(1));
        }
        assertThat(permits.allowed()).isEqualTo(most);
        return permits;
    }

    private static void answer(QueryPermits permits, Duration took) throws InterruptedException {
        try (Permit permit = take(permits)) {
            permit.answered(1, took);
        }
    }

    /** So many answers, while as many queries as allowed are open. */
    private static void answerTogether(QueryPermits permits, int answers, Duration took) throws InterruptedException {
        for (int answered = 0; answered < answers; ) {
            List<Permit> open = takeAll(permits);
            for (Permit permit : open) {
                if (answered++ < answers) {
                    permit.answered(1, took);
                }
            }
            open.forEach(Permit::close);
        }
    }

    private static void refuse(QueryPermits permits) throws InterruptedException {
        List<Permit> open = takeAll(permits);
        open.get(open.size() - 1).refused();
        open.forEach(Permit::close);
    }

    @Test
    void startsWithOneAndRisesWhileAsManyAreAnsweredQuickly() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 3);
        assertThat(permits.allowed()).isEqualTo(1);
        assertThat(takeAll(permits)).hasSize(1).allSatisfy(Permit::close);
        answer(permits, Duration.ofSeconds(7));
        assertThat(permits.allowed()).isEqualTo(2);
        for (int i = 0; i < 5; i++) {
            answer(permits, Duration.ofSeconds(7));
        }
        assertThat(permits.allowed()).as("only one was open").isEqualTo(2);
        answerTogether(permits, 2, Duration.ofSeconds(7));
        assertThat(permits.allowed()).isEqualTo(3);
        answerTogether(permits, 9, Duration.ofSeconds(7));
        assertThat(permits.allowed()).isEqualTo(3);
    }

    @Test
    void whatIsSlowAtOnceDoesNotRise() throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 3);
        answer(permits, Duration.ofSeconds(1));
        answerTogether(permits, 2, Duration.ofSeconds(4));
        assertThat(permits.allowed()).isEqualTo(2);
    }

    /** Four answers decide: slower than twice as usual, on average, whatever is usual. */
    @ParameterizedTest(name = "usually {0}, then {1}: {2}")
    @CsvSource({
        "PT5S, 10 10 10 10 10 10, 8",
        "PT5S, 11 11 11 11, 4",
        "PT5S, 60 5 5 5 5 5 5 5, 8",
        "PT5S, 20 20 1 1, 4",
        "PT5S, 30 30 30 30 30, 4",
        "PT5S, 30 30 30 30 30 30, 2",
        "PT5S, 5 5 5 30 30 30 30, 4",
        "PT0.01S, 0.5 0.5 0.49 0.49, 8",
        "PT0.01S, 0.9 0.9 0.9 0.9, 4",
    })
    void answersSlowerThanTwiceTheUsualHalveOnce(Duration usual, String seconds, int allowed)
            throws InterruptedException {
        QueryPermits permits = new QueryPermits(time, 8);
        answerTogether(permits, 100, usual);
        for (int receiver = 1; receiver < 10; receiver++) {
            try (Permit permit = take(permits)) {
                permit.answered(receiver, usual);
            }
        }
        long receiver = 0;
        for (String each : seconds.split(" ")) {
            List<Permit> open = takeAll(permits);
            open.get(0).answered(++receiver, Duration.parse("PT" + each + "S"));
            open.forEach(Permit::close);
        }
        assertThat(permits.allowed()).isEqualTo(allowed);
    }

    @Test
    void whatIsSlowForLongIsUsualAndRecoversSlowly() throws InterruptedException {
        QueryPermits permits = risen(8);
        answerTogether(permits, 16, Duration.ofSeconds(1));
        answerTogether(permits, 100, Duration.ofSeconds(9));
        assertThat(permits.allowed()).isBetween(1, 4);
        int least = permits.allowed();
        answerTogether(permits, 100, Duration.ofSeconds(9));
        assertThat(permits.allowed()).as("no time has passed").isEqualTo(least);
        time.pass(Duration.ofHours(12));
        answerTogether(permits, 9, Duration.ofSeconds(9));
        assertThat(permits.allowed()).isEqualTo(least + 1);
    }

    /** Some Receivers never answer: that says nothing about the others, and those that answered do so once only. */
    @Test
    void queriesWithoutAnAnswerCountOnceForThoseThatUsedToAnswer() throws InterruptedException {
        QueryPermits permits = risen(8);
        for (int i = 0; i < 100; i++) {
            try (Permit permit = take(permits)) {
                permit.notAnswered(100 + i, Duration.ofSeconds(30));
            }
        }
        assertThat(permits.allowed()).isEqualTo(8);
        for (int receiver = 1; receiver <= 3; receiver++) {
            answer(permits, Duration.ofSeconds(1));
            List<Permit> open = takeAll(permits);
            open.get(0).answered(receiver, Duration.ofSeconds(1));
            open.forEach(Permit::close);
        }
        for (int round = 0; round < 5; round++) {
            for (int receiver = 1; receiver <= 3; receiver++) {
                List<Permit> open = takeAll(permits);
                open.get(0).notAnswered(receiver, Duration.ofSeconds(30));
                open.forEach(Permit::close);
            }
            assertThat(permits.allowed()).isEqualTo(4);
        }
    }

    @Test
    void neverMoreThanConfigured() throws InterruptedException {
        QueryPermits permits = risen(3);
        time.pass(Duration.ofDays(1));
        List<Permit> taken = takeAll(permits);
        assertThat(taken).hasSize(3);
        taken.get(0).close();
        assertThat(take(permits)).isNotNull();
        assertThat(take(permits)).isNull();
    }

    @Test
    void aRefusalHalvesOnceForAllThatWereOpenTogether() throws InterruptedException {
        QueryPermits permits = risen(8);
        List<Permit> open = takeAll(permits);
        open.subList(4, 8).forEach(Permit::refused);
        assertThat(permits.allowed()).isEqualTo(4);
        open.forEach(Permit::close);
        assertThat(takeAll(permits)).hasSize(4);
    }

    @Test
    void aRefusalOfASingleQueryIsNoMatterOfNumbers() throws InterruptedException {
        QueryPermits permits = risen(4);
        try (Permit only = take(permits)) {
            only.refused();
        }
        assertThat(permits.allowed()).isEqualTo(4);
    }

    @Test
    void growsByOneAfterAPauseThatDoublesWithEachRefusal() throws InterruptedException {
        QueryPermits permits = risen(2);
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
        assertThat(minutes).containsExactly(30L, 60L, 120L, 240L, 480L, 720L, 720L, 720L, 720L);
    }

    @Test
    void isFullAgainWhereTheEsmBearsIt() throws InterruptedException {
        QueryPermits permits = risen(5);
        refuse(permits);
        assertThat(permits.allowed()).isEqualTo(2);
        for (int i = 0; i < 4; i++) {
            time.pass(Duration.ofMinutes(60));
            take(permits).close();
        }
        assertThat(permits.allowed()).isEqualTo(5);
        assertThat(takeAll(permits)).hasSize(5);
    }

    /** It is granted when others have been halved already: what it is refused is news. */
    @Test
    void aRefusalAfterWaitingCounts() throws InterruptedException {
        QueryPermits permits = risen(8);
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
        QueryPermits permits = risen(2);
        Permit first = take(permits);
        Permit second = take(permits);
        first.close();
        second.refused();
        assertThat(permits.allowed()).isEqualTo(1);
        assertThat(second.wasAlone()).isFalse();
    }

    @Test
    void whoWantsToBeAloneComesAfterAllOthers() throws InterruptedException {
        QueryPermits permits = risen(2);
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
        QueryPermits permits = risen(1);
        Permit open = take(permits);
        assertThat(take(permits)).isNull();
        assertThat(permits.take(Duration.ZERO, true)).isNull();
        open.close();
        assertThat(takeAll(permits)).hasSize(1);
    }

    @Test
    void drainsWithFewerToo() throws InterruptedException {
        QueryPermits permits = risen(4);
        refuse(permits);
        Permit open = take(permits);
        assertThat(permits.drain(Duration.ZERO)).isFalse();
        open.close();
        assertThat(permits.drain(Duration.ZERO)).isTrue();
    }
}
