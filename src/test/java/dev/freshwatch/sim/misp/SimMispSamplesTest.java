package dev.freshwatch.sim.misp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each recorded answer of a real MISP beside the one of the simulated MISP in the same state. */
class SimMispSamplesTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");

    /** What brings a MISP into the state of a recording. */
    private interface State {
        void set(Stage stage) throws Exception;
    }

    private static final Map<String, State> STATES = states();

    static Set<String> samples() {
        return STATES.keySet();
    }

    /** Lists of jobs and feeds are not simulated. */
    @Test
    void knowsEveryRecording() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/misp-samples"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .filteredOn(name -> !STATES.containsKey(name))
                    .containsExactlyInAnyOrder("feeds_index", "jobs_index");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void answersAsRecorded(String name) throws Exception {
        JsonNode sample = sample(name);
        try (Stage stage = new Stage(name.startsWith("resque") ? Engine.RESQUE : Engine.SUPERVISOR)) {
            STATES.get(name).set(stage);
            JsonNode request = sample.get("request");
            Map<String, String> headers = new HashMap<>();
            for (var header : request.get("headers").properties()) {
                headers.put(header.getKey(), header.getValue().textValue().replace("<key>", stage.key));
            }
            JsonNode body = request.get("body");

            HttpResponse<String> answer = stage.caller.send(
                    request.get("method").textValue(),
                    request.get("path").textValue(),
                    headers,
                    body.isNull() ? null : body.toString());

            assertThat(answer.statusCode()).isEqualTo(sample.get("status").intValue());
            headers(sample, answer, stage);
            if (sample.has("json")) {
                json(sample, answer, name);
            } else if (sample.has("html_facts")) {
                page(sample.get("html_facts"), answer.body());
            } else {
                assertThat(answer.body()).isEqualTo(sample.get("text").textValue());
            }
            assertThat(stage.misp.violations())
                    .hasSize(name.equals("auth_key_accept_any") || name.equals("restartDead_GET") ? 1 : 0);
        }
    }

    private static void headers(JsonNode sample, HttpResponse<String> answer, Stage stage) {
        Map<String, String> expected = new TreeMap<>();
        for (var header : sample.get("headers").properties()) {
            expected.put(
                    header.getKey().toLowerCase(Locale.ROOT), header.getValue().textValue());
        }
        assertThat(answer.headers().map().keySet()).isEqualTo(expected.keySet());
        for (String name : Set.of(
                "content-type",
                "x-result-count",
                "x-auth-key-expiration",
                "x-rate-limit-limit",
                "x-rate-limit-remaining",
                "x-rate-limit-reset",
                "content-disposition")) {
            assertThat(answer.headers().firstValue(name).orElse(null)).as(name).isEqualTo(expected.get(name));
        }
        if (expected.containsKey("location")) {
            assertThat(answer.headers().firstValue("location")).hasValue(stage.misp.url() + "/users/login");
        }
    }

    private static void json(JsonNode sample, HttpResponse<String> answer, String name) throws IOException {
        JsonNode expected = sample.get("json");
        JsonNode got = PhpJson.JSON.readTree(answer.body());
        boolean ofEvents = sample.at("/request/path").textValue().startsWith("/events") && expected.size() < 3
                || name.startsWith("events_index");
        if (ofEvents && sample.get("status").intValue() == 200) {
            assertThat(shape(got)).isEqualTo(shape(expected));
            return;
        }
        assertThat(PID.matcher(got.toString()).replaceAll("\"pid\":0"))
                .isEqualTo(PID.matcher(expected.toString()).replaceAll("\"pid\":0"));
        boolean longPids = PID.matcher(expected.toString())
                .results()
                .allMatch(found -> found.group(1).length() == 5);
        if (longPids) {
            assertThat(answer.body().getBytes(StandardCharsets.UTF_8).length)
                    .as("bytes")
                    .isEqualTo(Integer.parseInt(
                            sample.at("/headers/Content-Length").textValue()));
        }
    }

    /** Names in their order, with the kinds of their values: a number in a text is another kind than a word. */
    private static String shape(JsonNode node) {
        if (node.isTextual()) {
            String text = node.textValue();
            return text.matches("\\d+")
                    ? "digits"
                    : text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? "uuid" : "text";
        }
        if (!node.isContainerNode()) {
            return node.getNodeType().toString();
        }
        List<String> parts = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> parts.add(field.getKey() + "=" + shape(field.getValue())));
        } else {
            node.forEach(element -> parts.add(shape(element)));
        }
        return parts.toString();
    }

    private static void page(JsonNode facts, String page) {
        assertThat(page)
                .hasSize(facts.get("length").intValue())
                .contains("<title>" + facts.get("title").textValue() + "</title>");
        assertThat(count(page, "Login"))
                .as("Login")
                .isEqualTo(facts.get("count_Login").intValue());
        assertThat(count(page, "login"))
                .as("login")
                .isEqualTo(facts.get("count_login_lowercase").intValue());
        assertThat(count(page, "uid"))
                .as("uid")
                .isEqualTo(facts.get("count_uid").intValue());
        assertThat(page.contains("id=\"UserLoginForm\""))
                .isEqualTo(facts.get("has_form_UserLoginForm").booleanValue());
        assertThat(page.contains("data[User][password]"))
                .isEqualTo(facts.get("has_password_field").booleanValue());
    }

    private static int count(String page, String word) {
        return page.split(Pattern.quote(word), -1).length - 1;
    }

    private static JsonNode sample(String name) throws IOException {
        try (InputStream in = SimMispSamplesTest.class.getResourceAsStream("/misp-samples/" + name + ".json")) {
            return PhpJson.JSON.readTree(in);
        }
    }

    /** A MISP and the key that asks it. */
    private static final class Stage implements AutoCloseable {
        private final AtomicLong nanos = new AtomicLong();
        private final SimMisp misp;
        private final MispCaller caller;
        private String key = SimMisp.ADMIN_KEY;

        Stage(Engine engine) {
            misp = new SimMisp(0, null, engine, "2.5.1", InstantSource.fixed(NOW), nanos::get);
            caller = new MispCaller(misp.url());
        }

        void passes(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Override
        public void close() {
            misp.close();
        }
    }

    private static void fiveEvents(Stage stage) {
        stage.misp
                .events()
                .published(Duration.ofDays(3))
                .published(Duration.ofDays(2))
                .published(Duration.ofDays(1));
        stage.misp.events().unpublished(Duration.ofHours(2)).published(Duration.ofMinutes(30));
    }

    private static void threeDead(Stage stage) {
        stage.misp.workers().kill("default").kill("email").kill("prio");
    }

    private static Map<String, State> states() {
        Map<String, State> states = new TreeMap<>();
        State well = stage -> {};
        State noDatabase = stage -> stage.misp.behaviour().databaseGone(true);
        State noRedis = stage -> stage.misp.behaviour().redisGone(true);
        State noSupervisor = stage -> stage.misp.behaviour().supervisorGone(true);
        State byUser = stage -> stage.key = SimMisp.USER_KEY;
        for (String name : List.of(
                "auth_bad_key",
                "auth_key_accept_any",
                "getVersion",
                "heartbeat",
                "login_page",
                "resque_restartDead",
                "restartDead_GET",
                "restartDead_POST_healthy",
                "workers_all_ok")) {
            states.put(name, well);
        }
        for (String name : List.of("getVersion", "heartbeat", "index", "login", "workers")) {
            states.put(name + "_db_down", noDatabase);
        }
        for (String name : List.of("resque_redis_down", "restartDead_redis_down", "workers_redis_down")) {
            states.put(name, noRedis);
        }
        states.put("restartDead_supervisor_down", noSupervisor);
        states.put("workers_supervisor_down", noSupervisor);
        for (String name : List.of(
                "events_index_minimal",
                "events_index_newest_full",
                "events_index_newest_published_min",
                "index_fresh_post",
                "index_post_sorted",
                "index_published_since_none")) {
            states.put(name, SimMispSamplesTest::fiveEvents);
        }
        states.put(
                "auth_key_with_expiration",
                stage -> stage.misp.keys().change("admin", key -> key.ending(Instant.parse("2026-11-21T00:00:00Z"))));
        states.put(
                "maintenance_admin_getWorkers", stage -> stage.misp.behaviour().maintenance(true));
        states.put("maintenance_login", states.get("maintenance_admin_getWorkers"));
        states.put("maintenance_user_index", stage -> {
            stage.misp.behaviour().maintenance(true);
            byUser.set(stage);
        });
        states.put("rate_limit_0", stage -> searches(stage, 0));
        states.put("rate_limit_4", stage -> searches(stage, 4));
        states.put("role_user_getWorkers", byUser);
        states.put("rokey_admin_getWorkers", stage -> stage.key = SimMisp.READER_KEY);
        supervisor(states);
        resque(states);
        return states;
    }

    private static void searches(Stage stage, int before) throws Exception {
        fiveEvents(stage);
        stage.misp.keys().put(ApiKey.of("limited", Role.USER).searching(3));
        stage.key = ApiKey.text("limited");
        for (int i = 0; i < before; i++) {
            stage.caller.post(
                    stage.key, "/events/restSearch", "{\"returnFormat\":\"json\",\"limit\":1,\"metadata\":true}");
        }
    }

    private static void supervisor(Map<String, State> states) {
        states.put("restartDead_POST", SimMispSamplesTest::threeDead);
        states.put("workers_just_after_heal", stage -> {
            threeDead(stage);
            assertThat(stage.caller.change("restartDeadWorkers")).isEqualTo(200);
        });
        states.put("workers_3s_after_heal", stage -> {
            states.get("workers_just_after_heal").set(stage);
            stage.passes(Duration.ofSeconds(3));
        });
        states.put("workers_one_of_two_stopped", stage -> stage.misp.workers().kill("default"));
        states.put(
                "workers_email_queue_empty",
                stage -> stage.misp.workers().kill("default").killAll("email"));
        states.put("workers_prio_killed", SimMispSamplesTest::threeDead);
        states.put("workers_redis_back", stage -> stage.misp.workers().killAll());
        states.put("workers_wrong_user", stage -> stage.misp.workers().account("email", "nobody"));
        states.put(
                "workers_background_jobs_off", stage -> stage.misp.behaviour().jobsOff(true));
    }

    private static void resque(Map<String, State> states) {
        states.put("resque_all", stage -> stage.misp.workers().killAll("scheduler"));
        states.put("resque_dead_default", stage -> {
            for (String queue : List.of("cache", "email", "prio", "update", "scheduler")) {
                stage.misp.workers().queue(queue, 0);
            }
            stage.misp.workers().kill("default");
        });
        states.put("resque_one_of_two_dead", stage -> {
            for (String queue : List.of("cache", "email", "update", "scheduler")) {
                stage.misp.workers().queue(queue, 0);
            }
            stage.misp.workers().queue("default", 2).kill("default");
        });
        states.put("resque_just_after_heal", stage -> {
            stage.misp.workers().queue("scheduler", 0).killAll("email").killAll("prio");
            assertThat(stage.caller.change("restartDeadWorkers")).isEqualTo(200);
        });
        states.put("resque_after_heal_8s", stage -> {
            stage.misp.workers().killAll("scheduler").killAll("email").killAll("prio");
            assertThat(stage.caller.change("restartDeadWorkers")).isEqualTo(200);
            stage.passes(Duration.ofSeconds(8));
        });
    }
}
