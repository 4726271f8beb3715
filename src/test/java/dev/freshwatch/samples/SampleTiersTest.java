package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is stored how finely: the figures are those of the samples. */
@ParameterizedClass
@EnumSource(Kept.class)
class SampleTiersTest {

    private static final String ONE = "esm/soc/events/1";
    private static final Instant BEGIN = Instant.parse("2026-10-20T22:00:00Z");

    @Parameter
    Kept kept;

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private static List<Instant> edges(Instant from, Duration step, int count) {
        List<Instant> edges = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            edges.add(from.plus(step.multipliedBy(i)));
        }
        return edges;
    }

    private static List<SampleSpan> naive(List<Sample> all, List<Instant> edges) {
        List<SampleSpan> spans = new ArrayList<>();
        for (int i = 1; i < edges.size(); i++) {
            spans.add(NaiveFigures.span(all, edges.get(i - 1), edges.get(i)));
        }
        return spans;
    }

    @Test
    void figuresOfSamplesPackedOrNotAreExact() throws Exception {
        List<Sample> all =
                SampleDesk.looks(new Random(1), ONE, BEGIN, BEGIN.plus(Duration.ofHours(30)), Duration.ofSeconds(60));
        List<Sample> other = SampleDesk.looks(
                new Random(2), "misp/intel/rest", BEGIN, BEGIN.plus(Duration.ofHours(30)), Duration.ofSeconds(300));
        List<Instant> odd = edges(BEGIN.minusSeconds(1234), Duration.ofSeconds(1777), 70);
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            assertThat(desk.reader.spans(new CheckId(ONE), odd)).isEqualTo(naive(List.of(), odd));
            for (int i = 0; i < all.size(); i += 97) {
                desk.write(all.subList(i, Math.min(all.size(), i + 97)));
            }
            desk.write(other);
            assertThat(desk.reader.spans(new CheckId(ONE), odd)).isEqualTo(naive(all, odd));
            for (int hour = 0; hour <= 30; hour++) {
                desk.tidyAt(BEGIN.plus(Duration.ofHours(hour)).plusSeconds(400));
                assertThat(desk.reader.spans(new CheckId(ONE), odd)).isEqualTo(naive(all, odd));
            }
            assertThat(desk.reader.samples(new CheckId(ONE), BEGIN, BEGIN.plus(Duration.ofDays(9))))
                    .isEqualTo(all);
            assertThat(desk.reader.spans(new CheckId("misp/intel/rest"), odd)).isEqualTo(naive(other, odd));
        }
    }

    @Test
    void rowsSayWhatTheSamplesSaid() throws Exception {
        Instant end = BEGIN.plus(Duration.ofDays(6));
        List<Sample> all = SampleDesk.looks(new Random(3), ONE, BEGIN, end, Duration.ofSeconds(120));
        List<Instant> fives = edges(BEGIN, Duration.ofMinutes(5), 6 * 288);
        List<Instant> hours = edges(BEGIN, Duration.ofHours(1), 6 * 24);
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(all);
            desk.tidyAt(end.plus(Duration.ofHours(3)));
            assertThat(desk.reader.spans(new CheckId(ONE), fives)).isEqualTo(naive(all, fives));

            assertThat(desk.reader.samples(new CheckId(ONE), BEGIN, end))
                    .as("of some days there are samples, of others rows")
                    .hasSizeBetween(1, all.size() - 1);
            desk.tidyAt(end.plus(Duration.ofDays(5)));
            assertThat(desk.reader.samples(new CheckId(ONE), BEGIN, end)).isEmpty();
            assertThat(desk.reader.spans(new CheckId(ONE), fives)).isEqualTo(naive(all, fives));
            desk.tidyAt(end.plus(Duration.ofDays(36)));
            assertThat(desk.reader.spans(new CheckId(ONE), hours)).isEqualTo(naive(all, hours));
            List<Instant> days = edges(BEGIN, Duration.ofHours(24), 6);
            assertThat(desk.reader.spans(new CheckId(ONE), days))
                    .usingRecursiveComparison()
                    .ignoringFields("age.p50", "age.p95", "response.p50", "response.p95")
                    .isEqualTo(naive(all, days));
        }
    }

    /** Where the clocks change a day has another number of looks, whether there are samples of it or rows. */
    @Test
    void daysOfTwentyThreeAndTwentyFiveHours() throws Exception {
        record Change(String zone, String day, int looks) {}
        for (Change change : List.of(
                new Change("Europe/Berlin", "2026-03-29", 23 * 12),
                new Change("Europe/Berlin", "2026-10-25", 25 * 12),
                new Change("America/New_York", "2026-03-08", 23 * 12),
                new Change("America/New_York", "2026-11-01", 25 * 12))) {
            ZoneId zone = ZoneId.of(change.zone());
            LocalDate day = LocalDate.parse(change.day());
            List<Instant> days = List.of(
                    day.minusDays(1).atStartOfDay(zone).toInstant(),
                    day.atStartOfDay(zone).toInstant(),
                    day.plusDays(1).atStartOfDay(zone).toInstant(),
                    day.plusDays(2).atStartOfDay(zone).toInstant());
            CheckId check = new CheckId("service/" + zone.getId().replace('/', '-') + "/" + day);
            List<Sample> all = new ArrayList<>();
            for (Instant at = days.get(0); at.isBefore(days.get(3)); at = at.plusSeconds(300)) {
                long age = at.getEpochSecond() / 300 % 977;
                all.add(SampleDesk.sample(check.value(), at, State.OK, age, 2 * age));
            }
            try (SampleDesk desk = new SampleDesk(Kept.in(folder), days.get(3))) {
                desk.write(all);
                for (int after : List.of(0, 1, 8, 40)) {
                    desk.tidyAt(days.get(3).plus(Duration.ofDays(after)));
                    List<SampleSpan> spans = desk.reader.spans(check, days);
                    assertThat(spans.get(1).looks()).containsEntry(State.OK, change.looks());
                    assertThat(spans)
                            .usingRecursiveComparison()
                            .ignoringFields("age.p50", "age.p95", "response.p50", "response.p95")
                            .isEqualTo(naive(all, days));
                }
            }
        }
    }
}
