package dev.freshwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that come in after another node has taken the platform over are dropped before anybody sees them. */
class OwnAnswersTest {

    private static Answer answer(String esm) {
        Question question = new Question(CheckId.of("esm", esm, "session"), esm, "session", Limits.NONE);
        return new Answer(question, new Answered(Duration.ofMillis(5)), Instant.EPOCH);
    }

    @Test
    void onlyWhatThisNodeMayReportIsJudged() {
        OwnAnswers own =
                new OwnAnswers(answer -> answer.question().check().platform().equals("esm/soc"));

        assertThat(own.judge(List.of(answer("soc"), answer("lab"))))
                .extracting(Finding::check)
                .containsExactly(new CheckId("esm/soc/session"));
    }
}
