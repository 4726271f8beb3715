package dev.freshwatch.service;

import dev.freshwatch.freshness.Ages;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Observation.Answered;
import dev.freshwatch.freshness.Observation.Down;
import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.freshness.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code service-ping}: whether a host answers one ICMP echo, by the system's own {@code ping}, which needs no rights of
 * ours. Where that can not be used here the check is unknown: that says nothing about the host.
 *
 * @param host  can not be taken for an option: it begins with a letter, a digit or a colon
 * @param limit for the reply
 */
record PingService(Question question, Duration every, String host, Duration limit) implements Service {

    private static final Pattern ROUND_TRIP = Pattern.compile("time[=<]([0-9.]{1,12}) ?ms");

    /** What ping itself needs beside the wait. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    @Override
    public Optional<String> askedHost() {
        return Optional.of(host);
    }

    @Override
    public Observation look(Tools tools) throws InterruptedException {
        long start = System.nanoTime();
        Process ping;
        try {
            ping = start();
        } catch (IOException e) {
            return new Unanswered(Reason.FAILED, "there is no command ping on this machine", null);
        }
        try {
            String said = tools.within().call(limit.plus(GRACE), ping::destroyForcibly, () -> said(ping));
            return judge(ping.waitFor(), said, TcpService.since(start));
        } catch (IOException e) {
            return new Down("no reply within " + Ages.limit(limit), TcpService.since(start));
        } finally {
            ping.destroyForcibly();
        }
    }

    /** Without a shell. */
    private Process start() throws IOException {
        long seconds = Math.max(1, limit.toSeconds());
        ProcessBuilder builder =
                new ProcessBuilder(List.of("ping", "-n", "-c", "1", "-W", Long.toString(seconds), "--", host));
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        Process ping = builder.start();
        ping.getOutputStream().close();
        return ping;
    }

    private static String said(Process ping) throws IOException {
        return new String(ping.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
    }

    private Observation judge(int exit, String said, Duration elapsed) {
        Matcher time = ROUND_TRIP.matcher(said);
        if (exit == 0 && time.find()) {
            Duration roundTrip = Duration.ofNanos((long) (Double.parseDouble(time.group(1)) * 1_000_000));
            return new Answered(String.format(Locale.ROOT, "replied in %s ms", time.group(1)), roundTrip);
        }
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("not known") || lower.contains("unknown host") || lower.contains("name resolution")) {
            return new Down("unknown host", elapsed);
        }
        if (exit == 1) {
            return new Down("no reply within " + Ages.limit(limit), elapsed);
        }
        if (lower.contains("unreachable")) {
            return new Down("network is unreachable", elapsed);
        }
        String words = PlainText.line(said.strip(), 120);
        return new Unanswered(Reason.FAILED, "the system's ping can not be used: " + words, elapsed);
    }
}
