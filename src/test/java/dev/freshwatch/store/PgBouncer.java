package dev.freshwatch.store;

import dev.freshwatch.ChildProcess;
import dev.freshwatch.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * A real PgBouncer of its own, on a free loopback port, in front of a {@link PostgresServer}. Where it is not installed the
 * test is skipped, or fails if {@code freshwatch.peers.required} is true.
 */
public final class PgBouncer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private static final String SETTINGS =
            """
            [databases]
            * = host=127.0.0.1 port=%1$d
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %2$d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %3$s/users
            pool_mode = %4$s
            logfile = %3$s/log
            default_pool_size = %5$d
            """;

    private final Process process;
    private final Path home;
    private final int port;

    private PgBouncer(Process process, Path home, int port) {
        this.process = process;
        this.home = home;
        this.port = port;
    }

    /** @param mode session, transaction or statement */
    public static PgBouncer start(PostgresServer server, String mode) {
        return start(server, mode, 20);
    }

    /** @param pool how many sessions of the server it opens at most */
    static PgBouncer start(PostgresServer server, String mode, int pool) {
        Installed.program(PROGRAM.toString());
        try {
            Path home = ChildProcess.folder("freshwatch-pgbouncer");
            int port = ChildProcess.freePort();
            Files.writeString(
                    home.resolve("users"), "\"" + PostgresServer.USER + "\" \"" + PostgresServer.PASSWORD + "\"\n");
            Path settings = home.resolve("pgbouncer.ini");
            Files.writeString(settings, String.format(Locale.ROOT, SETTINGS, server.port(), port, home, mode, pool));
            List<String> command = new ArrayList<>();
            if ("root".equals(System.getProperty("user.name"))) {
                // which it refuses to be
                command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
            }
            command.addAll(List.of(PROGRAM.toString(), settings.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("output").toFile())
                    .start();
            PgBouncer bouncer = new PgBouncer(process, home, port);
            Awaitility.await("PgBouncer, see " + home)
                    .atMost(LONGEST_START)
                    .pollInterval(Duration.ofMillis(50))
                    .until(bouncer::answers);
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url(), PostgresServer.USER, PostgresServer.PASSWORD)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    public void close() {
        ChildProcess.end(process, home);
    }
}
