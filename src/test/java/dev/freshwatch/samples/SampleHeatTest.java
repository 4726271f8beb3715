package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The heat map says of each cell what the samples say. */
@ParameterizedClass
@EnumSource(Kept.class)
class SampleHeatTest {

    private static final Instant BEGIN = Instant.parse("2026-10-20T21:30:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofHours(50));

    @Parameter
    Kept kept;

    @TempDir
    Path folder;

    private final List<Sample> all = new ArrayList<>();

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
        for (int check = 0; check < 5; check++) {
            all.addAll(SampleDesk.looks(
                    new Random(check), "esm/soc/events/" + check, BEGIN, END, Duration.ofSeconds(60 + 97 * check)));
        }
    }

    private Map<CheckId, List<SampleReader.Cell>> naive(Instant from, Duration width, int columns) {
        Map<CheckId, List<SampleReader.Cell>> heat = new HashMap<>();
        for (int check = 0; check < 5; check++) {
            CheckId id = new CheckId("esm/soc/events/" + check);
            List<SampleReader.Cell> cells = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                Instant start = from.plus(width.multipliedBy(i));
                List<Sample> in = all.stream()
                        .filter(sample -> sample.check().equals(id))
                        .filter(sample ->
                                !sample.at().isBefore(start) && sample.at().isBefore(start.plus(width)))
                        .toList();
                State worst =
                        in.stream().map(Sample::state).max(State.byWeight()).orElse(null);
                double load = in.stream()
                        .filter(sample -> sample.age() != null)
                        .mapToDouble(sample -> sample.age().toSeconds()
                                * 1000.0
                                / sample.limits().errorAfter().toMillis())
                        .max()
                        .orElse(Double.NaN);
                cells.add(new SampleReader.Cell(in.size(), worst, load));
            }
            if (cells.stream().anyMatch(cell -> cell.looks() > 0)) {
                heat.put(id, cells);
            }
        }
        return heat;
    }

    @Test
    void ofSamplesWrittenOrNot() throws Exception {
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            assertThat(desk.reader.heat(BEGIN, Duration.ofHours(1), 50)).isEmpty();
            for (int i = 0; i < all.size(); i += 500) {
                desk.write(all.subList(i, Math.min(all.size() - 40, i + 500)));
            }
            desk.queue.add(all.subList(all.size() - 40, all.size()));
            Instant odd = BEGIN.minusSeconds(77);
            for (int hour : List.of(0, 1, 7, 26, 27, 50)) {
                desk.tidyAt(BEGIN.plus(Duration.ofHours(hour)));
                for (int again = 0; again < 2; again++) {
                    assertThat(desk.reader.heat(odd, Duration.ofSeconds(1801), 101))
                            .isEqualTo(naive(odd, Duration.ofSeconds(1801), 101));
                }
                assertThat(desk.reader.heat(BEGIN.plusSeconds(90_000), Duration.ofMinutes(1), 60))
                        .isEqualTo(naive(BEGIN.plusSeconds(90_000), Duration.ofMinutes(1), 60));
            }
            desk.write(List.of(SampleDesk.sample("misp/intel/rest", END, State.OK, -1, 7)));
            assertThat(desk.reader.heat(END.minusSeconds(100), Duration.ofSeconds(200), 1))
                    .as("what was read before the write is obsolete")
                    .containsEntry(
                            new CheckId("misp/intel/rest"), List.of(new SampleReader.Cell(1, State.OK, Double.NaN)));
        }
    }

    @Test
    void ofRows() throws Exception {
        all.replaceAll(sample -> new Sample(
                sample.check(),
                sample.at(),
                sample.state(),
                sample.reason(),
                sample.age(),
                sample.response(),
                SampleDesk.LIMITS));
        Map<CheckId, List<SampleReader.Cell>> fives = naive(BEGIN, Duration.ofMinutes(5), 600);
        Map<CheckId, List<SampleReader.Cell>> hours = naive(BEGIN.minusSeconds(1800), Duration.ofHours(1), 51);
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(all);
            desk.tidyAt(END.plus(Duration.ofHours(5)));
            assertThat(desk.reader.heat(BEGIN, Duration.ofMinutes(5), 600)).isEqualTo(fives);
            desk.tidyAt(END.plus(Duration.ofDays(6)));
            assertThat(desk.reader.samples(new CheckId("esm/soc/events/0"), BEGIN, END))
                    .isEmpty();
            assertThat(desk.reader.heat(BEGIN, Duration.ofMinutes(5), 600)).isEqualTo(fives);
            desk.tidyAt(END.plus(Duration.ofDays(40)));
            assertThat(desk.reader.heat(BEGIN.minusSeconds(1800), Duration.ofHours(1), 51))
                    .isEqualTo(hours);
        }
    }
}
