package dev.freshwatch.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEachLanguage
class DrillScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DrillSchedule DAILY = new DrillSchedule(Duration.ofDays(1), LocalTime.of(8, 0), BERLIN);
    private static final DrillSchedule STEPS = new DrillSchedule(Duration.ofHours(6), null, BERLIN);

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T06:59:59Z, 2026-11-20T07:00:00Z",
        "2026-11-20T07:00:00Z, 2026-11-21T07:00:00Z",
        "2026-11-20T23:30:00Z, 2026-11-21T07:00:00Z"
    })
    void firstIsTheNextTimeOfTheDay(Instant now, Instant first) {
        assertThat(DAILY.first(now)).isEqualTo(first);
    }

    /** 2026: forward on 29 March at 02:00, back on 25 October at 03:00. */
    @ParameterizedTest
    @CsvSource({"08:00", "02:30", "02:00", "03:00", "00:00", "23:59"})
    void everyDayHasOneAlsoWhenTheClocksAreChanged(LocalTime at) {
        DrillSchedule times = new DrillSchedule(Duration.ofDays(1), at, BERLIN);
        for (String month : List.of("2026-03-26", "2026-10-22")) {
            ZonedDateTime day = LocalDate.parse(month).atStartOfDay(BERLIN);
            List<Integer> days = new ArrayList<>();
            Instant due = times.first(day.toInstant().minusSeconds(1));
            for (int i = 0; i < 6; i++) {
                days.add(due.atZone(BERLIN).getDayOfMonth());
                due = times.after(due);
            }
            int first = day.getDayOfMonth();
            assertThat(days).containsExactly(first, first + 1, first + 2, first + 3, first + 4, first + 5);
        }
    }

    @Test
    void timeThatComesTwiceIsDueAtTheFirstOfThem() {
        DrillSchedule times = new DrillSchedule(Duration.ofDays(1), LocalTime.of(2, 30), BERLIN);

        assertThat(times.first(Instant.parse("2026-10-24T12:00:00Z"))).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(times.after(Instant.parse("2026-10-25T00:30:00Z"))).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void timeThatIsLeftOutIsDueLater() {
        DrillSchedule times = new DrillSchedule(Duration.ofDays(1), LocalTime.of(2, 30), BERLIN);

        assertThat(times.first(Instant.parse("2026-03-28T12:00:00Z"))).isEqualTo("2026-03-29T01:30:00Z");
        assertThat(times.after(Instant.parse("2026-03-29T01:30:00Z"))).isEqualTo("2026-03-30T00:30:00Z");
    }

    @Test
    void weeksAreDaysToo() {
        DrillSchedule weekly = new DrillSchedule(Duration.ofDays(7), LocalTime.of(8, 0), BERLIN);

        assertThat(weekly.after(Instant.parse("2026-10-20T06:00:00Z"))).isEqualTo("2026-10-27T07:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T06:59:59Z, ",
        "2026-11-20T07:00:00Z, 2026-11-20T07:00:00Z",
        "2026-11-21T06:59:59Z, 2026-11-20T07:00:00Z",
        "2026-12-24T12:00:00Z, 2026-12-24T07:00:00Z"
    })
    void afterAPauseTheLatestIsDue(Instant now, Instant due) {
        assertThat(DAILY.due(Instant.parse("2026-11-19T07:00:00Z"), now).orElse(null))
                .isEqualTo(due);
    }

    @Test
    void afterAChangeOfTheConfigurationTheNextTimeCounts() {
        assertThat(DAILY.after(Instant.parse("2026-11-20T06:12:00Z"))).isEqualTo("2026-11-20T07:00:00Z");
    }

    @Test
    void stepsCountFromTheLastOne() {
        Instant last = Instant.parse("2026-11-20T01:02:03Z");

        assertThat(STEPS.due(last, last.plus(Duration.ofHours(6)).minusMillis(1)))
                .isEmpty();
        assertThat(STEPS.due(last, last.plus(Duration.ofHours(6)))).hasValue(last.plus(Duration.ofHours(6)));
        assertThat(STEPS.due(last, last.plus(Duration.ofHours(25)))).hasValue(last.plus(Duration.ofHours(24)));
        DrillSchedule seconds = new DrillSchedule(Duration.ofSeconds(1), null, BERLIN);
        assertThat(seconds.due(Instant.EPOCH, last)).hasValue(last);
    }

    @Test
    void drillIsMadeUpForAnHourAtMostAndNotCloseToTheNext() {
        Instant due = Instant.parse("2026-11-20T07:00:00Z");

        assertThat(DAILY.isTooLate(due, due.plus(Duration.ofMinutes(60)))).isFalse();
        assertThat(DAILY.isTooLate(due, due.plus(Duration.ofMinutes(61)))).isTrue();
        DrillSchedule often = new DrillSchedule(Duration.ofMinutes(10), null, BERLIN);
        assertThat(often.isTooLate(due, due.plus(Duration.ofMinutes(6)))).isTrue();
        DrillSchedule veryOften = new DrillSchedule(Duration.ofSeconds(1), null, BERLIN);
        assertThat(veryOften.isTooLate(due, due.plusMillis(990))).isFalse();
    }
}
