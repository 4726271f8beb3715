package bench;

import java.util.Locale;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Another program that makes the same checks, as a process of its own. */
final class Peer implements AutoCloseable {

    private final String name;
    private final Process process;
    private final ScheduledExecutorService scraper;

    private Peer(String name, Process process, ScheduledExecutorService scraper) {
        this.name = name;
        this.process = process;
        this.scraper = scraper;
    }

    /**
     * blackbox_exporter with its module {@code http_2xx}. It has no schedule of its own: this process asks it for each
     * target in even steps, as Prometheus does, and what that costs is not counted.
     */
    static Peer blackbox(String program, Path folder, List<String> urls, Duration every) throws IOException {
        Path config = folder.resolve("blackbox.yml");
        Files.writeString(
                config,
                "modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n"
                        + "      fail_if_body_not_matches_regexp: [\"Login\"]\n      preferred_ip_protocol: ip4\n");
        int port = freePort();
        Process process = start(
                folder.resolve("blackbox.log"),
                List.of(program, "--config.file=" + config, "--web.listen-address=127.0.0.1:" + port));
        ScheduledExecutorService scraper = Executors.newScheduledThreadPool(2, Peer::daemon);
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < urls.size(); i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                            + "/probe?module=http_2xx&target=" + urls.get(i)))
                    .build();
            long first = every.toMillis() * i / urls.size() + 2000;
            scraper.scheduleAtFixedRate(
                    () -> client.sendAsync(request, BodyHandlers.discarding()),
                    first,
                    every.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        return new Peer("blackbox_exporter", process, scraper);
    }

    /** monit, which makes all checks one after the other in each of its cycles. */
    static Peer monit(String program, Path folder, String host, int port, List<String> paths, Duration every)
            throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("set daemon ").append(every.toSeconds()).append('\n');
        text.append("set logfile ").append(folder.resolve("monit.log")).append('\n');
        text.append("set pidfile ").append(folder.resolve("monit.pid")).append('\n');
        text.append("set idfile ").append(folder.resolve("monit.id")).append('\n');
        text.append("set statefile ").append(folder.resolve("monit.state")).append('\n');
        for (int i = 0; i < paths.size(); i++) {
            text.append(String.format(Locale.ROOT, "check host c%d with address %s%n  if failed port %d protocol http request \"%s\" content = \"Login\" with timeout 10 seconds then alert%n", i, host, port, paths.get(i)));
        }
        Path config = folder.resolve("monitrc");
        Files.writeString(config, text);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Process process =
                start(folder.resolve("monit.out"), List.of(program, "-I", "-c", config.toString()));
        return new Peer("monit", process, null);
    }

    private static Process start(Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scraper");
        thread.setDaemon(true);
        return thread;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    void mustRun() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended by itself with " + process.exitValue());
        }
    }

    @Override
    public void close() {
        if (scraper != null) {
            scraper.shutdownNow();
        }
        process.destroyForcibly();
    }
}
