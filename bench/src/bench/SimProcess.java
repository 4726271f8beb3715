package bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The simulated ESM as a process of its own. */
final class SimProcess implements AutoCloseable {

    private final Process process;
    private final URI url;
    private final URI control;
    private final HttpClient http = HttpClient.newHttpClient();

    private SimProcess(Process process, URI url, URI control) {
        this.process = process;
        this.url = url;
        this.control = control;
    }

    /** @param arguments of SimServer */
    static SimProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.freshwatch.sim.SimServer"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        // its input ends with this process, so it ends too
        BufferedReader out = process.inputReader();
        String control = word(out.readLine(), "control ");
        String url = word(out.readLine(), "ready ");
        return new SimProcess(process, URI.create(url), URI.create(control));
    }

    private static String word(String line, String before) {
        if (line == null || !line.startsWith(before)) {
            throw new IllegalStateException("the simulated ESM does not start: " + line);
        }
        return line.substring(before.length());
    }

    URI url() {
        return url;
    }

    JsonNode stats() throws IOException, InterruptedException {
        return new ObjectMapper().readTree(send(HttpRequest.newBuilder(control.resolve("/stats")).build()));
    }

    /** @param keys such as {@code counters=reset} */
    void control(String keys) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(control.resolve("/control?" + keys))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
