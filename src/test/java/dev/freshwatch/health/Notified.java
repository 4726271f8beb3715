package dev.freshwatch.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The other side of sd_notify as systemd has it: a unix datagram socket that also sees from which process a message
 * comes. In Python; where that is not installed the test is skipped, or fails if {@code freshwatch.peers.required} is true.
 */
public final class Notified implements AutoCloseable {

    private static final String PROGRAM =
            """
            import os, socket, struct, sys
            name = sys.argv[1]
            peer = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            peer.bind('\\0' + name[1:] if name.startswith('@') else name)
            print('listening', flush=True)
            while True:
                data, extra, flags, sender = peer.recvmsg(65536, 1024)
                pid = struct.unpack('3i', extra[0][2])[0]
                print(pid, data.decode().replace('\\n', ' '), flush=True)
            """;

    private final Process python;
    private final Path heard;

    /** @param socket a path, or @ and an abstract name */
    public Notified(Path directory, String socket) throws Exception {
        boolean there = new ProcessBuilder("python3", "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        if (Boolean.getBoolean("freshwatch.peers.required")) {
            assertThat(there).as("python3 is there").isTrue();
        }
        Assumptions.assumeTrue(there, "no python3");
        Path program = Files.writeString(directory.resolve("notified.py"), PROGRAM);
        heard = directory.resolve("heard");
        python = new ProcessBuilder("python3", program.toString(), socket)
                .redirectErrorStream(true)
                .redirectOutput(heard.toFile())
                .start();
        await().until(() -> lines().contains("listening"));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(heard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was told, each as {@code <pid> <lines, joined by blanks>}. */
    public List<String> heard() {
        return lines().stream().filter(line -> !line.equals("listening")).toList();
    }

    @Override
    public void close() throws Exception {
        python.destroy();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
