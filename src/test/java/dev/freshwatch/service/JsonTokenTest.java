package dev.freshwatch.service;

import static dev.freshwatch.service.OneList.json;
import static dev.freshwatch.service.OneList.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token step of {@code service-json}; that it is the one of lists, {@link ListServiceTest} holds to more. */
class JsonTokenTest {

    private static final String FRESH = "ok fresh: newest event is 3 min old (limit 1 h)";

    private static OneList service() {
        return new OneList("service-json")
                .set("path", "$.t")
                .set("token-url", "https://login.example/token")
                .set("token-body", "secret.client")
                .set("token-content-type", "application/x-www-form-urlencoded")
                .secret("secret.client", "grant_type=client_credentials&client_secret=s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aTokenIsKeptAndReplacedOnceWhenItIsRefused(int status) throws Exception {
        OneList service = service();
        int[] tokens = {0};
        String[] good = {"t1"};
        OneList.Platform platform = call -> {
            if (call.uri().getPath().equals("/token")) {
                return json("{\"access_token\": \"t" + ++tokens[0] + "\", \"expires_in\": 3600}");
            }
            boolean let = ("Bearer " + good[0]).equals(call.headers().get("Authorization"));
            return let ? json("{\"t\": \"" + OneList.ago(3) + "\"}") : reply(status, "", Map.of());
        };

        assertThat(service.ask(platform)).isEqualTo(Map.of("events", FRESH));
        assertThat(service.ask(platform)).isEqualTo(Map.of("events", FRESH));
        assertThat(service.calls.stream().map(call -> call.method() + call.uri().getPath()))
                .containsExactly("POST/token", "GET/list", "GET/list");

        good[0] = "t2";
        assertThat(service.ask(platform)).isEqualTo(Map.of("events", FRESH));
        good[0] = "another";
        assertThat(service.ask(platform)).isEqualTo(Map.of("events", "unknown unauthorized: answered HTTP " + status));
        assertThat(tokens[0]).isEqualTo(3);
    }

    @Test
    void withoutATokenNothingIsAsked() throws Exception {
        OneList service = service();

        assertThat(service.ask(call -> reply(400, "", Map.of())))
                .isEqualTo(Map.of("events", "unknown unauthorized: token: answered HTTP 400"));
        assertThat(service.calls).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            token-url    |                       | token-body: needs token-url: write the address that gives a token
            token-header | Authorization: Bearer | token-header: 'Authorization: Bearer' is not a header with a token
            token-method | DELETE                | token-method: 'DELETE' is not a supported method
            """)
    void aBadParameterIsAFault(String name, String value, String fault) {
        assertThat(service().set(name, value == null ? "" : value).faults())
                .first()
                .asString()
                .startsWith(fault);
    }
}
