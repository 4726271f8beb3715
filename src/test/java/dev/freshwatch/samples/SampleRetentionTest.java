package dev.freshwatch.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How long what is kept; and what a clock that is wrong does to it, which is nothing. */
@ParameterizedClass
@EnumSource(Kept.class)
class SampleRetentionTest {

    private static final String NAME = "esm/soc/alarms";
    private static final CheckId CHECK = new CheckId(NAME);
    private static final Instant BEGIN = Instant.parse("2026-01-31T23:50:00Z");

    @Parameter
    Kept kept;

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() {
        kept.prepare(folder);
    }

    private static List<Sample> looks(Instant from, int minutes) {
        List<Sample> looks = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            looks.add(SampleDesk.sample(NAME, from.plusSeconds(60L * i), State.OK, 10 + i, 100 + i));
        }
        return looks;
    }

    private static int looks(SampleDesk desk, Instant from, Instant to) {
        return desk.reader.spans(CHECK, List.of(from, to)).get(0).looks().values().stream()
                .mapToInt(count -> count)
                .sum();
    }

    private static int rows(SampleDesk desk, Duration width) {
        List<Instant> edges = new ArrayList<>();
        for (Instant at = BEGIN.minusSeconds(3000); at.isBefore(BEGIN.plus(Duration.ofDays(2))); at = at.plus(width)) {
            edges.add(at);
        }
        return (int) desk.reader.spans(CHECK, edges).stream()
                .filter(span -> !span.looks().isEmpty())
                .count();
    }

    @Test
    void samplesForThreeDaysFiveMinutesForThirtyFiveHoursForTwentyFiveMonths() throws Exception {
        Instant end = BEGIN.plus(Duration.ofMinutes(130));
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 130));
            desk.tidyAt(end.plus(Duration.ofDays(3)));
            assertThat(desk.reader.samples(CHECK, BEGIN, end)).hasSize(130 - 10);
            desk.tidyAt(Instant.parse("2026-02-04T23:30:00Z"));
            assertThat(desk.reader.samples(CHECK, BEGIN, end)).hasSize(120);
            desk.tidyAt(Instant.parse("2026-02-05T00:01:00Z"));
            assertThat(desk.reader.samples(CHECK, BEGIN, end)).isEmpty();
            assertThat(rows(desk, Duration.ofMinutes(5))).isEqualTo(26);
            desk.tidyAt(Instant.parse("2026-03-08T23:30:00Z"));
            assertThat(rows(desk, Duration.ofMinutes(5))).isEqualTo(25);
            desk.tidyAt(Instant.parse("2026-03-09T00:01:00Z"));
            assertThat(rows(desk, Duration.ofMinutes(5))).isEqualTo(3);
            assertThat(looks(desk, BEGIN.minusSeconds(3000), end)).isEqualTo(130);
            desk.tidyAt(Instant.parse("2028-02-29T23:30:00Z"));
            assertThat(looks(desk, BEGIN.minusSeconds(3000), end)).isEqualTo(130);
            desk.tidyAt(Instant.parse("2028-03-01T00:01:00Z"));
            assertThat(looks(desk, BEGIN.minusSeconds(3000), end)).isEqualTo(120);
            desk.tidyAt(Instant.parse("2028-04-01T00:01:00Z"));
            assertThat(looks(desk, BEGIN.minusSeconds(3000), end)).isZero();
            assertThat(desk.reader.checks()).as("its number, too").isEmpty();
        }
    }

    /** A number that was forgotten may be given to another check, which must not get what is left of the first. */
    @Test
    void aCheckIsForgottenWithItsLastRowAndNotBefore() throws Exception {
        Instant later = Instant.parse("2027-06-15T12:00:00Z");
        CheckId other = new CheckId("esm/soc/session");
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 5));
            desk.write(List.of(SampleDesk.sample(other.value(), BEGIN, State.OK, 1, 1)));
            desk.tidyAt(BEGIN.plus(Duration.ofDays(5)));
            // the second check is sampled again, long after
            desk.tidyAt(later);
            desk.write(List.of(SampleDesk.sample(other.value(), later, State.WARNING, 2, 2)));
            desk.tidyAt(Instant.parse("2028-02-29T23:30:00Z"));
            assertThat(desk.reader.checks()).containsExactlyInAnyOrder(CHECK, other);
            desk.tidyAt(Instant.parse("2028-03-01T00:31:00Z"));
            assertThat(desk.reader.checks()).containsExactly(other);

            CheckId third = new CheckId("misp/intel/rest");
            Instant now = Instant.parse("2028-03-01T01:00:00Z");
            desk.write(List.of(
                    SampleDesk.sample(third.value(), now, State.OK, 3, 3),
                    SampleDesk.sample(other.value(), now, State.OK, 4, 4),
                    SampleDesk.sample(NAME, now, State.OK, 5, 5)));
            assertThat(desk.reader.checks()).containsExactlyInAnyOrder(CHECK, other, third);
            desk.tidyAt(Instant.parse("2028-03-02T12:00:00Z"));
            for (CheckId check : List.of(CHECK, other, third)) {
                assertThat(desk.reader.samples(check, now, now.plusSeconds(1)))
                        .as(check.value())
                        .hasSize(1);
                assertThat(desk.reader
                                .spans(check, List.of(BEGIN.minusSeconds(60), later.minusSeconds(60)))
                                .get(0)
                                .looks())
                        .as("nothing of another check")
                        .isEmpty();
            }
        }
    }

    /** The watch has been up all the time, and so has its memory of numbers. */
    @Test
    void aWriterDoesNotUseANumberThatIsForgotten() throws Exception {
        Instant muchLater = Instant.parse("2029-01-01T00:00:00Z");
        CheckId other = new CheckId("misp/intel/rest");
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 5));
            desk.tidyAt(BEGIN.plus(Duration.ofDays(5)));
            desk.tidyAt(muchLater);
            assertThat(desk.reader.checks()).isEmpty();
            desk.write(List.of(SampleDesk.sample(other.value(), muchLater, State.OK, 3, 3)));
            desk.write(List.of(SampleDesk.sample(NAME, muchLater, State.CRITICAL, 9, 9)));
            assertThat(desk.reader.samples(CHECK, muchLater, muchLater.plusSeconds(1)))
                    .extracting(Sample::state)
                    .containsExactly(State.CRITICAL);
            assertThat(desk.reader.samples(other, muchLater, muchLater.plusSeconds(1)))
                    .extracting(Sample::state)
                    .containsExactly(State.OK);
        }
    }

    @Test
    void aNumberFromBeforeItsDayWasKeptIsKeptFromTodayOn() throws Exception {
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 5));
            desk.database.write(connection -> Sql.update(connection, "UPDATE sampled_check SET last_day = NULL"));
            desk.tidyAt(Instant.parse("2030-01-01T00:00:00Z"));
            assertThat(desk.reader.checks()).containsExactly(CHECK);
            desk.tidyAt(Instant.parse("2032-01-31T00:00:00Z"));
            assertThat(desk.reader.checks()).containsExactly(CHECK);
            desk.tidyAt(Instant.parse("2032-03-01T00:01:00Z"));
            assertThat(desk.reader.checks()).isEmpty();
        }
    }

    @Test
    void aClockThatIsYearsAheadForAWhileDeletesNothing() throws Exception {
        Instant end = BEGIN.plus(Duration.ofMinutes(130));
        Instant wrong = Instant.parse("2031-05-05T05:05:00Z");
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 130));
            desk.tidyAt(end.plus(Duration.ofHours(2)));
            desk.tidyLeaptTo(wrong);
            desk.write(looks(wrong, 200));
            desk.tidyAt(wrong.plus(Duration.ofHours(23)));
            desk.tidyLeaptTo(end.plus(Duration.ofHours(26)));
            desk.write(looks(end.plus(Duration.ofHours(26)), 5));
            assertThat(desk.reader.samples(CHECK, BEGIN, end.plus(Duration.ofDays(9))))
                    .hasSize(135);
            assertThat(desk.reader.samples(CHECK, wrong, wrong.plus(Duration.ofDays(1))))
                    .hasSize(200);
        }
        Instant worse = wrong.plus(Duration.ofDays(100));
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), worse)) {
            desk.tidyAt(worse.plus(Duration.ofHours(5)));
            assertThat(desk.reader.samples(CHECK, BEGIN, end))
                    .as("after a start with a wrong clock")
                    .hasSize(130);
        }
    }

    @Test
    void afterALeapForwardThatStaysDeletingGoesOnADayLater() throws Exception {
        Instant later = BEGIN.plus(Duration.ofDays(20));
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 130));
            desk.tidyLeaptTo(later);
            assertThat(desk.reader.samples(CHECK, BEGIN, later)).hasSize(130);
            desk.tidyAt(later.plus(Duration.ofHours(23)));
            assertThat(desk.reader.samples(CHECK, BEGIN, later)).hasSize(130);
            desk.tidyAt(later.plus(Duration.ofHours(25)));
            assertThat(desk.reader.samples(CHECK, BEGIN, later)).isEmpty();
            assertThat(rows(desk, Duration.ofMinutes(5))).isEqualTo(26);
        }
    }

    @Test
    void aClockThatIsSetBackAddsToWhatIsThere() throws Exception {
        Instant hour = Instant.parse("2026-02-02T10:00:00Z");
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), hour)) {
            desk.write(looks(hour, 60));
            desk.tidyAt(hour.plus(Duration.ofHours(26)));
            assertThat(desk.reader
                            .heat(hour, Duration.ofHours(1), 1)
                            .get(CHECK)
                            .get(0)
                            .looks())
                    .isEqualTo(60);
            desk.tidyLeaptTo(hour.plusSeconds(600));
            List<Sample> again = new ArrayList<>();
            for (int i = 10; i < 40; i++) {
                again.add(SampleDesk.sample(NAME, hour.plusSeconds(60L * i), State.CRITICAL, 9999, 1));
                again.add(SampleDesk.sample(NAME, hour.plusSeconds(60L * i + 30), State.WARNING, 8888, 2));
            }
            desk.write(again);
            List<Sample> merged = new ArrayList<>(looks(hour, 60));
            merged.removeIf(
                    sample -> again.stream().anyMatch(later -> later.at().equals(sample.at())));
            merged.addAll(again);
            merged.sort(java.util.Comparator.comparing(Sample::at));
            assertThat(desk.reader.samples(CHECK, hour, hour.plusSeconds(3600))).isEqualTo(merged);
            for (Duration later : List.of(Duration.ofMinutes(70), Duration.ofHours(30), Duration.ofHours(31))) {
                desk.tidyAt(hour.plus(later));
                assertThat(desk.reader.samples(CHECK, hour, hour.plusSeconds(3600)))
                        .isEqualTo(merged);
            }
            SampleSpan all = NaiveFigures.span(merged, hour, hour.plusSeconds(3600));
            desk.tidyAt(hour.plus(Duration.ofDays(40)));
            assertThat(desk.reader.spans(CHECK, List.of(hour, hour.plusSeconds(3600))))
                    .as("rows were made anew")
                    .containsExactly(all);
        }
    }

    @Test
    void samplesOfADayThatIsThinnedOutAlreadyDoNotTakeThePlaceOfItsRows() throws Exception {
        Instant end = BEGIN.plus(Duration.ofMinutes(130));
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(looks(BEGIN, 130));
            desk.tidyAt(end.plus(Duration.ofDays(6)));
            assertThat(desk.reader.samples(CHECK, BEGIN, end)).isEmpty();
            desk.tidyLeaptTo(BEGIN);
            desk.write(looks(BEGIN, 7));
            desk.tidyAt(end.plus(Duration.ofDays(6)));
            assertThat(looks(desk, BEGIN, end)).isEqualTo(130);
            assertThat(desk.queue.droppedCount()).isEqualTo(7);
        }
    }

    @Test
    void ofTwoSamplesAtTheSameInstantTheLaterCounts() throws Exception {
        Sample first = SampleDesk.sample(NAME, BEGIN, State.OK, 1, 1);
        Sample second = SampleDesk.sample(NAME, BEGIN.plusNanos(999_999), State.CRITICAL, 2, 2);
        Sample kept = SampleDesk.sample(NAME, BEGIN, State.CRITICAL, 2, 2);
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN)) {
            desk.write(List.of(first));
            desk.queue.add(List.of(second));
            assertThat(desk.reader.samples(CHECK, BEGIN, BEGIN.plusSeconds(1))).containsExactly(kept);
            desk.write(List.of());
            assertThat(desk.reader.samples(CHECK, BEGIN, BEGIN.plusSeconds(1))).containsExactly(kept);
            desk.tidyAt(BEGIN.plus(Duration.ofHours(2)));
            assertThat(desk.reader.samples(CHECK, BEGIN, BEGIN.plusSeconds(1))).containsExactly(kept);
        }
    }

    @Test
    void aNewStartGoesOnWhereAnotherEnded() throws Exception {
        for (int day = 0; day < 6; day++) {
            Instant begin = BEGIN.plus(Duration.ofDays(day));
            try (SampleDesk desk = new SampleDesk(Kept.in(folder), begin)) {
                desk.write(looks(begin, 15));
                desk.tidyAt(begin.plus(Duration.ofMinutes(20)));
            }
        }
        try (SampleDesk desk = new SampleDesk(Kept.in(folder), BEGIN.plus(Duration.ofDays(6)))) {
            desk.tidyAt(BEGIN.plus(Duration.ofDays(6)));
            assertThat(looks(desk, BEGIN, BEGIN.plus(Duration.ofDays(6)))).isEqualTo(90);
            assertThat(desk.reader.checks()).containsExactly(CHECK);
        }
    }
}
