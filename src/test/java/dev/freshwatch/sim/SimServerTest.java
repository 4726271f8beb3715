package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshwatch.sim.misp.SimMisp;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The simulator as a process of its own. */
class SimServerTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void servesUntilItsInputEnds() throws Exception {
        Process process = start("--receivers", "10", "--hang-share", "0.9");
        try (BufferedReader out = process.inputReader()) {
            URI control = URI.create(out.readLine().replaceFirst("^control ", ""));
            URI esm = URI.create(out.readLine().replaceFirst("^ready ", ""));
            EsmCaller caller = new EsmCaller(esm).loggedIn();
            assertThat(control(control, "events=stop&faults=clear&query-duration=0.1s"))
                    .isEqualTo(204);
            assertThat(control(control, "fault=status:503&command=miscKeepAlive&times=1"))
                    .isEqualTo(204);
            assertThat(control(control, "weather=rain")).isEqualTo(400);
            assertThat(control(control, "fault=rain")).isEqualTo(400);
            assertThat(control(control, "skew=tomorrow")).isEqualTo(400);
            assertThat(caller.post("miscKeepAlive", "").statusCode()).isEqualTo(503);
            assertThat(caller.post("miscKeepAlive", "").statusCode()).isEqualTo(204);
            String query = EsmCaller.newestOf("144116287587483648/8", "LAST_HOUR");
            caller.json("v2/qryExecuteDetail?type=EVENT", query);
            JsonNode stats = Fields.JSON.readTree(text(control.resolve("/stats")));
            assertThat(stats.at("/openQueries").asInt()).isEqualTo(1);
            assertThat(stats.at("/openSessions").asInt()).isEqualTo(1);
            assertThat(stats.at("/perCommand/miscKeepAlive").asInt()).isEqualTo(2);
            assertThat(stats.at("/violationCount").asInt()).isZero();
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void servesAMisp() throws Exception {
        Process process = start("--platform", "misp", "--engine", "resque");
        try (BufferedReader out = process.inputReader()) {
            URI control = URI.create(out.readLine().replaceFirst("^control ", ""));
            URI misp = URI.create(out.readLine().replaceFirst("^ready ", ""));
            for (String wrong : List.of(
                    "weather=rain",
                    "kill=rain",
                    "fault=rain",
                    "database=lost",
                    "key=user",
                    "key=rain&ends=1h",
                    "times=1")) {
                assertThat(control(control, wrong)).as(wrong).isEqualTo(400);
            }
            assertThat(control(control, "kill=email")).isEqualTo(204);
            assertThat(text(control.resolve("/workers"))).contains("\"email\": []");
            assertThat(control(control, "fault=status:500&action=servers/getWorkers&times=1"))
                    .isEqualTo(204);
            assertThat(control(control, "key=user&ends=24h")).isEqualTo(204);
            assertThat(workers(misp)).startsWith("{\"name\":\"An Internal Error Has Occurred.\"");
            assertThat(workers(misp)).contains("\"scheduler\": {").doesNotContain("supervisord_status");
            for (String word : List.of(
                    "kill-all=prio",
                    "fragile=prio",
                    "sturdy=prio",
                    "queue=new&workers=2",
                    "remove-queue=new",
                    "account=cache",
                    "without-ok=cache",
                    "jobs=cache&count=3&every=1s",
                    "supervisor=back",
                    "redis=gone",
                    "redis=back",
                    "database=gone",
                    "database=back",
                    "background-jobs=off",
                    "maintenance=on",
                    "proc=hidden",
                    "numbers=plain",
                    "controls=absent",
                    "latency=0s",
                    "events=stop",
                    "events=resume",
                    "events=clear",
                    "publish=2m",
                    "key=sync&state=disabled",
                    "faults=clear")) {
                assertThat(control(control, word)).as(word).isEqualTo(204);
            }
            assertThat(workers(misp)).contains("Background jobs not enabled");
            JsonNode stats = Fields.JSON.readTree(text(control.resolve("/stats")));
            assertThat(stats.at("/perAction/servers~1getworkers").asInt()).isEqualTo(3);
            assertThat(stats.get("perKeyAndAction")
                            .get("admin servers/getworkers")
                            .asInt())
                    .isEqualTo(3);
            assertThat(stats.at("/restartCalls").asInt()).isZero();
            process.getOutputStream().close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private String workers(URI misp) throws Exception {
        java.net.http.HttpRequest request = java.net.http.HttpRequest.newBuilder(misp.resolve("/servers/getWorkers"))
                .header("Authorization", SimMisp.ADMIN_KEY)
                .header("Accept", "application/json")
                .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private String text(URI url) throws Exception {
        return http.send(java.net.http.HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
    }

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimServer.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private int control(URI control, String query) throws Exception {
        HttpResponse<String> answer = http.send(
                java.net.http.HttpRequest.newBuilder(control.resolve("/control?" + query))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode();
    }
}
