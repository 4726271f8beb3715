package dev.freshwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The history as people and programs get it. */
class HistoryTextTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final CheckId CHECK = new CheckId("esm/soc/events/144116287587483648");
    private static final Instant BEGIN = Instant.parse("2026-11-20T15:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(20));
    private static final SampleFigures ANSWERED = new SampleFigures(
            15,
            Duration.ofMillis(298),
            Duration.ofNanos(381_466_667),
            Duration.ofMillis(371),
            Duration.ofMillis(604),
            Duration.ofMillis(604));

    private static SampleSpan span(int index, Map<State, Integer> looks, int... age) {
        SampleFigures ages = age.length == 0
                ? null
                : new SampleFigures(
                        15,
                        Duration.ofSeconds(age[0]),
                        Duration.ofSeconds(age[1]),
                        Duration.ofSeconds(age[1]),
                        Duration.ofSeconds(age[2]),
                        Duration.ofSeconds(age[2]));
        Instant start = BEGIN.plus(STEP.multipliedBy(index));
        return new SampleSpan(
                start,
                start.plus(STEP),
                looks,
                ages,
                age.length == 0 ? null : ANSWERED,
                looks.isEmpty() ? null : LIMITS);
    }

    private static CheckSpans history(String name) {
        List<SampleSpan> spans = List.of(
                span(0, Map.of(State.OK, 15), 2, 14, 58),
                span(1, Map.of(State.OK, 15), 1, 16, 61),
                span(2, Map.of(State.OK, 10, State.WARNING, 5), 40, 471, 890),
                span(3, Map.of(State.WARNING, 5, State.CRITICAL, 10), 950, 1370, 1790),
                span(4, Map.of(State.CRITICAL, 15), 1850, 2270, 2690),
                span(5, Map.of(State.UNKNOWN, 15)),
                span(6, Map.of()),
                span(7, Map.of(State.OK, 15), 3, 15, 49));
        return new CheckSpans(
                CHECK, name, new HistoryRange(BEGIN, BEGIN.plus(Duration.ofHours(2)), STEP, BERLIN), spans);
    }

    @Test
    void theTableIsThatOfTheDocs() throws Exception {
        String text = new HistoryTable(history("ERC-1 events"), BERLIN).text();
        assertThat(Files.readString(Path.of("docs/operating.md"))).contains("\n```\n" + text + "```\n");
    }

    @Test
    void aTableOfResponseTimesAlone() {
        List<SampleSpan> spans = List.of(
                new SampleSpan(
                        BEGIN,
                        BEGIN.plusSeconds(1),
                        Map.of(State.OK, 2000, State.CRITICAL, 1),
                        null,
                        ANSWERED,
                        Limits.NONE),
                new SampleSpan(
                        BEGIN.plusSeconds(1),
                        BEGIN.plusSeconds(2),
                        Map.of(State.CRITICAL, 1),
                        null,
                        null,
                        Limits.NONE));
        HistoryRange range = new HistoryRange(BEGIN, BEGIN.plusSeconds(2), Duration.ofSeconds(1), BERLIN);
        assertThat(new HistoryTable(new CheckSpans(new CheckId("misp/intel/rest"), null, range, spans), BERLIN).text())
                .startsWith("misp/intel/rest\n2026-11-20 16:00:00 CET (15:00:00 UTC) to 2026-11-20 16:00:02 CET")
                .contains("\nresponse  ▇-\n", "\n2026-11-20 16:00:00    2001   >99.9%  -        <0.1%     -")
                .doesNotContain("\nage  ");
    }

    @Test
    void jsonHasEveryField() {
        String json = HistoryJson.of(history("=ERC-1 \"events\"")).toString();
        assertThat(json)
                .startsWith("{\"check\":\"esm/soc/events/144116287587483648\",\"name\":\"=ERC-1 \\\"events\\\"\","
                        + "\"from\":\"2026-11-20T15:00:00Z\",\"to\":\"2026-11-20T17:00:00Z\",\"step\":900,\"spans\":["
                        + "{\"start\":\"2026-11-20T15:00:00Z\",\"end\":\"2026-11-20T15:15:00Z\","
                        + "\"looks\":{\"ok\":15,\"warning\":0,\"critical\":0,\"unknown\":0},"
                        + "\"age\":{\"count\":15,\"min\":2,\"mean\":14,\"p50\":14,\"p95\":58,\"max\":58},"
                        + "\"response\":{\"count\":15,\"min\":298,\"mean\":381.467,\"p50\":371,\"p95\":604,\"max\":604},"
                        + "\"warnAfterSeconds\":600,\"errorAfterSeconds\":1200},")
                .contains("{\"start\":\"2026-11-20T16:30:00Z\",\"end\":\"2026-11-20T16:45:00Z\","
                        + "\"looks\":{\"ok\":0,\"warning\":0,\"critical\":0,\"unknown\":0},\"age\":null,\"response\":null,"
                        + "\"warnAfterSeconds\":null,\"errorAfterSeconds\":null}");
    }

    @Test
    void csvHasTheSameFigures() {
        String csv = HistoryCsv.of(history("ERC-1, \"the\" events"));
        assertThat(csv.split("\r\n", -1))
                .hasSize(10)
                .contains(
                        CHECK
                                + ",\"ERC-1, \"\"the\"\" events\",2026-11-20T15:00:00Z,2026-11-20T15:15:00Z,15,0,0,0,15,2,14,14,58,"
                                + "58,15,298,381.467,371,604,604,600,1200",
                        CHECK
                                + ",\"ERC-1, \"\"the\"\" events\",2026-11-20T16:30:00Z,2026-11-20T16:45:00Z,0,0,0,0,0,,,,,,0,,,,,,,")
                .endsWith("");
        assertThat(csv.lines().map(line -> line.replaceAll("\"[^\"]*\"", "").split(",", -1).length))
                .allMatch(count -> count >= 21);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "=cmd|' /C calc'!A0", "=1,2", "=\"a\""})
    void noTextIsAFormula(String text) {
        assertThat(CsvCell.of(text)).matches("(?s)(\"')|('[^\"]*)|(\"'.*\")");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28, 24 23 24",
        "Europe/Berlin, 2026-10-24, 24 25 24",
        "America/New_York, 2026-03-07, 24 23 24",
        "America/New_York, 2026-10-31, 24 25 24",
        "Asia/Kolkata, 2026-03-28, 24 24 24"
    })
    void daysHaveTheHoursThatTheyHave(String zone, String day, String hours) {
        ZoneId here = ZoneId.of(zone);
        Instant from = LocalDate.parse(day).atStartOfDay(here).toInstant();
        Instant to = LocalDate.parse(day).plusDays(3).atStartOfDay(here).toInstant();
        List<Instant> edges = new HistoryRange(from, to, Duration.ofDays(1), here).edges();
        List<String> lengths = new ArrayList<>();
        for (int i = 1; i < edges.size(); i++) {
            lengths.add(Long.toString(
                    Duration.between(edges.get(i - 1), edges.get(i)).toHours()));
        }
        assertThat(String.join(" ", lengths)).isEqualTo(hours);
        assertThat(new HistoryRange(from, to, Duration.ofHours(1), here).edges())
                .hasSize((int) Duration.between(from, to).toHours() + 1);
    }

    @Test
    void theHourThatThereIsTwiceIsToldApart() {
        Instant from = Instant.parse("2026-10-25T00:00:00Z");
        HistoryRange range = new HistoryRange(from, from.plus(Duration.ofHours(3)), Duration.ofHours(1), BERLIN);
        List<SampleSpan> spans = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Instant start = from.plus(Duration.ofHours(i));
            spans.add(new SampleSpan(start, start.plus(Duration.ofHours(1)), Map.of(), null, null, null));
        }
        assertThat(new HistoryTable(new CheckSpans(CHECK, null, range, spans), BERLIN).text())
                .contains("\n2026-10-25 02:00 +02:00  ", "\n2026-10-25 02:00 +01:00  ", "\n2026-10-25 03:00  ");
    }

    @ParameterizedTest
    @CsvSource({
        "PT10M, PT1M",
        "PT1H, PT1M",
        "PT1H1M, PT2M",
        "PT24H, PT30M",
        "P2D, PT1H",
        "P7D, PT3H",
        "P30D, PT12H",
        "P60D, P1D",
        "P365D, P7D",
        "P3650D, P63D"
    })
    void aStepMakesUpToSixtyRows(Duration length, Duration step) {
        assertThat(HistoryRange.step(length, 60)).isEqualTo(step);
        assertThat(Math.ceil(length.toSeconds() / (double) step.toSeconds())).isLessThanOrEqualTo(60);
    }

    @Test
    void aStepBeginsWhereTheClockOfTheWallSaysSo() {
        Instant time = Instant.parse("2026-11-20T17:47:11Z");
        assertThat(HistoryRange.floor(time, Duration.ofMinutes(30), BERLIN)).isEqualTo("2026-11-20T17:30:00Z");
        assertThat(HistoryRange.floor(time, Duration.ofHours(6), BERLIN)).isEqualTo("2026-11-20T17:00:00Z");
        assertThat(HistoryRange.floor(time, Duration.ofDays(1), BERLIN)).isEqualTo("2026-11-19T23:00:00Z");
        assertThat(HistoryRange.floor(time, Duration.ofHours(1), ZoneId.of("Asia/Kolkata")))
                .isEqualTo("2026-11-20T17:30:00Z");
    }
}
