package dev.freshwatch.sim.misp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls a simulated MISP as the contract says, for its tests; not our client. Follows no redirect. */
final class MispCaller {

    private static final String JSON = "application/json";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI misp;

    MispCaller(URI misp) {
        this.misp = misp;
    }

    /** @param body null = none */
    HttpResponse<String> send(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(misp + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String key, String path) throws IOException, InterruptedException {
        return send("GET", path, Map.of("Authorization", key, "Accept", JSON), null);
    }

    HttpResponse<String> post(String key, String path, String body) throws IOException, InterruptedException {
        return send("POST", path, Map.of("Authorization", key, "Accept", JSON, "Content-Type", JSON), body);
    }

    /** Workers as the site admin sees them. */
    JsonNode workers() throws IOException, InterruptedException {
        return PhpJson.JSON.readTree(
                get(SimMisp.ADMIN_KEY, "/servers/getWorkers").body());
    }

    /** Status of a call that changes workers, by the site admin. */
    int change(String action) throws IOException, InterruptedException {
        return post(SimMisp.ADMIN_KEY, "/servers/" + action, "{}").statusCode();
    }
}
