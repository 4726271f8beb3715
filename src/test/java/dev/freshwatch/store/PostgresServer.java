package dev.freshwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.ChildProcess;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL of its own: a fresh cluster, a free loopback port, a login by password. Where it is not installed the
 * test is skipped, or fails if {@code freshwatch.peers.required} is true.
 */
public final class PostgresServer implements AutoCloseable {

    public static final String USER = "freshwatch";
    public static final String PASSWORD = "not for the log";

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static PostgresServer shared;

    private final Path programs;
    private final Path home;
    private final int port;
    private Process process;

    private PostgresServer(Path programs, Path home, int port) {
        this.programs = programs;
        this.home = home;
        this.port = port;
    }

    /** One for all tests of this JVM. */
    public static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = start();
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** Whether this is kept in the one for all tests of this JVM. */
    static synchronized boolean isShared(StateSettings where) {
        return shared != null && where.url().startsWith(shared.url());
    }

    public static PostgresServer start() {
        Path programs = programs();
        try {
            Path home = Files.createTempDirectory("freshwatch-postgresql");
            PostgresServer server = new PostgresServer(programs, home, ChildProcess.freePort());
            server.make();
            server.run();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path programs() {
        try (Stream<Path> versions = Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            Path found = versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
            if (found == null) {
                assertThat(Boolean.getBoolean("freshwatch.peers.required"))
                        .as("PostgreSQL is not there, but peers are required")
                        .isFalse();
                assumeTrue(false, "PostgreSQL is not installed");
            }
            return found;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void make() throws IOException {
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        if (isRoot()) {
            done(List.of("chown", "-R", "postgres", home.toString()));
        }
        done(asServer(
                "initdb",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C",
                "--auth=scram-sha-256",
                "--username=" + USER,
                "--pwfile=" + password,
                home.resolve("data").toString()));
    }

    /** Starts it, also after {@link #stop}. */
    public void run() {
        try {
            process = new ProcessBuilder(asServer(
                            "postgres",
                            "-D",
                            home.resolve("data").toString(),
                            "-p",
                            Integer.toString(port),
                            "-k",
                            home.toString(),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "fsync=off",
                            "-c",
                            "shared_buffers=16MB"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolveSibling(home.getFileName() + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Awaitility.await("PostgreSQL")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> texts("SELECT 'up'").equals(List.of("up")));
    }

    /** From now on TLS connections must show a certificate of this CA that names the role; others need none. */
    public void requireClientCertificates(TestCertificates.Server own, Path caFile) {
        try {
            copied(caFile, "ca.crt");
            Files.writeString(
                    home.resolve("data/pg_hba.conf"),
                    """
                    hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-full
                    hostnossl all all 127.0.0.1/32 scram-sha-256
                    """);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        execute("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'");
        showCertificate(own);
    }

    /** From now on it offers TLS, with this certificate. It is started anew. */
    public void showCertificate(TestCertificates.Server own) {
        try {
            copied(own.certificateFile(), "server.crt");
            copied(own.keyFile(), "server.key");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        execute("ALTER SYSTEM SET ssl = on");
        restart();
    }

    private void copied(Path file, String name) throws IOException {
        Path copy = home.resolve("data").resolve(name);
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        if (isRoot()) {
            done(List.of("chown", "postgres", copy.toString()));
        }
    }

    /** Ends it as a power failure would, and starts it again. */
    public void restart() {
        stop();
        run();
    }

    /** A second server that follows this one and can only be read, until {@link #promote}. */
    public PostgresServer standby() {
        try {
            Path there = Files.createTempDirectory("freshwatch-postgresql");
            Path login = Files.writeString(there.resolve("pgpass"), "*:*:*:*:" + PASSWORD, StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-------"));
            if (isRoot()) {
                done(List.of("chown", "-R", "postgres", there.toString()));
            }
            done(asServer(
                    "pg_basebackup",
                    "--checkpoint=fast",
                    "--no-sync",
                    "--write-recovery-conf",
                    "--pgdata=" + there.resolve("data"),
                    "--dbname=host=127.0.0.1 port=" + port + " user=" + USER + " passfile=" + login));
            PostgresServer standby = new PostgresServer(programs, there, ChildProcess.freePort());
            standby.run();
            return standby;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a standby the primary. */
    public void promote() {
        execute("SELECT pg_promote()");
    }

    /** Ends it at once, as a power failure would. */
    public void stop() {
        try {
            if (!process.isAlive()) {
                return;
            }
            done(List.of("kill", "-QUIT", Long.toString(process.pid())));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A schema that nobody has used. */
    public StateSettings freshSchema() {
        String schema = "s" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return settings(url() + "?currentSchema=" + schema);
    }

    /** All that is in this schema, as statements. */
    String dump(String schema) {
        try {
            Path password = Files.writeString(home.resolve("pgpass"), "*:*:*:*:" + PASSWORD);
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
            if (isRoot()) {
                done(List.of("chown", "postgres", password.toString()));
            }
            Path file = home.resolve("data/dump.sql");
            done(asServer(
                    "pg_dump",
                    "--schema=" + schema,
                    "--inserts",
                    "--no-owner",
                    "--file=" + file,
                    "--dbname=dbname=postgres host=127.0.0.1 port=" + port + " user=" + USER + " passfile="
                            + password));
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static StateSettings settings(String url) {
        return new StateSettings(url, USER, new Secret(PASSWORD));
    }

    public int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<String> texts(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), USER, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (row.next()) {
                all.add(row.getString(1));
            }
            return all;
        }
    }

    /** It refuses to be root; and it ends when this process does, however that ends. */
    private List<String> asServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void done(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(process.exitValue()).as(output).isZero();
    }

    @Override
    public void close() {
        ChildProcess.end(process, home);
        try {
            Files.delete(home.resolveSibling(home.getFileName() + ".log"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
