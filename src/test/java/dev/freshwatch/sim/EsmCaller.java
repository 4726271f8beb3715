package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;

/** Calls a simulated ESM by hand, as the contract tells it. */
final class EsmCaller {

    private final URI base;
    private final HttpClient http;
    private String cookie;
    private String xsrf;

    EsmCaller(URI base) {
        this(base, HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    EsmCaller(URI base, HttpClient http) {
        this.base = base;
        this.http = http;
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String loginBody(String username, String password) {
        return String.format(
                Locale.ROOT,
                "{\"username\": \"%s\", \"password\": \"%s\", \"locale\": \"en_US\", \"os\": \"Win32\"}",
                username,
                password);
    }

    HttpResponse<String> login(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("POST", path, body, "application/json", false);
        answer.headers().firstValue("Set-Cookie").ifPresent(value -> cookie = value.substring(0, value.indexOf(';')));
        answer.headers().firstValue("Xsrf-Token").ifPresent(value -> xsrf = value);
        return answer;
    }

    EsmCaller loggedIn() throws IOException, InterruptedException {
        login("/rs/esm/login", loginBody(base64(SimEsm.USERNAME), base64(SimEsm.PASSWORD)));
        return this;
    }

    /** With another token than it was given. */
    EsmCaller withXsrf(String token) {
        xsrf = token;
        return this;
    }

    HttpResponse<String> post(String command, String body) throws IOException, InterruptedException {
        return send("POST", "/rs/esm/" + command, body, "application/json", true);
    }

    JsonNode json(String command, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(command, body);
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return Fields.JSON.readTree(answer.body());
    }

    HttpResponse<String> logout() throws IOException, InterruptedException {
        return send("DELETE", "/rs/esm/logout", "", null, true);
    }

    /** @param type null = no Content-Type */
    HttpResponse<String> send(String method, String path, String body, String type, boolean session)
            throws IOException, InterruptedException {
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (type != null && !body.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (session && cookie != null) {
            request.header("Cookie", cookie).header("X-Xsrf-Token", xsrf);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** A query for the newest event of a device. */
    static String newestOf(String device, String window) {
        return String.format(
                Locale.ROOT,
                """
                {"config": {"timeRange": "%s", "limit": 1, "offset": 0, "includeTotal": false,
                  "fields": [{"name": "LastTime"}, {"name": "IPSID"}, {"name": "IPSIDAlertID"}],
                  "order": [{"direction": "DESCENDING", "field": {"name": "LastTime"}}],
                  "filters": [{"type": "EsmFieldFilter", "field": {"name": "IPSID"}, "operator": "EQUALS",
                    "values": [{"type": "EsmBasicValue", "value": "%s"}]}]}}""",
                window,
                device);
    }
}
