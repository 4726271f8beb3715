package dev.freshwatch.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.TcpProxy;
import dev.freshwatch.route.Folder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A node as a process of its own, with a way of its own to everything, and a clock of its own where libfaketime is there. */
final class NodeProcess implements AutoCloseable {

    private final String name;
    private final Folder folder;
    private final Path hosts;
    private final List<TcpProxy> ways;
    private final Path library;
    private final Thread atExit = new Thread(this::kill);
    private final List<Long> pids = new ArrayList<>();
    private Process process;
    private boolean over;

    /**
     * @param folder its configuration
     * @param hosts  the names that it knows, with their addresses
     * @param ways   the first one leads to the database; all are closed with it
     */
    NodeProcess(String name, Folder folder, Path hosts, List<TcpProxy> ways) throws IOException {
        this.name = name;
        this.folder = folder;
        this.hosts = hosts;
        this.ways = List.copyOf(ways);
        this.library = faketime().orElse(null);
        setClock(0);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    String name() {
        return name;
    }

    /** Its way to the database. */
    TcpProxy way() {
        return ways.get(0);
    }

    Path log() {
        return folder.path().resolve("log");
    }

    /** Whether its clock can be set. */
    boolean hasClock() {
        return library != null;
    }

    static Optional<Path> faketime() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(each -> each.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    /** Starts it, also after {@link #end}; not after it was closed. */
    synchronized void start() throws IOException {
        if (over) {
            return;
        }
        Path path = folder.write().path();
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djdk.net.hosts.file=" + hosts,
                "-Dfreshwatch.home=" + Folder.HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.freshwatch.cli.Main",
                "run",
                "--config",
                path.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        if (library != null) {
            builder.environment().put("LD_PRELOAD", library.toString());
            builder.environment().put("FAKETIME_TIMESTAMP_FILE", clock().toString());
            builder.environment().put("FAKETIME_CACHE_DURATION", "1");
            builder.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            // otherwise waits of the JVM last for ever
            builder.environment().put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        }
        process = builder.start();
        pids.add(process.pid());
    }

    synchronized boolean isAlive() {
        return process.isAlive();
    }

    synchronized int exitCode() {
        return process.exitValue();
    }

    /** Sends this signal, such as STOP. */
    synchronized void signal(String signal) throws IOException, InterruptedException {
        if (process.isAlive()) {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
    }

    /** Ends it. @param forcibly by {@code kill -9} */
    void end(boolean forcibly) throws InterruptedException {
        Process ending;
        synchronized (this) {
            ending = process;
        }
        if (forcibly) {
            ending.destroyForcibly();
        } else {
            ending.destroy();
        }
        assertThat(ending.waitFor(60, TimeUnit.SECONDS)).as(name + " ends").isTrue();
    }

    private Path clock() {
        return folder.path().resolve("clock");
    }

    /** From now on (within a second) its wall clock is so far from the true one. */
    void setClock(long seconds) throws IOException {
        Path next = folder.path().resolve("clock.next");
        Files.writeString(next, String.format(Locale.ROOT, "%+d%n", seconds));
        Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private synchronized void kill() {
        over = true;
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
        // what libfaketime keeps of a process that is killed stays
        for (long pid : pids) {
            for (String file : List.of("faketime_shm_" + pid, "sem.faketime_sem_" + pid)) {
                try {
                    Files.deleteIfExists(Path.of("/dev/shm").resolve(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        ways.forEach(TcpProxy::close);
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
