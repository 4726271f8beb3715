package dev.freshwatch.sim.misp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated MISP is as narrow as the real one, and remembers what a monitor should not have done. */
class SimMispStrictnessTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final String BAD_KEY = "Authentication failed. Please make sure you pass the API key";

    private final AtomicLong nanos = new AtomicLong();
    private final SimMisp misp = new SimMisp(0, null, Engine.SUPERVISOR, "2.5.1", InstantSource.fixed(NOW), nanos::get);
    private final MispCaller caller = new MispCaller(misp.url());

    @AfterEach
    void stop() {
        misp.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json, text/plain, */*",
                "application/json;q=0.9",
                "application/json; charset=utf-8",
                "*/*;q=0.8, application/json",
            })
    void answersAsApi(String accept) throws Exception {
        HttpResponse<String> answer = with(Map.of("Authorization", SimMisp.USER_KEY, "Accept", accept));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(misp.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/*",
                "text/html, application/json",
                "Application/JSON",
                "application/json;q=0.5, text/html",
                "",
            })
    void sendsTheRestToTheLoginPage(String accept) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Authorization", SimMisp.USER_KEY));
        if (!accept.isEmpty()) {
            headers.put("Accept", accept);
        }
        HttpResponse<String> answer = with(headers);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("location")).hasValue(misp.url() + "/users/login");
        assertThat(answer.body()).isEmpty();
        assertThat(misp.violations()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Bearer", "Basic", "''"})
    void refusesKeysInAnotherForm(String scheme) throws Exception {
        String key = scheme.isEmpty() ? "short" : scheme + " " + SimMisp.USER_KEY;
        HttpResponse<String> answer = with(Map.of("Authorization", key, "Accept", "application/json"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"name\":\"" + BAD_KEY).contains("\\/servers\\/getVersion");
        assertThat(misp.violations()).hasSize(1);
    }

    @Test
    void takesItsOwnHeaderFirstSinceItHasIt() throws Exception {
        Map<String, String> both = Map.of(
                "X-MISP-AUTH", SimMisp.USER_KEY, "Authorization", "Basic Zm9vOmJhcg==", "Accept", "application/json");
        assertThat(with(both).statusCode()).isEqualTo(200);
        misp.behaviour().version("2.4.179");
        assertThat(with(both).statusCode()).isEqualTo(403);
    }

    @Test
    void tellsWhyAKeyIsRefused() throws Exception {
        misp.keys().change("user", key -> key.asDisabled(true));
        assertThat(refusal()).isEqualTo("Authentication failed. Your user account has been disabled.");
        misp.keys().change("user", key -> key.asDisabled(false).tiedElsewhere(true));
        assertThat(refusal()).isEqualTo("It is not possible to use this Auth key from your IP address");
        misp.keys().change("user", key -> key.tiedElsewhere(false).ending(NOW));
        assertThat(refusal()).startsWith(BAD_KEY);
        misp.keys().revoke("user");
        assertThat(refusal()).startsWith(BAD_KEY);
        assertThat(misp.violations()).isEmpty();
    }

    private String refusal() throws Exception {
        HttpResponse<String> answer = caller.get(SimMisp.USER_KEY, "/servers/getVersion");
        assertThat(answer.statusCode()).isEqualTo(403);
        return PhpJson.JSON.readTree(answer.body()).get("message").textValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "orgadmin", "sync", "reader"})
    void letsSiteAdminsAloneAtTheWorkers(String name) throws Exception {
        String key = ApiKey.text(name);
        assertThat(caller.get(key, "/servers/getWorkers").statusCode()).isEqualTo(403);
        assertThat(caller.get(key, "/servers/getSetting/MISP.live").statusCode())
                .isEqualTo(403);
        misp.workers().kill("email");
        HttpResponse<String> restart = caller.post(key, "/servers/restartDeadWorkers", "{}");
        assertThat(restart.statusCode()).isEqualTo(403);
        assertThat(restart.body()).contains("You do not have permission to use this functionality.");
        assertThat(misp.workers().pids("email")).isEmpty();
        assertThat(misp.restartCalls()).isEqualTo(1);
        assertThat(misp.counts().of(name, "servers/restartDeadWorkers")).isEqualTo(1);
        assertThat(misp.counts().of("admin")).isZero();
    }

    @Test
    void changesNothingByGet() throws Exception {
        misp.workers().kill("email");
        assertThat(caller.get(SimMisp.ADMIN_KEY, "/servers/restartDeadWorkers").statusCode())
                .isEqualTo(405);
        assertThat(misp.workers().pids("email")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"application/json, {}", "application/json, ''", "application/x-www-form-urlencoded, a=b"})
    void takesAnyBodyOfARestart(String type, String body) throws Exception {
        Map<String, String> headers =
                Map.of("Authorization", SimMisp.ADMIN_KEY, "Accept", "application/json", "Content-Type", type);
        misp.workers().kill("email");
        assertThat(caller.send("POST", "/servers/RESTARTDEADWORKERS/", headers, body)
                        .statusCode())
                .isEqualTo(200);
        assertThat(misp.workers().pids("email")).hasSize(1);
        assertThat(caller.send("POST", "/servers/restartDeadWorkers", headers, "{")
                        .statusCode())
                .isEqualTo(type.endsWith("json") ? 405 : 200);
    }

    @Test
    void remembersBadManners() throws Exception {
        HttpResponse<String> first = caller.get(SimMisp.USER_KEY, "/servers/getVersion");
        String cookie = first.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).startsWith("CAKEPHP=");
        with(Map.of("Authorization", SimMisp.USER_KEY, "Accept", "application/json", "Cookie", cookie));
        assertThat(misp.violations()).singleElement().asString().contains("cookie");
        caller.get(SimMisp.USER_KEY, "/events/index");
        caller.get(SimMisp.USER_KEY, "/users/login");
        caller.get(SimMisp.USER_KEY, "/servers/getVersion?key=" + SimMisp.USER_KEY);
        assertThat(misp.violations()).hasSize(4).noneMatch(text -> text.contains(SimMisp.USER_KEY));
    }

    @Test
    void keepsTheLoginPageForPeople() throws Exception {
        assertThat(caller.send("GET", "/users/login", Map.of("Accept", "application/json"), null)
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> keyed = caller.get(SimMisp.USER_KEY, "/users/login");
        assertThat(keyed.headers().firstValue("location")).hasValue(misp.url() + "/users/routeafterlogin");
        misp.behaviour().loginWord("Connexion");
        String page = caller.send("GET", "/users/login", Map.of(), null).body();
        assertThat(page).contains("<legend>Connexion</legend>", "UserLoginForm").doesNotContain(">Login<");
        assertThat(caller.send("GET", "/", Map.of(), null).headers().firstValue("location"))
                .hasValue(misp.url() + "/users/login");
    }

    @Test
    void readsTheIndexOldestFirstAndInPages() throws Exception {
        for (int days = 3; days > 0; days--) {
            misp.events().published(Duration.ofDays(days));
        }
        misp.events().edited(Duration.ofDays(9), Duration.ofHours(1));
        assertThat(ids("/events/index/limit:2/page:1/searchminimal:1")).isEqualTo("12 of 4");
        assertThat(ids("/events/index/limit:2/page:2")).isEqualTo("34 of 4");
        assertThat(ids("/events/limit:1/page:1/sort:timestamp/direction:desc")).isEqualTo("4 of 4");
        assertThat(ids("/events/index/limit:1/page:1/sort:publish_timestamp/direction:desc"))
                .isEqualTo("3 of 4");
        assertThat(ids("/events/index/searchpublishtimestamp:2d/limit:9/page:1"))
                .isEqualTo("23 of 2");
        assertThat(ids("/events/index/limit:1/page:1/sort:weight")).isEqualTo(" of -");
        assertThat(misp.violations()).singleElement().asString().contains("weight");
        misp.behaviour().plainNumbers(true);
        assertThat(caller.get(SimMisp.USER_KEY, "/events/index/limit:1/page:1").body())
                .contains("\"publish_timestamp\": 1");
    }

    private String ids(String path) throws Exception {
        HttpResponse<String> answer = caller.get(SimMisp.USER_KEY, path);
        StringBuilder ids = new StringBuilder();
        PhpJson.JSON
                .readTree(answer.body())
                .forEach(event -> ids.append(event.path("id").asText()));
        return (answer.statusCode() == 200 ? ids : "") + " of "
                + answer.headers().firstValue("x-result-count").orElse("-");
    }

    @Test
    void publishesWhileItLives() throws Exception {
        misp.events().live(Duration.ofMinutes(7));
        String body = caller.get(SimMisp.USER_KEY, "/events/index/limit:1/page:1/sort:publish_timestamp/direction:desc")
                .body();
        long published = PhpJson.JSON.readTree(body).at("/0/publish_timestamp").asLong();
        assertThat(published).isBetween(NOW.getEpochSecond() - 420, NOW.getEpochSecond());
    }

    @Test
    void limitsSearchesByTheWindow() throws Exception {
        misp.keys().put(ApiKey.of("limited", Role.USER).searching(1));
        misp.keys().put(ApiKey.of("none", Role.USER).searching(0));
        String search = "{\"returnFormat\":\"json\",\"limit\":1,\"page\":1,\"metadata\":true,"
                + "\"order\":\"Event.publish_timestamp desc\"}";
        assertThat(caller.post(ApiKey.text("limited"), "/events/restSearch", search)
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.post(ApiKey.text("limited"), "/events/restSearch", search)
                        .statusCode())
                .isEqualTo(429);
        nanos.addAndGet(Duration.ofSeconds(900).toNanos());
        assertThat(caller.post(ApiKey.text("limited"), "/events/restSearch", search)
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.post(ApiKey.text("none"), "/events/restSearch", search)
                        .statusCode())
                .isEqualTo(405);
        assertThat(caller.get(ApiKey.text("limited"), "/events/index/limit:1/page:1")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void putsKeysWithoutRightsOutForMaintenance() throws Exception {
        misp.behaviour().maintenance(true);
        assertThat(caller.get(SimMisp.USER_KEY, "/servers/getVersion").statusCode())
                .isEqualTo(302);
        assertThat(caller.get(SimMisp.READER_KEY, "/servers/getVersion").statusCode())
                .isEqualTo(302);
        assertThat(caller.get(SimMisp.ADMIN_KEY, "/servers/getSetting/MISP.live")
                        .body())
                .contains("\"value\": false");
        assertThat(caller.send("GET", "/users/heartbeat", Map.of(), null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void writesCompactlyForItsOwnKind() throws Exception {
        Map<String, String> own =
                Map.of("Authorization", SimMisp.USER_KEY, "Accept", "application/json", "User-Agent", "PyMISP 2.5.1");
        assertThat(with(own).body()).startsWith("{\"version\":\"2.5.1\"").doesNotContain("\n");
        assertThat(caller.get(SimMisp.USER_KEY, "/servers/getVersion.json").body())
                .startsWith("{\n    \"version\": \"2.5.1\",\n");
        assertThat(caller.send("GET", "/servers/getVersion.json", Map.of("Authorization", SimMisp.USER_KEY), null)
                        .statusCode())
                .isEqualTo(200);
        assertThat(caller.get(SimMisp.USER_KEY, "/users/view/me").body()).contains("\"perm_site_admin\": false");
        assertThat(caller.get(SimMisp.USER_KEY, "/servers/rain").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> with(Map<String, String> headers) throws Exception {
        return caller.send("GET", "/servers/getVersion", headers, null);
    }
}
