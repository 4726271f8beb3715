package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.outbox.Children;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that is killed while it writes, packs, thins out and deletes: nothing but the batch at hand is missing. */
class SampleKillTest {

    private static final Instant BEGIN = Instant.parse("2026-10-20T21:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(20);
    private static final int CHECKS = 45;
    private static final int EACH = 4;

    private static final int KILLS = Boolean.getBoolean("freshwatch.soak") ? 40 : 3;

    @TempDir
    Path folder;

    private static StateSettings at(Path folder) {
        return StateSettings.of("jdbc:sqlite:" + folder.resolve("freshwatch.db"));
    }

    private static Instant time(long batch) {
        return BEGIN.plus(STEP.multipliedBy(batch));
    }

    private static List<Sample> batch(long number) {
        List<Sample> samples = new ArrayList<>();
        for (int check = 0; check < CHECKS; check++) {
            for (int i = 0; i < EACH; i++) {
                Instant at = time(number).plusSeconds(check + 300L * i);
                samples.add(SampleDesk.sample("esm/soc/events/" + check, at, State.OK, number, i));
            }
        }
        return samples;
    }

    /** Writes one batch after the other, and says which it has written. */
    static final class Writer {
        public static void main(String[] args) throws Exception {
            try (SampleDesk desk = new SampleDesk(at(Path.of(args[0])), time(Long.parseLong(args[1])))) {
                for (long number = Long.parseLong(args[1]); ; number++) {
                    desk.write(batch(number));
                    System.out.println("written " + number);
                    desk.tidyAt(time(number + 1));
                }
            }
        }
    }

    private static long looks(SampleReader reader, int check, Instant from, Instant to) {
        return reader.spans(new CheckId("esm/soc/events/" + check), List.of(from, to)).get(0).looks().values().stream()
                .mapToInt(count -> count)
                .sum();
    }

    @Test
    void nothingButTheLastBatchIsMissingAndNothingIsDouble() throws Exception {
        Random random = new Random(7);
        long next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = Children.java(Writer.class, folder.toString(), Long.toString(next));
            long said = next - 1;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                long enough = next + 5 + random.nextInt(60);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    assertThat(line).startsWith("written ");
                    said = Long.parseLong(line.substring("written ".length()));
                    if (said == enough) {
                        // somewhere in what follows
                        LockSupport.parkNanos(random.nextInt(80_000_000));
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(child.waitFor()).isEqualTo(137);
            try (SampleHistory history = SampleStore.reader(at(folder))) {
                long last = said + 1;
                long more = looks(history, 0, time(last), time(last + 1));
                assertThat(more).as("of the batch at hand all or nothing").isIn(0L, (long) EACH);
                next = more == 0 ? last : last + 1;
                for (int check = 0; check < CHECKS; check++) {
                    assertThat(looks(history, check, BEGIN, time(next + 1000))).isEqualTo(next * EACH);
                }
            }
        }
        try (SampleDesk desk = new SampleDesk(at(folder), time(next))) {
            desk.tidyAt(time(next));
            desk.tidyAt(time(next).plus(Duration.ofDays(2)));
            assertThat(looks(desk.reader, CHECKS - 1, BEGIN, time(next))).isEqualTo(next * EACH);
        }
    }
}
