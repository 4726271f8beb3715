package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.http.RawServer;
import dev.freshwatch.sim.WebhookReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * camel-http resolves placeholders in the address that a message brings (CVE-2026-78164). No peer can make us send what
 * stands behind one: here the home of this account, which every environment has.
 */
class PlaceholderInAddressTest {

    private static final String HOME = System.getenv("HOME");

    @TempDir
    Path directory;

    private Folder folder;

    @BeforeEach
    void settle() {
        assertThat(HOME).isNotBlank();
        folder = new Folder(directory);
    }

    private static RawServer redirecting(String location) throws Exception {
        return RawServer.answering("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static List<Finding> look(OneShotCheck asking) throws Exception {
        return asking.check(Duration.ofSeconds(90), CheckFilter.ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/next?a={{env:HOME}}",
                "/{{env:HOME}}",
                "/next?a=${env:HOME}",
                "/next?a=%7B%7Benv:HOME%7D%7D",
                "/next?a=$%7Benv:HOME%7D",
                "//{{env:HOME}}/",
            })
    void aRedirectOfAMispOpensNothing(String location) throws Exception {
        try (RawServer misp = redirecting(location);
                OneShotCheck asking =
                        folder.misp("intel", misp.uri("").toString()).ask()) {
            assertThat(look(asking).toString()).doesNotContain(HOME);
            assertThat(misp.requests).isNotEmpty().noneMatch(request -> request.contains(HOME));
        }
    }

    @Test
    void aRedirectOfAServiceOpensNothing() throws Exception {
        try (RawServer service = redirecting("/next?a={{env:HOME}}");
                OneShotCheck asking = folder.route(
                                "my.camel.yaml",
                                String.format(
                                        Locale.ROOT,
                                        """
                                - templatedRoute:
                                    routeTemplateRef: service-http
                                    parameters:
                                      - name: name
                                        value: wiki
                                      - name: url
                                        value: "%s"
                                """,
                                        service.uri("/")))
                        .ask()) {
            assertThat(look(asking).toString())
                    .contains("answered HTTP 302 to an invalid address (expected 200)")
                    .doesNotContain(HOME);
            assertThat(service.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"to", "toD", "wireTap", "recipientList", "enrich"})
    @MostlyWaits
    void aRouteOfAUsersOwnThatFollowsWhatItIsToldOpensNothing(String step) throws Exception {
        follow(
                """
                - setHeader: {name: CamelHttpUri, expression: {simple: {expression: "${header.Next}"}}}
                """,
                sending(step, "http:stand-in"));
    }

    /** By the uri of the step itself. */
    @ParameterizedTest
    @ValueSource(strings = {"toD", "wireTap", "recipientList", "enrich"})
    @MostlyWaits
    void aRouteOfAUsersOwnWhoseNextStepIsToldToItOpensNothing(String step) throws Exception {
        follow(
                """
                - removeHeaders: {pattern: "CamelHttp*"}
                """,
                sending(step, "${header.Next}"));
    }

    private static String sending(String step, String uri) {
        return switch (step) {
            case "recipientList", "enrich" -> "- " + step + ": {expression: {simple: {expression: \"" + uri + "\"}}}\n";
            default -> "- " + step + ": {uri: \"" + uri + "\"}\n";
        };
    }

    /** A route that asks one peer where to go, and then goes there. */
    private void follow(String prepare, String send) throws Exception {
        String route =
                """
                - templatedRoute:
                    routeTemplateRef: service-push
                    parameters:
                      - {name: name, value: backup}
                      - {name: error-after, value: 1h}
                - route:
                    id: follows
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: timer:follows
                      parameters: {period: 1s, synchronous: true}
                      steps:
                        - to: {uri: "TELLER"}
                """;
        try (RawServer told = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                RawServer teller = RawServer.answering("HTTP/1.1 200 OK\r\nNext: " + told.uri("/a") + "?b={{env:HOME}}"
                        + "\r\nContent-Length: 0\r\n\r\n");
                WebhookReceiver hooks = new WebhookReceiver();
                WatchApp watch = folder.webhook(hooks)
                        .set("alert.unknown-after", "1s")
                        .route(
                                "my.camel.yaml",
                                route.replace("TELLER", teller.uri("/").toString()) + (prepare + send).indent(8))
                        .watch()) {
            assertThat(watch).isNotNull();
            await().until(() -> teller.requests.size() >= 2);
            assertThat(told.requests).noneMatch(request -> request.contains(HOME) || request.contains("%2F"));
            assertThat(told.requests).isEmpty();
        }
    }
}
