package dev.freshwatch.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshwatch.web.WebRequest;
import dev.freshwatch.web.WebResponse;
import dev.freshwatch.web.WebSite;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves pages and their assets to a browser, with the strict policy that the watch has. */
final class PageServer implements AutoCloseable {

    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int USUAL = 15;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private volatile WebSite site;
    private volatile int renewsEvery = USUAL;
    final AtomicInteger asked = new AtomicInteger();

    PageServer(WebSite site) {
        this.site = site;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void show(WebSite other) {
        site = other;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            WebResponse answer = path.startsWith("/assets/") ? asset(path) : site.answer(request(exchange));
            if (answer == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            asked.incrementAndGet();
            answer.header().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            byte[] body = paced(answer);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Pages renew themselves at this pace from now on, in seconds. */
    PageServer pace(int seconds) {
        renewsEvery = seconds;
        return this;
    }

    private byte[] paced(WebResponse answer) {
        return renewsEvery == USUAL
                ? answer.body()
                : new String(answer.body(), StandardCharsets.UTF_8)
                        .replace("data-renew=\"" + USUAL + "\"", "data-renew=\"" + renewsEvery + "\"")
                        .getBytes(StandardCharsets.UTF_8);
    }

    private static WebResponse asset(String path) throws IOException {
        try (InputStream in = PageSite.class.getResourceAsStream("/web" + path.substring("/assets".length()))) {
            String type =
                    path.endsWith(".css") ? "text/css" : path.endsWith(".js") ? "text/javascript" : "image/svg+xml";
            return in == null ? null : new WebResponse(200, type, in.readAllBytes(), Map.of());
        }
    }

    private WebRequest request(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String one : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = one.split("=", 2);
            query.putIfAbsent(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        Map<String, String> header = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> header.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        if (renewsEvery != USUAL) {
            header.remove("accept-encoding");
        }
        return new WebRequest(
                exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, header, new byte[0]);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
