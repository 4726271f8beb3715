package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeQueryTest {

    private static final Instant NOW = Instant.parse("2026-11-20T02:14:11Z");

    static ShownRange read(String query, String zone, Instant now) throws BadQuery {
        Map<String, String> parameters = new TreeMap<>();
        for (String one : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        return new RangeQuery(parameters, ZoneId.of(zone), now).range();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '',          2026-11-19T02:15:00Z, 2026-11-20T02:15:00Z, 288
                    range=hour,  2026-11-20T01:15:00Z, 2026-11-20T02:15:00Z,  60
                    range=day,   2026-11-19T02:15:00Z, 2026-11-20T02:15:00Z, 288
                    range=week,  2026-11-13T02:30:00Z, 2026-11-20T02:30:00Z, 336
                    range=month, 2026-10-21T02:00:00Z, 2026-11-20T03:00:00Z, 361
                    range=year,  2025-11-20T23:00:00Z, 2026-11-20T23:00:00Z, 365
                    """)
    void withoutADayItEndsNow(String query, Instant from, Instant to, int spans) throws BadQuery {
        ShownRange range = read(query, "Europe/Berlin", NOW);

        assertThat(range.from()).isEqualTo(from);
        assertThat(range.to()).isEqualTo(to);
        assertThat(range.edges()).hasSize(spans + 1);
        assertThat(range.calendar()).isFalse();
        assertThat(range.on().before()).isNull();
        assertThat(range.seenUntil()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    Europe/Berlin,    day,   2026-03-28, 2026-03-27T23:00:00Z, 24,       288
                    Europe/Berlin,    day,   2026-03-29, 2026-03-28T23:00:00Z, 23,       276
                    Europe/Berlin,    day,   2026-10-25, 2026-10-24T22:00:00Z, 25,       300
                    America/New_York, day,   2026-03-08, 2026-03-08T05:00:00Z, 23,       276
                    America/New_York, day,   2026-11-01, 2026-11-01T04:00:00Z, 25,       300
                    Europe/Berlin,    week,  2026-03-29, 2026-03-22T23:00:00Z, 167,      334
                    Europe/Berlin,    week,  2026-10-19, 2026-10-18T22:00:00Z, 169,      338
                    America/New_York, week,  2026-11-01, 2026-10-26T04:00:00Z, 169,      338
                    Europe/Berlin,    month, 2026-03-29, 2026-02-28T23:00:00Z, 743,      372
                    Europe/Berlin,    month, 2026-10-01, 2026-09-30T22:00:00Z, 745,      373
                    America/New_York, month, 2026-03-31, 2026-03-01T05:00:00Z, 743,      372
                    Europe/Berlin,    year,  2026-07-01, 2025-12-31T23:00:00Z, 8760,     365
                    America/New_York, year,  2024-12-31, 2024-01-01T05:00:00Z, 8784,     366
                    Europe/Berlin,    hour,  2026-03-29, 2026-03-28T23:00:00Z, 1,         60
                    Asia/Kolkata,     hour,  2026-03-29T10:59, 2026-03-29T04:30:00Z, 1,  60
                    """)
    void aDayOfTheCalendarIsAsLongAsItIs(String zone, String length, String on, Instant from, int hours, int spans)
            throws BadQuery {
        ShownRange range = read("range=" + length + "&on=" + on, zone, NOW);

        assertThat(range.from()).isEqualTo(from);
        assertThat(range.elapsed()).isEqualTo(Duration.ofHours(hours));
        List<Instant> edges = range.edges();
        assertThat(edges).hasSize(spans + 1).isSorted().doesNotHaveDuplicates();
        assertThat(edges.get(0)).isEqualTo(range.from());
        assertThat(edges.get(spans)).isEqualTo(range.to());
        assertThat(range.calendar()).isTrue();
    }

    /** Every midnight is an edge, so that a day is never mixed with its neighbour. */
    @Test
    void theLastStepOfAShortDayIsCutShort() throws BadQuery {
        List<Instant> edges =
                read("range=month&on=2026-03-01", "Europe/Berlin", NOW).edges();

        int last = edges.indexOf(Instant.parse("2026-03-29T21:00:00Z"));
        assertThat(edges.get(last + 1)).isEqualTo(Instant.parse("2026-03-29T22:00:00Z"));
        assertThat(edges.get(last + 2)).isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    range=day&on=2026-03-01,   2026-02-28, 2026-03-01, 2026-03-02
                    range=week&on=2026-03-29,  2026-03-16, 2026-03-23, 2026-03-30
                    range=month&on=2026-03-29, 2026-02-01, 2026-03-01, 2026-04-01
                    range=year&on=2025-05-05,  2024-01-01, 2025-01-01, 2026-01-01
                    range=day&on=2026-11-20,   2026-11-19, 2026-11-20,
                    range=year&on=2026-11-20,  2025-01-01, 2026-01-01,
                    range=hour&on=2026-10-25T02:30, 2026-10-24T23:00:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z
                    range=hour&on=2026-10-25T01:00:00Z, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z
                    range=hour&on=2026-10-25T02:30+01:00, 2026-10-25T00:00:00Z, 2026-10-25T01:00:00Z, 2026-10-25T02:00:00Z
                    range=hour&on=2026-03-29T03:30, 2026-03-29T00:00:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z
                    """)
    void itHasNeighbours(String query, String before, String here, String after) throws BadQuery {
        ShownRange range = read(query, "Europe/Berlin", NOW);

        assertThat(range.on()).isEqualTo(new ShownRange.Around(before, here, after));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    2026-11-20T01:30:00Z,      2026-11-20T02:00:00Z,      2026-11-20T01:30:00Z, 2026-11-20T02:00:00Z, 30
                    2026-11-20T01:30:20Z,      2026-11-20T01:59:59Z,      2026-11-20T01:30:00Z, 2026-11-20T02:00:00Z, 30
                    2026-11-19T02:00:00+01:00, 2026-11-20T02:00:00+01:00, 2026-11-19T01:00:00Z, 2026-11-20T01:00:00Z, 288
                    2026-11-12T00:00:00Z,      2026-11-20T00:00:00Z,      2026-11-12T00:00:00Z, 2026-11-20T00:00:00Z, 384
                    2026-11-01T00:00:00Z,      2026-11-20T00:00:00Z,      2026-10-31T23:00:00Z, 2026-11-20T01:00:00Z, 229
                    2026-01-01T00:00:00Z,      2026-04-01T00:00:00Z,      2025-12-31T23:00:00Z, 2026-04-01T22:00:00Z, 91
                    """)
    void aGivenTimeIsWidenedToItsSteps(String query, String to, Instant from, Instant end, int spans) throws BadQuery {
        ShownRange range = read("from=" + query + "&to=" + to, "Europe/Berlin", NOW);

        assertThat(range.from()).isEqualTo(from);
        assertThat(range.to()).isEqualTo(end);
        assertThat(range.edges()).hasSize(spans + 1);
        assertThat(range.length()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    range=fortnight                             | range=fortnight: write hour, day, week, month or year
                    range=                                      | write hour, day, week, month or year
                    on=tomorrow                                 | on=tomorrow is not a day: write it as year-month-day
                    on=2026-02-30                               | on=2026-02-30 is not a day
                    on=0033-04-03                               | must lie between 1970 and 9998
                    on=+999999999-12-31                         | must lie between 1970 and 9998
                    range=hour&on=2026-03-29T02:30              | does not exist in Europe/Berlin: there the clocks go from 02:00 to 03:00
                    range=hour&on=two o'clock                   | is not an hour: write 2026-03-29T14:00
                    range=hour&on=+999999999-12-31T23:00        | must lie between 1970 and 9998
                    from=2026-11-20T00:00:00Z                   | from and to are needed both
                    to=2026-11-20T00:00:00Z                     | from and to are needed both
                    from=1&to=2026-11-20T00:00:00Z              | from=1 is not a time: write it as in RFC 3339
                    from=2026-11-20T00:00:00 01:00&to=2026-11-21T00:00:00Z | a + in an address is written %2B
                    from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z | to must be later than from
                    from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z | to must be later than from
                    from=2020-01-01T00:00:00Z&to=2026-11-20T00:00:00Z | days apart: at most 770 are shown
                    range=day&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z | leave out range and on
                    """)
    void whatIsWrongIsNamed(String query, String message) {
        assertThatThrownBy(() -> read(query, "Europe/Berlin", NOW))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDayThatAZoneLeftOutIsNotShown() {
        assertThatThrownBy(() -> read("on=2011-12-30", "Pacific/Apia", NOW))
                .isInstanceOf(BadQuery.class)
                .hasMessage("on=2011-12-30 does not exist in Pacific/Apia: the calendar left it out there");
    }
}
