package dev.freshwatch.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers by path what a test says, mostly what a real MISP was recorded to answer; writes down what it is asked. */
final class MispStub implements AutoCloseable {

    static final String INDEX = "/events/index/limit:1/page:1/sort:publish_timestamp/direction:desc";
    static final String WORKERS = "/servers/getWorkers";
    static final String RESTART = "/servers/restartDeadWorkers";
    static final String LOGIN = "/users/login";

    /** An answer. */
    interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "misp-stub");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();

    MispStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
        sample(INDEX, "events_index_newest_full");
        sample(WORKERS, "workers_all_ok");
        sample(RESTART, "restartDead_POST");
        answer(LOGIN, 200, "text/html", "<html><form id=\"UserLoginForm\"></form></html>");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    MispStub on(String path, Handler handler) {
        handlers.put(path, handler);
        return this;
    }

    MispStub sample(String path, String name) {
        JsonNode sample = read(name);
        String location = sample.at("/headers/Location").asText("");
        return on(path, exchange -> {
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().set("Location", location);
            }
            exchange.getResponseHeaders().set("Set-Cookie", "CAKEPHP=abc; path=/");
            String body = sample.has("json")
                    ? sample.get("json").toPrettyString()
                    : sample.path("text").asText();
            send(
                    exchange,
                    sample.get("status").intValue(),
                    sample.at("/headers/Content-Type").asText(),
                    body);
        });
    }

    MispStub answer(String path, int status, String type, String body) {
        return on(path, exchange -> send(exchange, status, type, body));
    }

    static JsonNode read(String name) {
        try {
            return new ObjectMapper()
                    .readTree(Path.of("src/test/resources/misp-samples", name + ".json")
                            .toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            String cookie = exchange.getRequestHeaders().getFirst("Cookie");
            exchange.getRequestBody().readAllBytes();
            requests.add(exchange.getRequestMethod() + " " + path + (key == null ? "" : " " + key)
                    + (cookie == null ? "" : " COOKIE"));
            handlers.getOrDefault(path, other -> send(other, 404, "application/json", "{\"message\":\"Not Found\"}"))
                    .answer(exchange);
        }
    }

    long count(String path) {
        return requests.stream().filter(request -> request.contains(" " + path)).count();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
