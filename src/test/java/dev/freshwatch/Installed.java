package dev.freshwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of others that tests run. */
public final class Installed {

    private Installed() {}

    /**
     * How a program ended.
     *
     * @param output what it said on both channels
     */
    public record Ended(int exitCode, String output) {}

    /** The first of these that is there. Where none is, the test is skipped, or fails if {@code freshwatch.peers.required} is true. */
    public static Path program(String... paths) {
        Path found = Stream.of(paths)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (found == null) {
            assertThat(Boolean.getBoolean("freshwatch.peers.required"))
                    .as(paths[0] + " is not there, but peers are required")
                    .isFalse();
            assumeTrue(false, paths[0] + " is not installed");
        }
        return found;
    }

    /**
     * Runs a program to its end.
     *
     * @param folder where it starts, and where its output is kept
     */
    public static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as(command + " has ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }
}
