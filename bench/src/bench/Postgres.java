package bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL of its own on a free loopback port, with the settings that it comes with: every commit is on the disk. */
final class Postgres implements AutoCloseable {

    private static final String USER = "freshwatch";
    private static final String PASSWORD = "bench";

    private final Path home;
    private final int port;
    private final Process process;
    private final Thread atExit = new Thread(this::end);

    private Postgres(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @param programs the folder with initdb and postgres; empty = the newest in {@code /usr/lib/postgresql} */
    static Postgres start(String programs) throws IOException, InterruptedException {
        Path bin = programs.isEmpty() ? newest() : Path.of(programs);
        Path home = Files.createTempDirectory("freshwatch-bench-postgresql");
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        if (isRoot()) {
            // it refuses to be root
            done(home, List.of("chown", "-R", "postgres", home.toString()));
        }
        done(
                home,
                asServer(
                        bin.resolve("initdb").toString(),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--auth=scram-sha-256",
                        "--username=" + USER,
                        "--pwfile=" + password,
                        home.resolve("data").toString()));
        int port = freePort();
        Process process = new ProcessBuilder(asServer(
                        bin.resolve("postgres").toString(),
                        "-D",
                        home.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-k",
                        home.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolveSibling(home.getFileName() + ".log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        Postgres server = new Postgres(home, port, process);
        server.awaitAnswer();
        return server;
    }

    private static Path newest() throws IOException {
        Path all = Path.of("/usr/lib/postgresql");
        try (Stream<Path> versions = Files.isDirectory(all) ? Files.list(all) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException("no PostgreSQL in " + all + ": --postgresql FOLDER"));
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                connection().close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IOException("PostgreSQL does not answer", e);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    Connection connection() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** For a watch that uses it. */
    Map<String, String> keys() {
        return Map.of(
                "state.url",
                url(),
                "state.username",
                USER,
                "state.password",
                "{{file:" + home.resolve("password") + "}}");
    }

    long pid() {
        return process.pid();
    }

    private static List<String> asServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(program);
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void done(Path home, List<String> command) throws IOException, InterruptedException {
        Path output = home.resolveSibling(home.getFileName() + ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + ": " + Files.readString(output));
        }
        Files.delete(output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void end() {
        process.destroy();
        process.onExit()
                .orTimeout(20, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            Files.delete(home.resolveSibling(home.getFileName() + ".log"));
        } catch (IOException | UncheckedIOException e) {
            System.err.println(home + " is left behind: " + e);
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
