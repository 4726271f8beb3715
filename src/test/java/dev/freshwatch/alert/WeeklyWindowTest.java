package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeklyWindowTest {

    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);
    private static final Set<DayOfWeek> SUNDAY = EnumSet.of(DayOfWeek.SUNDAY);

    /** Both changes of the clocks in three zones, one of which has a change of half an hour. */
    @ParameterizedTest(name = "{0}, Sundays {1}-{2}: open from {3} to {4}")
    @CsvSource({
        // Berlin: no 02:00-03:00 on 29 March 2026, two of them on 25 October.
        "Europe/Berlin,       02:00, 04:00, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
        "Europe/Berlin,       01:00, 04:00, 2026-03-29T00:00:00Z, 2026-03-29T02:00:00Z",
        "Europe/Berlin,       02:00, 03:00, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
        "Europe/Berlin,       02:15, 02:45, 2026-03-29T01:15:00Z, 2026-03-29T01:45:00Z",
        "Europe/Berlin,       02:00, 04:00, 2026-10-25T00:00:00Z, 2026-10-25T03:00:00Z",
        "Europe/Berlin,       02:00, 03:00, 2026-10-25T00:00:00Z, 2026-10-25T02:00:00Z",
        "Europe/Berlin,       02:15, 02:45, 2026-10-25T00:15:00Z, 2026-10-25T01:45:00Z",
        "Europe/Berlin,       02:00, 04:00, 2026-11-22T01:00:00Z, 2026-11-22T03:00:00Z",
        // New York: no 02:00-03:00 on 8 March 2026, two 01:00-02:00 on 1 November.
        "America/New_York,    02:00, 04:00, 2026-03-08T07:00:00Z, 2026-03-08T08:00:00Z",
        "America/New_York,    01:30, 02:30, 2026-03-08T06:30:00Z, 2026-03-08T07:30:00Z",
        "America/New_York,    01:00, 02:00, 2026-11-01T05:00:00Z, 2026-11-01T07:00:00Z",
        "America/New_York,    01:30, 04:00, 2026-11-01T05:30:00Z, 2026-11-01T09:00:00Z",
        // Lord Howe: no 02:00-02:30 on 4 October 2026, two 01:30-02:00 on 5 April.
        "Australia/Lord_Howe, 02:00, 04:00, 2026-10-03T15:30:00Z, 2026-10-03T17:00:00Z",
        "Australia/Lord_Howe, 02:00, 02:30, 2026-10-03T15:30:00Z, 2026-10-03T16:00:00Z",
        "Australia/Lord_Howe, 01:30, 02:00, 2026-04-04T14:30:00Z, 2026-04-04T15:30:00Z",
        "Australia/Lord_Howe, 01:00, 03:00, 2026-04-04T14:00:00Z, 2026-04-04T16:30:00Z",
    })
    void isOpenFromTheFirstToTheLast(ZoneId zone, LocalTime from, LocalTime to, Instant begins, Instant ends) {
        WeeklyWindow window = new WeeklyWindow(SUNDAY, from, to);

        assertThat(window.openUntil(begins.minusMillis(1), zone)).isEmpty();
        for (Instant now = begins; now.isBefore(ends); now = now.plusSeconds(60)) {
            assertThat(window.openUntil(now, zone)).as("%s", now).contains(ends);
        }
        assertThat(window.openUntil(ends.minusMillis(1), zone)).contains(ends);
        assertThat(window.openUntil(ends, zone)).isEmpty();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() {
        WeeklyWindow window = new WeeklyWindow(SUNDAY, LocalTime.of(23, 0), LocalTime.of(1, 0));

        assertThat(open(window, "2026-11-22T23:30:00Z")).contains(Instant.parse("2026-11-23T01:00:00Z"));
        assertThat(open(window, "2026-11-23T00:59:59Z")).contains(Instant.parse("2026-11-23T01:00:00Z"));
        assertThat(open(window, "2026-11-23T01:00:00Z")).isEmpty();
        assertThat(open(window, "2026-11-22T00:30:00Z")).isEmpty();
    }

    @Test
    void aWholeDayIsOneOfTwentyFourHoursByTheClock() {
        WeeklyWindow window = new WeeklyWindow(SUNDAY, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

        assertThat(open(window, "2026-11-22T00:00:00Z")).contains(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(open(window, "2026-11-23T00:00:00Z")).isEmpty();
        assertThat(window.openUntil(Instant.parse("2026-10-25T12:00:00Z"), ZoneId.of("Europe/Berlin")))
                .contains(Instant.parse("2026-10-25T23:00:00Z"));
    }

    /** Over a whole year a daily window of two hours is open once on each day, the days of the changes included. */
    @ParameterizedTest
    @CsvSource({"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"})
    void everyDayHasOneWindow(ZoneId zone) {
        WeeklyWindow window = new WeeklyWindow(DAILY, LocalTime.of(1, 30), LocalTime.of(3, 30));
        Instant end = Instant.parse("2027-01-01T12:00:00Z");
        int opened = 0;
        boolean open = false;
        Duration length = Duration.ZERO;
        for (Instant now = Instant.parse("2026-01-01T12:00:00Z"); now.isBefore(end); now = now.plusSeconds(300)) {
            boolean then = window.openUntil(now, zone).isPresent();
            opened += then && !open ? 1 : 0;
            length = then ? length.plusSeconds(300) : length;
            open = then;
        }
        assertThat(opened).isEqualTo(365);
        assertThat(length).as("what is left out once comes twice once").isEqualTo(Duration.ofHours(2 * 365));
    }

    private static Optional<Instant> open(WeeklyWindow window, String now) {
        return window.openUntil(Instant.parse(now), ZoneOffset.UTC);
    }
}
