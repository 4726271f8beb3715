package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.page.TimeAxis.Tick;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    private static final Instant NOW = Instant.parse("2026-11-20T02:14:11Z");

    private static List<Tick> ticks(String query, String zone) throws BadQuery {
        ShownRange range = RangeQueryTest.read(query, zone, NOW);
        return new TimeAxis(range.from(), range.to(), range.zone()).ticks();
    }

    private static String labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).collect(Collectors.joining(" "));
    }

    /** Hour 02 is missing on one day of the year, and is there twice on another. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    Europe/Berlin,    2026-03-29, 00:00 01 03 04 05 06:00
                    Europe/Berlin,    2026-10-25, 00:00 01 02 02 03 04 05 06:00
                    America/New_York, 2026-03-08, 00:00 01 03 04 05 06:00
                    America/New_York, 2026-11-01, 00:00 01 01 02 03 04 05 06:00
                    Europe/Berlin,    2026-11-19, 00:00 01 02 03 04 05 06:00
                    """)
    void hoursAreThoseThatTheClockShows(String zone, String day, String labels) throws BadQuery {
        List<Tick> ticks = ticks("range=day&on=" + day, zone);

        assertThat(labels(ticks)).startsWith(labels + " 07").endsWith("18:00 19 20 21 22 23");
        assertThat(ticks.get(0).percent()).isZero();
        double step = ticks.get(1).percent();
        for (int at = 0; at < ticks.size(); at++) {
            assertThat(ticks.get(at).percent()).isBetween(at * step - 1e-9, at * step + 1e-9);
        }
        assertThat(step * ticks.size()).isBetween(99.999, 100.001);
    }

    @Test
    void labelsFitWhatIsShown() throws BadQuery {
        assertThat(labels(ticks("range=hour", "Europe/Berlin")))
                .isEqualTo("02:15 02:20 02:25 02:30 02:35 02:40 02:45 02:50 02:55 03:00 03:05 03:10");
        assertThat(labels(ticks("range=day", "Europe/Berlin")))
                .startsWith("04 05 06:00")
                .contains(" 23 Fri 20 01 ");
        assertThat(labels(ticks("range=week", "Europe/Berlin")))
                .isEqualTo("Sat 14 Sun 15 Mon 16 Tue 17 Wed 18 Thu 19 Fri 20");
        assertThat(labels(ticks("range=month", "Europe/Berlin"))).isEqualTo("26 Oct 2 Nov 9 Nov 16 Nov");
        assertThat(labels(ticks("range=year", "Europe/Berlin")))
                .isEqualTo("Dec 2026 Feb Mar Apr May Jun Jul Aug Sep Oct Nov");
        assertThat(labels(ticks("from=2026-11-18T00:00:00Z&to=2026-11-20T00:00:00Z", "Europe/Berlin")))
                .isEqualTo(
                        "03:00 06:00 09:00 12:00 15:00 18:00 21:00 Thu 19 03:00 06:00 09:00 12:00 15:00 18:00 21:00 Fri 20");
        assertThat(labels(ticks("from=2026-11-20T00:10:00Z&to=2026-11-20T02:00:00Z", "Europe/Berlin")))
                .isEqualTo("01:10 01:20 01:30 01:40 01:50 02:00 02:10 02:20 02:30 02:40 02:50");
        assertThat(labels(ticks("from=2026-09-01T00:00:00Z&to=2026-11-01T00:00:00Z", "Europe/Berlin")))
                .isEqualTo("1 Sep 15 Sep 1 Oct 15 Oct 1 Nov");
        assertThat(labels(ticks("from=2025-01-01T00:00:00Z&to=2026-11-01T00:00:00Z", "Europe/Berlin")))
                .isEqualTo("2025 Apr Jul Oct 2026 Apr Jul Oct");
    }

    /** Half an hour is left out and comes twice on Lord Howe Island. */
    @Test
    void aChangeOfHalfAnHourIsCounted() throws BadQuery {
        assertThat(labels(ticks("range=day&on=2026-04-05", "Australia/Lord_Howe")))
                .startsWith("00:00 01 02 03");
        assertThat(labels(ticks("range=hour&on=2026-04-04T15:00:00Z", "Australia/Lord_Howe")))
                .startsWith("01:30 01:35 01:40");
    }

    @Test
    void whereThereIsLittleRoomFewAreShown() throws BadQuery {
        for (RangeLength length : RangeLength.values()) {
            List<Tick> major = ticks("range=" + length.word(), "Europe/Berlin").stream()
                    .filter(Tick::major)
                    .toList();
            assertThat(major).as(length.word()).hasSizeBetween(2, 6);
        }
    }

    @Test
    void timesOutsideAreAtTheEdge() {
        TimeAxis axis = new TimeAxis(NOW, NOW.plusSeconds(100), java.time.ZoneOffset.UTC);

        assertThat(axis.percent(NOW.minusSeconds(5))).isZero();
        assertThat(axis.percent(NOW.plusSeconds(25))).isEqualTo(25);
        assertThat(axis.percent(NOW.plusSeconds(500))).isEqualTo(100);
    }
}
