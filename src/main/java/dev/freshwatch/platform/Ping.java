package dev.freshwatch.platform;

import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a host for an echo with the system's {@code ping}, which has the rights that raw sockets need; no shell is
 * involved. Sends one request each second until one is answered or the time is up, so that a single lost packet does
 * not count as an outage.
 */
public final class Ping {

    private static final Pattern ROUND_TRIP = Pattern.compile(
            "(?m)^\\d+ bytes from [^\\n]*: icmp_seq=\\d+ ttl=\\d+ time[=<](\\d{1,9}(?:\\.\\d{1,6})?) ms");

    private static final int NO_REPLY = 1;
    private static final int MOST_OUTPUT = 16 * 1024;

    private final String tool;

    /** @param tool name or path of the program */
    public Ping(String tool) {
        this.tool = tool;
    }

    /**
     * Returns empty if there is no such program, or if it is not allowed to send.
     *
     * @param host a name or an address; always taken as a host, never as an option
     */
    public Optional<Observation> ask(String host, Duration limit) throws InterruptedException {
        long seconds = Math.max(1, limit.toSeconds());
        String time = Long.toString(seconds);
        Process process;
        try {
            process = start(List.of(tool, "-c", "1", "-w", time, "-W", time, "-n", "--", host));
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            if (!process.waitFor(seconds + 2, TimeUnit.SECONDS)) {
                return Optional.of(noReply(limit));
            }
            String output = new String(process.getInputStream().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            return judge(process.exitValue(), output, limit);
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Passes on nothing of our environment, which may contain secrets, except the path to programs.
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        if (path != null) {
            builder.environment().put("PATH", path);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Optional<Observation> judge(int exit, String output, Duration limit) {
        Matcher reply = ROUND_TRIP.matcher(output);
        if (exit == 0 && reply.find()) {
            BigDecimal nanos = new BigDecimal(reply.group(1)).movePointRight(6);
            return Optional.of(answered("", Duration.ofNanos(nanos.longValue())));
        }
        if (exit == NO_REPLY) {
            return Optional.of(noReply(limit));
        }
        String lower = output.toLowerCase(Locale.ROOT);
        if (lower.contains("not known") || lower.contains("unknown host") || lower.contains("no address associated")) {
            return Optional.of(new Down("unknown host", null));
        }
        if (lower.contains("name resolution")) {
            return Optional.of(new Down("the host name could not be resolved", null));
        }
        if (lower.contains("unreachable") || lower.contains("no route to host")) {
            return Optional.of(new Down("no route to the host", null));
        }
        return Optional.empty();
    }

    private static Down noReply(Duration limit) {
        return new Down(
                String.format(Locale.ROOT, "no answer to ping within %d s", Math.max(1, limit.toSeconds())), null);
    }

    /** @param how an addition in brackets, or empty */
    public static Answered answered(String how, Duration roundTrip) {
        double millis = roundTrip.toNanos() / 1e6;
        String time = millis < 0.1 ? "less than 0.1 ms" : String.format(Locale.ROOT, "%.1f ms", millis);
        return new Answered("answered in " + time + how, roundTrip);
    }
}
