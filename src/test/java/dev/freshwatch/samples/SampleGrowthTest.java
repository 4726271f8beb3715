package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 500 checks at 60 s, on a real file: how large it becomes, what writing costs, how quick reading is. For 30 days in
 * bench/samples.sh.
 */
@Tag("soak")
class SampleGrowthTest {

    private static final int CHECKS = Integer.getInteger("freshwatch.samples.checks", 500);
    private static final int DAYS = Integer.getInteger("freshwatch.samples.days", 4);
    private static final Instant BEGIN = Instant.parse("2026-10-21T05:17:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(DAYS));
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private final Random random = new Random(11);
    private final double[] newest = new double[CHECKS];
    private final double[] pace = new double[CHECKS];
    private long cpu;

    private List<Sample> looks(Instant second) {
        List<Sample> looks = new ArrayList<>();
        for (int check = (int) (second.getEpochSecond() % 60); check < CHECKS; check += 60) {
            double at = second.getEpochSecond();
            while (newest[check] < at) {
                newest[check] += Math.max(0.5, -Math.log(1 - random.nextDouble()) * pace[check]);
            }
            double last = newest[check] - Math.max(0.5, -Math.log(1 - random.nextDouble()) * pace[check]);
            long age = (long) Math.max(0, at - last);
            boolean answered = random.nextInt(1000) > 0;
            looks.add(new Sample(
                    new CheckId("esm/soc/events/" + (144116287587483648L + check)),
                    second.plusMillis(random.nextInt(120)),
                    !answered ? State.UNKNOWN : age > 1200 ? State.CRITICAL : age > 600 ? State.WARNING : State.OK,
                    !answered ? Reason.TIMEOUT : age > 600 ? Reason.STALE : Reason.FRESH,
                    answered ? Duration.ofSeconds(age) : null,
                    answered ? Duration.ofMillis((long) (220 * Math.exp(random.nextGaussian() * 0.4))) : null,
                    SampleDesk.LIMITS));
        }
        return looks;
    }

    /** Some Receivers have an event every second, some one in five minutes. */
    private void begin() {
        for (int check = 0; check < CHECKS; check++) {
            pace[check] = Math.pow(300, random.nextDouble());
            newest[check] = BEGIN.getEpochSecond() - 60.0;
        }
    }

    @Test
    void fiveHundredChecks() throws Exception {
        StateSettings where = StateSettings.of("jdbc:sqlite:" + folder.resolve("freshwatch.db"));
        begin();
        long written = 0;
        try (SampleDesk desk = new SampleDesk(where, BEGIN)) {
            int n = 0;
            for (Instant at = BEGIN; at.isBefore(END); at = at.plusSeconds(10)) {
                List<Sample> batch = new ArrayList<>();
                for (int second = 0; second < 10; second++) {
                    batch.addAll(looks(at.plusSeconds(second)));
                }
                written += batch.size();
                measured(() -> desk.write(batch));
                Instant now = at;
                if (++n % 30 == 0) {
                    measured(() -> desk.tidyAt(now));
                }
                if (n % 8640 == 0) {
                    tell("day %d: %.1f MB", n / 8640, size());
                }
            }
            tell("%d samples, %d checks, %d days: %.1f MB", written, CHECKS, DAYS, size());
            double share = cpu / 1e9 / Duration.ofDays(DAYS).toSeconds();
            tell("writing took %.1f s of CPU, %.4f %% of a core", cpu / 1e9, share * 100);
            tell("bytes by table: %s", tables());
            Instant now = END;
            Instant aligned = Instant.ofEpochSecond(now.getEpochSecond() / 1800 * 1800 + 1800);
            StoredSamples afresh = new StoredSamples(desk.database, null);
            for (StoredSamples reader : List.of(afresh, desk.reader)) {
                tell(reader == afresh ? "heat maps read each time:" : "heat maps as a watch remembers them:");
                read("  24 h x 48", () -> reader.heat(aligned.minus(Duration.ofHours(24)), Duration.ofMinutes(30), 48));
                read(
                        "  24 h x 48, not aligned",
                        () -> reader.heat(now.minus(Duration.ofHours(24)), Duration.ofMinutes(30), 48));
                read("  1 h x 60", () -> reader.heat(now.minus(Duration.ofHours(1)), Duration.ofMinutes(1), 60));
                read("  7 d x 84", () -> reader.heat(aligned.minus(Duration.ofDays(7)), Duration.ofHours(2), 84));
            }
            for (int hours : new int[] {1, 24, 168, 720, 8760}) {
                read("spans of " + hours + " h", () -> spans(desk, now, Duration.ofHours(hours)));
            }
            assertThat(size()).as("MB").isLessThan(100.0 * CHECKS / 500);
            assertThat(share).isLessThan(0.01);
        }
    }

    private static Object spans(SampleDesk desk, Instant to, Duration length) {
        List<Instant> edges = new ArrayList<>();
        for (int i = 0; i <= 120; i++) {
            edges.add(to.minus(length).plus(length.dividedBy(120).multipliedBy(i)));
        }
        return desk.reader.spans(new CheckId("esm/soc/events/144116287587483650"), edges);
    }

    /** Work that may fail. */
    private interface Work {
        Object of() throws Exception;
    }

    /** Work that returns nothing. */
    private interface Step {
        void run() throws Exception;
    }

    private void measured(Step step) throws Exception {
        long before = THREADS.getCurrentThreadCpuTime();
        step.run();
        cpu += THREADS.getCurrentThreadCpuTime() - before;
    }

    private static void read(String what, Work work) throws Exception {
        long[] took = new long[40];
        long[] used = new long[40];
        for (int i = -20; i < took.length; i++) {
            long begun = System.nanoTime();
            long before = THREADS.getCurrentThreadCpuTime();
            work.of();
            if (i >= 0) {
                took[i] = System.nanoTime() - begun;
                used[i] = THREADS.getCurrentThreadCpuTime() - before;
            }
        }
        Arrays.sort(took);
        Arrays.sort(used);
        tell(
                "%s: median %.1f ms (CPU %.1f), worst of %d %.1f (CPU %.1f)",
                what, took[20] / 1e6, used[20] / 1e6, took.length, took[39] / 1e6, used[39] / 1e6);
    }

    private String tables() throws Exception {
        List<String> all = new ArrayList<>();
        try (var connection =
                        java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("freshwatch-history.db"));
                var statement = connection.createStatement()) {
            for (String table : List.of("sample_batch", "sample_hour", "sample_day", "sample_month")) {
                try (var row =
                        statement.executeQuery("SELECT COUNT(*), SUM(LENGTH(data)), AVG(LENGTH(data)) FROM " + table)) {
                    all.add(String.format(
                            Locale.ROOT,
                            "%s %d rows %.1f MB, mean %d",
                            table,
                            row.getLong(1),
                            row.getLong(2) / 1048576.0,
                            row.getLong(3)));
                }
            }
        }
        return String.join("; ", all);
    }

    private double size() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes / 1048576.0;
        }
    }

    private static void tell(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
