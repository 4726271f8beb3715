package dev.freshwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The simulator as a process of its own. */
class SimServerTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void servesUntilItsInputEnds() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimServer.class.getName(),
                        "--receivers",
                        "10",
                        "--hang-share",
                        "0.9")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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
            JsonNode stats = Fields.JSON.readTree(http.send(
                            java.net.http.HttpRequest.newBuilder(control.resolve("/stats"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            assertThat(stats.at("/openQueries").asInt()).isEqualTo(1);
            assertThat(stats.at("/openSessions").asInt()).isEqualTo(1);
            assertThat(stats.at("/perCommand/miscKeepAlive").asInt()).isEqualTo(2);
            assertThat(stats.at("/violationCount").asInt()).isZero();
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
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
