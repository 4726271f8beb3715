package bench;

import dev.freshwatch.sim.SimEsm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./freshwatch run} as a process of its own, with a configuration and a store in a folder that goes with it. */
final class Product implements AutoCloseable {

    private final Path home;
    private final Path folder;
    private final Process process;
    private final long startedNanos;
    private final Thread atExit = new Thread(this::kill);

    private Product(Path home, Path folder, Process process, long startedNanos) {
        this.home = home;
        this.folder = folder;
        this.process = process;
        this.startedNanos = startedNanos;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** What an ESM needs to be watched; all its Receivers. */
    static Map<String, String> esm(String name, URI url) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("esm." + name + ".url", url.toString());
        keys.put("esm." + name + ".username", SimEsm.USERNAME);
        keys.put("esm." + name + ".password", SimEsm.PASSWORD);
        keys.put("esm." + name + ".receivers", "all");
        // Queries are what the benches measure; bulk.sh measures what spares them.
        keys.put("esm." + name + ".bulk", "off");
        // Receivers that change in each cycle are what is measured, and would be told as flapping.
        keys.put("esm." + name + ".alert.flapping", "false");
        return keys;
    }

    /** A syslog collector by UDP on this host. */
    static Map<String, String> syslog(int port) {
        return Map.of(
                "sink.syslog.enabled", "true",
                "sink.syslog.host", "127.0.0.1",
                "sink.syslog.port", Integer.toString(port));
    }

    /** Starts the watch by the launcher that users start. */
    static Product start(Map<String, String> keys, String javaOptions) throws IOException {
        return start(keys, Map.of(), javaOptions);
    }

    /** With route files of its own. */
    static Product start(Map<String, String> keys, Map<String, String> routes, String javaOptions) throws IOException {
        return start(Path.of(System.getProperty("bench.home")), keys, routes, javaOptions);
    }

    /** That of another checkout, which has been built. */
    static Product start(Path home, Map<String, String> keys, Map<String, String> routes, String javaOptions)
            throws IOException {
        Path folder = Files.createTempDirectory("freshwatch-bench");
        Files.createDirectory(folder.resolve("routes"));
        for (Map.Entry<String, String> route : routes.entrySet()) {
            Files.writeString(folder.resolve("routes").resolve(route.getKey()), route.getValue());
        }
        List<String> lines = new ArrayList<>(keys.entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue())
                .toList());
        if (keys.keySet().stream().noneMatch(key -> key.startsWith("web."))) {
            // another process may have its port
            lines.add("web.enabled=false");
        }
        Files.write(folder.resolve("application.properties"), lines);
        return start(home, folder, javaOptions);
    }

    private static Product start(Path home, Path folder, String javaOptions) throws IOException {
        String launcher = home.resolve("freshwatch").toString();
        ProcessBuilder builder = new ProcessBuilder(launcher, "run", "--config", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().put("JAVA_OPTS", javaOptions);
        long started = System.nanoTime();
        return new Product(home, folder, builder.start(), started);
    }

    long pid() {
        return process.pid();
    }

    /** {@link System#nanoTime} just before the process was started. */
    long startedNanos() {
        return startedNanos;
    }

    /** The processor time that it has used so far, of all its threads. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Throws where the watch has ended by itself. */
    void mustRun() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the watch ended by itself with " + process.exitValue() + "; its log ends with\n" + tail(20));
        }
    }

    /** The end of its log. */
    String tail(int lines) {
        try {
            List<String> all = Files.readAllLines(folder.resolve("log"));
            return String.join(System.lineSeparator(), all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }

    /** How many lines of its log are at warn and error. */
    long complaints() throws IOException {
        return complaining().size();
    }

    /** Lines of its log at warn and error. */
    List<String> complaining() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            return lines.filter(line -> line.matches(".*\\b(WARN|ERROR)\\b.*")
                            && !line.contains("runs as root")
                            && !line.contains("no sink is enabled"))
                    .toList();
        }
    }

    /** How often its log says this. */
    long says(String text) {
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}, and a new one on what it left. This one is not to be used any more. */
    Product killedAndStartedAgain() throws IOException {
        process.destroyForcibly();
        process.onExit().join();
        Product next = start(home, folder, "");
        Runtime.getRuntime().removeShutdownHook(atExit);
        return next;
    }

    /** Ends it as an operator does, and takes its folder away. @return its exit code */
    int end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the watch does not end on SIGTERM");
        }
        return process.exitValue();
    }

    private void kill() {
        process.destroyForcibly();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Product::delete);
        } catch (IOException | UncheckedIOException e) {
            System.err.println(folder + " is left behind: " + e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
