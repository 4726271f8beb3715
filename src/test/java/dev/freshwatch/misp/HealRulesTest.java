package dev.freshwatch.misp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.misp.HealLog.Attempt;
import dev.freshwatch.misp.HealLog.Outcome;
import dev.freshwatch.misp.HealRules.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealRulesTest {

    private static final Instant START = Instant.parse("2026-11-20T17:00:00Z");

    private final List<Attempt> attempts = new ArrayList<>();

    private void add(String episode, Instant at, Outcome outcome) {
        attempts.add(new Attempt("a" + attempts.size(), at, "intel", episode, "restartDeadWorkers", outcome, ""));
    }

    /** The minutes in which a call is made, while an episode stays bad and is looked at each minute for a day. */
    private List<Long> minutesOfCalls(HealRules rules, String episode, Instant from) {
        List<Long> minutes = new ArrayList<>();
        for (long minute = 0; minute < 24 * 60; minute++) {
            Instant now = from.plus(Duration.ofMinutes(minute));
            switch (rules.next(attempts, episode, now)) {
                case CALL -> {
                    add(episode, now, Outcome.FAILED);
                    minutes.add(minute);
                }
                case GIVE_UP -> add(episode, now, Outcome.GIVEN_UP);
                case WAIT, OVER -> {}
            }
        }
        return minutes;
    }

    @Test
    void pausesGrowAndThenItIsGivenUp() {
        assertThat(minutesOfCalls(new HealRules(60), "e1", START)).containsExactly(0L, 5L, 15L, 35L, 75L, 135L);
        assertThat(attempts.get(attempts.size() - 1).outcome()).isEqualTo(Outcome.GIVEN_UP);
        assertThat(attempts.get(attempts.size() - 1).at())
                .as("as soon as it is clear")
                .isEqualTo(START.plus(Duration.ofMinutes(136)));
    }

    @Test
    void theDefaultMakesThreeCallsAndGivesUp() {
        assertThat(minutesOfCalls(new HealRules(3), "e1", START)).containsExactly(0L, 5L, 15L);
        assertThat(minutesOfCalls(new HealRules(3), "e2", START.plus(Duration.ofMinutes(30))))
                .as("another problem in the same hour")
                .isEmpty();
        assertThat(minutesOfCalls(new HealRules(3), "e3", START.plus(Duration.ofMinutes(61))))
                .as("another problem, an hour later")
                .containsExactly(0L, 5L, 15L);
    }

    @Test
    void whatOnlyWouldHaveBeenDoneCostsNothing() {
        add("e0", START, Outcome.DRY_RUN);
        add("e0", START, Outcome.GIVEN_UP);

        assertThat(new HealRules(1).next(attempts, "e1", START)).isEqualTo(Step.CALL);
    }

    @Test
    void callsThatSeemToBeInTheFutureCount() {
        add("e0", START.plus(Duration.ofDays(1)), Outcome.PROVEN);

        assertThat(new HealRules(1).next(attempts, "e1", START)).isEqualTo(Step.GIVE_UP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void neverMoreThanAllowedInAnyHour(int maxPerHour) {
        Random random = new Random(maxPerHour);
        HealRules rules = new HealRules(maxPerHour);
        Instant now = START;
        int episode = 0;
        for (int i = 0; i < 3_000; i++) {
            now = now.plusSeconds(1 + random.nextInt(600));
            if (random.nextInt(6) == 0) {
                episode++;
            }
            String id = "e" + episode;
            switch (rules.next(attempts, id, now)) {
                case CALL -> add(id, now, random.nextBoolean() ? Outcome.PROVEN : Outcome.FAILED);
                case GIVE_UP -> add(id, now, Outcome.GIVEN_UP);
                case WAIT, OVER -> {}
            }
        }
        List<Instant> calls = attempts.stream()
                .filter(attempt -> attempt.outcome().isCall())
                .map(Attempt::at)
                .toList();
        assertThat(calls).hasSizeGreaterThan(50);
        for (int i = maxPerHour; i < calls.size(); i++) {
            assertThat(Duration.between(calls.get(i - maxPerHour), calls.get(i)))
                    .isGreaterThanOrEqualTo(HealRules.HOUR);
        }
    }
}
