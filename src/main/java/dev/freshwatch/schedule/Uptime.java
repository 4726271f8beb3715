package dev.freshwatch.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the time that has passed, independently of the wall clock. On Linux it is the uptime of the machine, which
 * includes sleep; elsewhere the time of the JVM, which may not.
 */
public final class Uptime implements Supplier<Duration> {

    private static final Logger LOG = LoggerFactory.getLogger(Uptime.class);

    private final Path file;
    private volatile Duration aheadOfJvm;

    public Uptime() {
        this(Path.of("/proc/uptime"));
    }

    /** @param file begins with the seconds since the machine was started, with decimals */
    Uptime(Path file) {
        this.file = file;
        this.aheadOfJvm = Files.isReadable(file) ? Duration.ZERO : null;
    }

    @Override
    public Duration get() {
        Duration jvm = Duration.ofNanos(System.nanoTime());
        if (aheadOfJvm == null) {
            return jvm;
        }
        try {
            Duration passed = read();
            aheadOfJvm = passed.minus(jvm);
            return passed;
        } catch (IOException | NumberFormatException e) {
            LOG.debug("{} is not readable now: {}", file, e.toString());
            return jvm.plus(aheadOfJvm);
        }
    }

    private Duration read() throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        double seconds = Double.parseDouble(text.split(" ", 2)[0]);
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
