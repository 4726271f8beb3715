package dev.freshwatch.route;

import dev.freshwatch.ChildProcess;
import dev.freshwatch.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;

/**
 * A real proxy of its own, tinyproxy or squid, on a free loopback port, that wants a login. Where it is not installed the
 * test is skipped, or fails if {@code freshwatch.peers.required} is true.
 */
final class RealProxy implements AutoCloseable {

    enum Kind {
        TINYPROXY("/usr/bin/tinyproxy"),
        SQUID("/usr/sbin/squid");

        private final Path program;

        Kind(String program) {
            this.program = Path.of(program);
        }
    }

    static final String USERNAME = "freshwatch";
    static final String PASSWORD = "s3cret-of-the-proxy";

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private static final String TINYPROXY =
            """
            Port %1$d
            Listen 127.0.0.1
            LogFile "%2$s/access.log"
            LogLevel Connect
            MaxClients 50
            BasicAuth %3$s %4$s
            """;

    private static final String SQUID =
            """
            http_port 127.0.0.1:%1$d
            pid_filename %2$s/squid.pid
            access_log stdio:%2$s/access.log
            cache_log %2$s/cache.log
            coredump_dir %2$s
            cache deny all
            memory_cache_shared off
            pinger_enable off
            auth_param basic program /bin/sh %2$s/logins.sh
            auth_param basic children 1
            acl known proxy_auth REQUIRED
            http_access allow known
            http_access deny all
            shutdown_lifetime 0 seconds
            """;

    /** What squid asks who may in: a line with user and password. */
    private static final String LOGINS =
            """
            while read -r user password; do
              if [ "$user $password" = "%s %s" ]; then echo OK; else echo ERR; fi
            done
            """;

    private final Process process;
    private final Path home;
    private final int port;

    private RealProxy(Process process, Path home, int port) {
        this.process = process;
        this.home = home;
        this.port = port;
    }

    static RealProxy start(Kind kind) throws IOException {
        Installed.program(kind.program.toString());
        Path home = ChildProcess.folder("freshwatch-proxy");
        int port = ChildProcess.freePort();
        Path configuration = home.resolve("proxy.conf");
        String text = kind == Kind.SQUID ? SQUID : TINYPROXY;
        Files.writeString(configuration, String.format(Locale.ROOT, text, port, home, USERNAME, PASSWORD));
        Files.writeString(home.resolve("logins.sh"), String.format(Locale.ROOT, LOGINS, USERNAME, PASSWORD));
        List<String> command = new ArrayList<>(List.of(kind.program.toString()));
        // the name keeps squid's shared memory apart from that of another one
        command.addAll(
                kind == Kind.SQUID
                        ? List.of("-N", "-n", "fw" + port, "-f", configuration.toString())
                        : List.of("-d", "-c", configuration.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output.log").toFile())
                .start();
        RealProxy proxy = new RealProxy(process, home, port);
        try {
            Awaitility.await(kind + ", see " + home).atMost(LONGEST_START).until(proxy::takesConnections);
        } catch (RuntimeException e) {
            String said = Files.readString(home.resolve("output.log"));
            proxy.close();
            throw new IllegalStateException(kind + " did not start: " + said, e);
        }
        return proxy;
    }

    private boolean takesConnections() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What it has written of requests so far. */
    String log() {
        try {
            Path log = home.resolve("access.log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ChildProcess.end(process, home);
    }
}
