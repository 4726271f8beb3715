package dev.freshwatch.web;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.Installed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A real Prometheus of its own that scrapes one watch every second, with the shipped rules. */
final class Prometheus implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it, and waits until it answers.
     *
     * @param watch the port of the watch
     */
    static Prometheus scraping(Path directory, int watch, Path rules) throws Exception {
        String program = Installed.program("/usr/bin/prometheus").toString();
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(
                configuration,
                String.format(
                        Locale.ROOT,
                        """
                        global: {scrape_interval: 1s, evaluation_interval: 1s}
                        rule_files: [%s]
                        scrape_configs:
                          - job_name: freshwatch
                            metrics_path: /observe/metrics
                            static_configs:
                              - targets: ["127.0.0.1:%d"]
                        """,
                        rules.toAbsolutePath(),
                        watch));
        int port = freePort();
        Path log = directory.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        program,
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port);
        try {
            await("Prometheus, see " + log).atMost(Duration.ofSeconds(60)).until(prometheus::isReady);
        } catch (RuntimeException e) {
            prometheus.close();
            throw new IllegalStateException("Prometheus did not start: " + Files.readString(log), e);
        }
        return prometheus;
    }

    private boolean isReady() throws Exception {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The series that this expression has now, each with {@code metric} and {@code value}. */
    JsonNode query(String expression) throws Exception {
        return data("/api/v1/query?query=" + encoded(expression)).path("result");
    }

    /** The values of a label of these series. */
    JsonNode labelValues(String label, String series) throws Exception {
        return data("/api/v1/label/" + label + "/values?match[]=".replace("[]", "%5B%5D") + encoded(series));
    }

    /** The rules as they are now, each with its {@code health}. */
    JsonNode ruleGroups() throws Exception {
        return data("/api/v1/rules").path("groups");
    }

    private JsonNode data(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.body());
        }
        return JSON.readTree(answer.body()).path("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
