package bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Watches with one configuration, as nodes of a cluster. */
final class Nodes implements AutoCloseable {

    private static final String GROUP = "services/";

    private final Map<String, Product> running = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final long startedNanos = System.nanoTime();

    Nodes(Options options, Postgres server, int syslog, Map<String, String> routes) throws IOException {
        boolean complete = false;
        try {
            for (int i = 1; i <= options.number("nodes"); i++) {
                String name = "node-" + i;
                int port = freePort();
                Map<String, String> keys = new LinkedHashMap<>(server.keys());
                keys.put("cluster.enabled", "true");
                keys.put("cluster.node", name);
                keys.put("cluster.lease", options.text("lease"));
                keys.put("web.port", Integer.toString(port));
                keys.putAll(Product.syslog(syslog));
                keys.put("sink.syslog.protocol", "tcp");
                running.put(name, Product.start(keys, routes, options.text("options")));
                ports.put(name, port);
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Those that run. */
    List<String> names() {
        return List.copyOf(running.keySet());
    }

    Product get(String name) {
        return running.get(name);
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Looks every half second. @return false where it did not come true in time */
    boolean await(long seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            running.values().forEach(Product::mustRun);
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return true;
    }

    /** Waits while all of them run. */
    void pause(long seconds) throws InterruptedException {
        await(seconds, () -> false);
    }

    /** How many groups of services it has. */
    static long groups(String node, Map<String, String> holders) {
        return holders.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(GROUP) && each.getValue().equals(node))
                .count();
    }

    /** Most groups of a node − fewest. */
    static long spread(List<String> names, Map<String, String> holders) {
        var groups = names.stream().mapToLong(name -> groups(name, holders)).summaryStatistics();
        return groups.getMax() - groups.getMin();
    }

    /** The size of what it tells Prometheus, and how long that takes. */
    String metrics(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.get(name) + "/observe/metrics"))
                .build();
        long before = System.nanoTime();
        byte[] body = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .body();
        return String.format(
                Locale.ROOT, "%.1f MB; %.0f ms", body.length / 1e6, Figures.millis(System.nanoTime() - before));
    }

    /** The ends of their logs. */
    String tail() {
        StringBuilder all = new StringBuilder();
        running.forEach((name, product) ->
                all.append(name).append('\n').append(product.tail(10)).append('\n'));
        return all.toString();
    }

    long complaints() throws IOException {
        long all = 0;
        for (Product product : running.values()) {
            if (product.complaints() > 0) {
                Bench.progress(
                        "a log: " + product.complaining().stream().limit(5).toList());
            }
            all += product.complaints();
        }
        return all;
    }

    /** {@code kill -9}. */
    void kill(String name) {
        running.remove(name).close();
    }

    /** Ends them in good order. @return the worst exit code */
    int end() throws InterruptedException {
        int worst = 0;
        for (Product product : List.copyOf(running.values())) {
            worst = Math.max(worst, product.end());
        }
        return worst;
    }

    @Override
    public void close() {
        new ArrayList<>(running.values()).forEach(Product::close);
        running.clear();
    }
}
