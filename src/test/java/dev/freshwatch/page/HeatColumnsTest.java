package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleReader.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeatColumnsTest {

    private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
    private static final Limits LIMITS = new Limits(null, Duration.ofMinutes(20));

    private final ListedSamples samples = new ListedSamples();
    private final HeatColumns columns = new HeatColumns(samples);

    private Map<CheckId, List<Cell>> read(Instant now) {
        return columns.read(HeatStrip.from(now), now);
    }

    /** Whatever was read before: it is always what a fresh reading of the whole day gives. */
    @Test
    void rememberedColumnsEqualFreshOnes() {
        Random random = new Random(7);
        Instant now = START;
        for (int step = 0; step < 400; step++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(40)));
            if (random.nextInt(30) == 0) {
                now = now.plus(Duration.ofHours(random.nextInt(60)));
            }
            for (int check = 0; check < 3; check++) {
                if (random.nextInt(4) > 0) {
                    samples.add(
                            CheckId.of("esm", "soc", "" + check),
                            now.minusSeconds(random.nextInt(200)),
                            State.values()[random.nextInt(4)],
                            (long) random.nextInt(3000),
                            LIMITS);
                }
            }
            Map<CheckId, List<Cell>> fresh = samples.heat(HeatStrip.from(now), HeatStrip.WIDTH, HeatStrip.COLUMNS);
            assertThat(read(now)).as("step " + step).isEqualTo(fresh);
        }
    }

    @Test
    void onlyWhatMayChangeIsReadAgain() {
        samples.add(CheckId.of("esm", "soc", "a"), START, State.OK, 5L, LIMITS);
        read(START.plus(Duration.ofMinutes(20)));
        read(START.plus(Duration.ofMinutes(21)));
        read(START.plus(Duration.ofMinutes(31)));
        read(START.plus(Duration.ofMinutes(36)));
        read(START.plus(Duration.ofMinutes(37)));
        read(START.minus(Duration.ofHours(3)));
        assertThat(samples.columnsAsked).containsExactly(48, 1, 2, 2, 1, 48);
    }
}
