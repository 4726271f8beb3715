package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freshwatch.config.Secret;
import dev.freshwatch.http.BoundedHttpClient;
import dev.freshwatch.http.HttpLimits;
import dev.freshwatch.tls.Trust;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the sinks of examples/sinks make of the answers of their receivers. */
class ExampleSinkAnswersTest extends ExampleReceiver {

    @ParameterizedTest
    @MethodSource("dev.freshwatch.sink.ExampleSinksTest#examples")
    void obeysRetryAfterAndRepeatsTheReceiversWordsWithoutSecrets(String name) throws Exception {
        try (SinkRoute sink = start(name)) {
            status = 429;
            retryAfter = "17";
            answer = "{\"message\": \"slow down, " + TOKEN + "\\u202e\\n<now>\"}";
            SinkOutcome late = outcome(sink);
            assertThat(late).isInstanceOf(SinkOutcome.Retry.class);
            assertThat(((SinkOutcome.Retry) late).after()).isEqualTo(Duration.ofSeconds(17));
            assertThat(late.reason())
                    .startsWith("answered HTTP 429: slow down, ")
                    .contains("<now>");
            if (!name.equals("alertmanager")) {
                assertThat(late.reason()).contains("xxxxxx");
                assertThat(late.reason()).doesNotContain(TOKEN);
            }
            retryAfter = null;
            status = 403;
            answer = "<html>the page of a gateway</html>";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Permanent("answered HTTP 403"));
            status = 410;
            answer = "channel_is_archived";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Permanent("answered HTTP 410: channel_is_archived"));
            status = 503;
            answer = "";
            assertThat(outcome(sink)).isInstanceOf(SinkOutcome.Retry.class);
        }
    }

    @Test
    void aRefusalInsideAnAcceptance() throws Exception {
        try (SinkRoute sink = start("slack-bot")) {
            answer = "{\"ok\": true, \"ts\": \"1503435956.000247\"}";
            assertThatCode(() -> sink.send(Notices.problem())).doesNotThrowAnyException();
            answer = "{\"ok\": false, \"error\": \"is_archived\"}";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Permanent("refused: is_archived"));
            assertThat(SinkOutcome.refusesCredentials(catchThrowable(() -> sink.send(Notices.problem()))))
                    .isFalse();
            answer = "{\"ok\": false, \"error\": \"token_revoked\"}";
            assertThat(SinkOutcome.refusesCredentials(catchThrowable(() -> sink.send(Notices.problem()))))
                    .as("the file of the token is read again, as after a 401")
                    .isTrue();
            answer = "{\"ok\": false, \"error\": \"internal_error\"}";
            assertThat(outcome(sink)).isEqualTo(new SinkOutcome.Retry("refused: internal_error", null));
        }
    }

    @Test
    void telegramSaysHowLongToWaitInTheBody() throws Exception {
        try (SinkRoute sink = start("telegram")) {
            status = 429;
            answer = "{\"ok\":false,\"error_code\":429,\"description\":\"Too Many Requests: retry after 14\","
                    + "\"parameters\":{\"retry_after\":14}}";
            assertThat(outcome(sink))
                    .isEqualTo(new SinkOutcome.Retry(
                            "answered HTTP 429: Too Many Requests: retry after 14", Duration.ofSeconds(14)));
        }
    }

    @Test
    void aReceiverThatRepeatsAPartOfTheAddressDoesNotReveal() throws Exception {
        String secret = "AAE-x7Yz%2Bq_secret";
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/bot123456789:" + secret + "/sendMessage";
        try (SinkRoute sink = SinkRoute.example(
                "telegram",
                Map.of("sink.telegram.chat", "1"),
                Map.of(
                        "noticeText", new NoticeText(),
                        "sinkRequest", new SinkRequest(Map.of("secret.telegram", new Secret(url))),
                        "sinkHttp-telegram",
                                new BoundedHttpClient(
                                        Trust.of(null, false, null), HttpLimits.of(Duration.ofSeconds(60)))))) {
            status = 400;
            answer = "{\"description\": \"token " + secret + " and AAE-x7Yz+q_secret\"}";
            assertThat(outcome(sink).reason()).isEqualTo("answered HTTP 400: token xxxxxx and xxxxxx");
        }
    }

    @Test
    void aSecretThatIsNotSetIsNamed() throws Exception {
        try (SinkRoute sink = SinkRoute.example(
                "slack",
                Map.of(),
                Map.of(
                        "noticeText", new NoticeText(),
                        "sinkRequest", new SinkRequest(Map.of()),
                        "sinkHttp-slack",
                                new BoundedHttpClient(
                                        Trust.of(null, false, null), HttpLimits.of(Duration.ofSeconds(60)))))) {
            assertThat(outcome(sink).reason()).startsWith("secret.slack is not set: write secret.slack=");
        }
    }
}
