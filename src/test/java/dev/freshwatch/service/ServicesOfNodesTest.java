package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.http.NoAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Services of a process that is one of several. */
class ServicesOfNodesTest {

    private static final Question QUESTION =
            new Question(CheckId.of("service", "portal", "pages"), "portal", "pages", Limits.NONE);

    private final AtomicInteger requests = new AtomicInteger();
    private int asked;
    private int lostAfter = Integer.MAX_VALUE;

    private final Services services = new Services(
            new ServiceTools(
                    profile -> call -> {
                        requests.incrementAndGet();
                        return OneList.json("{}");
                    },
                    () -> OneList.NOON,
                    null,
                    null),
            check -> check.equals(QUESTION.check()) && requests.get() < lostAfter);

    /** Needs three requests, as a list with pages does. */
    private final class ThreePages implements Service {

        @Override
        public Question question() {
            return QUESTION;
        }

        @Override
        public Duration every() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Optional<String> askedHost() {
            return Optional.empty();
        }

        @Override
        public List<Answer> ask(ServiceTools tools) {
            asked++;
            Instant now = tools.clock().instant();
            try {
                for (int page = 0; page < 3; page++) {
                    tools.http().apply(null).call(null);
                }
            } catch (NoAnswer e) {
                assertThat(e.kind()).isEqualTo(NoAnswer.Kind.NOT_STARTED);
            }
            return List.of(new Answer(QUESTION, new Answered("answered", Duration.ZERO), now));
        }
    }

    @Test
    void theOneThatMakesTheCheckAsksAll() {
        assertThat(services.ask(new ThreePages())).hasSize(1);
        assertThat(requests).hasValue(3);
    }

    @Test
    void oneThatLosesItInTheMiddleAsksNoMoreAndSaysNothing() {
        lostAfter = 1;
        assertThat(services.ask(new ThreePages())).isEmpty();
        assertThat(requests).hasValue(1);
    }

    @Test
    void anotherDoesNotEvenBegin() {
        lostAfter = 0;
        assertThat(services.ask(new ThreePages())).isEmpty();
        assertThat(asked).isZero();
    }
}
