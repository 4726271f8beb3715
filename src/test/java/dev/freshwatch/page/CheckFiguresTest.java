package dev.freshwatch.page;

import static dev.freshwatch.page.CheckScene.CHECK;
import static dev.freshwatch.page.CheckScene.LIMITS;
import static dev.freshwatch.page.CheckScene.table;
import static dev.freshwatch.page.CheckScene.words;
import static dev.freshwatch.page.WatchedStore.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.Sample;
import dev.freshwatch.samples.SampleStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of a check, in the table, the CSV and the plots: each is computed once more, from the samples. */
class CheckFiguresTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path folder;

    private CheckScene scene;

    @BeforeEach
    void open() {
        scene = new CheckScene(folder, "Europe/Berlin");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Each figure in the CSV is computed here once more, from the samples that were seeded. */
    @ParameterizedTest
    @CsvSource({"range=hour,60", "'',288", "range=week,336", "on=2026-10-25,300", "range=month&on=2026-11-01,360"})
    void everyFigureOfTheCsvIsThatOfTheSamples(String query, int spans) {
        scene.blind("ERC-2").history(Duration.ofDays(27));

        List<List<String>> rows = scene.csv(query);

        assertThat(rows.get(0).subList(0, 9))
                .containsExactly(
                        "check", "name", "from (UTC)", "to (UTC)", "looks", "ok", "warning", "critical", "unknown");
        assertThat(rows).hasSize(spans + 1);
        int looks = 0;
        for (int at = 1; at < rows.size(); at++) {
            List<String> row = rows.get(at);
            if (at > 1) {
                assertThat(row.get(2)).isEqualTo(rows.get(at - 1).get(3));
            }
            List<Sample> samples = scene.samples.samples(CHECK, Instant.parse(row.get(2)), Instant.parse(row.get(3)));
            assertThat(row).isEqualTo(expected(row.get(2), row.get(3), samples));
            looks += samples.size();
        }
        assertThat(looks).isPositive();
    }

    private static List<String> expected(String from, String to, List<Sample> samples) {
        List<String> row = new ArrayList<>(List.of(CHECK.value(), "ERC-2 events", from, to, "" + samples.size()));
        for (State state : State.values()) {
            row.add(""
                    + samples.stream().filter(sample -> sample.state() == state).count());
        }
        figures(
                row,
                samples.stream()
                        .filter(one -> one.age() != null)
                        .mapToDouble(one -> one.age().toMillis() / 1000.0)
                        .sorted()
                        .toArray());
        figures(
                row,
                samples.stream()
                        .filter(one -> one.response() != null)
                        .mapToDouble(one -> one.response().toNanos() / 1e6)
                        .sorted()
                        .toArray());
        row.addAll(samples.isEmpty() ? List.of("", "") : List.of("420", "600"));
        return row;
    }

    private static void figures(List<String> row, double... sorted) {
        int count = sorted.length;
        row.add("" + count);
        if (count == 0) {
            row.addAll(List.of("", "", "", "", ""));
            return;
        }
        double sum = 0;
        for (double value : sorted) {
            sum += value;
        }
        double mean = Math.floor(sum / count * 1000 + 1e-6) / 1000;
        for (double value : new double[] {
            sorted[0],
            mean,
            sorted[(int) Math.ceil(count * 0.5) - 1],
            sorted[(int) Math.ceil(count * 0.95) - 1],
            sorted[count - 1]
        }) {
            row.add(String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", ""));
        }
    }

    /** Each cell of the table is computed here once more, from the samples that were seeded. */
    @Test
    void everyFigureOfTheTableIsThatOfTheSamples() {
        scene.blind("ERC-2").history(DAY.multipliedBy(2));
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        DateTimeFormatter clock = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
        List<List<String>> table = table(scene.html("on=2026-11-19"));

        List<List<String>> expected = new ArrayList<>();
        for (Instant at = Instant.parse("2026-11-18T23:00:00Z");
                at.isBefore(Instant.parse("2026-11-19T23:00:00Z"));
                at = at.plusSeconds(300)) {
            List<Sample> samples = scene.samples.samples(CHECK, at, at.plusSeconds(300));
            if (samples.isEmpty()) {
                if (at.equals(Instant.parse("2026-11-19T17:15:00Z"))) {
                    expected.add(List.of("18:15 to 20:15", "nobody looked"));
                }
                continue;
            }
            List<String> row = new ArrayList<>(List.of(clock.format(at.atZone(berlin))));
            row.add(Stream.of(State.CRITICAL, State.UNKNOWN, State.WARNING, State.OK)
                    .filter(state -> samples.stream().anyMatch(one -> one.state() == state))
                    .map(state ->
                            samples.stream().filter(one -> one.state() == state).count() + " " + state.word())
                    .reduce((one, other) -> one + ", " + other)
                    .orElseThrow());
            List<Duration> ages = samples.stream()
                    .map(Sample::age)
                    .filter(age -> age != null)
                    .sorted()
                    .toList();
            List<Duration> answers = samples.stream()
                    .map(Sample::response)
                    .filter(one -> one != null)
                    .sorted()
                    .toList();
            if (ages.isEmpty()) {
                row.addAll(List.of("", "", "", "", "", "", ""));
            } else {
                Duration sum = ages.stream().reduce(Duration.ZERO, Duration::plus);
                int count = ages.size();
                row.add(span(ages.get(0)));
                row.add(span(sum.dividedBy(count)));
                row.add(span(ages.get((int) Math.ceil(count * 0.95) - 1)));
                row.add(span(ages.get(count - 1)));
                row.add(answers.get((int) Math.ceil(count * 0.5) - 1).toMillis() + " ms");
                row.add(answers.get((int) Math.ceil(count * 0.95) - 1).toMillis() + " ms");
                row.add(answers.get(count - 1).toMillis() + " ms");
            }
            expected.add(row);
        }
        assertThat(table).hasSizeGreaterThan(200).isEqualTo(expected);
    }

    private static String span(Duration age) {
        long seconds = age.toSeconds();
        return seconds < 120
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "119, 119 s",
        "120, 2 min",
        "723, 12 min 3 s",
        "7199, 119 min 59 s",
        "7200, 2 h",
        "18725, 5 h 12 min",
        "280800, 3 d 6 h"
    })
    void agesInTheTableAreExact(int seconds, String words) {
        assertThat(FigureTable.exact(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    /** The same figures as before, from the history that a watch writes. */
    @Test
    void everyFigureIsThatOfTheStore() {
        scene.blind("ERC-2").history(Duration.ofHours(30));
        try (SampleStore stored =
                SampleStore.of(StateSettings.of("jdbc:sqlite:" + folder.resolve("page.db")), scene.store.clock())) {
            for (Sample sample : scene.samples.all()) {
                stored.recorder()
                        .record(List.of(new Finding(
                                sample.check(),
                                "ERC-2",
                                "ERC-2 events",
                                sample.state(),
                                sample.reason(),
                                "x",
                                null,
                                sample.age(),
                                sample.limits(),
                                sample.at(),
                                sample.response())));
            }
            stored.start();
            await().until(() -> stored.counts().waiting() == 0);
            scene.reader = stored.reader();

            for (String query : List.of("range=hour", "range=day", "on=2026-11-19", "range=week")) {
                List<List<String>> rows = scene.csv(query);
                for (List<String> row : rows.subList(1, rows.size())) {
                    List<Sample> samples =
                            scene.samples.samples(CHECK, Instant.parse(row.get(2)), Instant.parse(row.get(3)));
                    assertThat(row).isEqualTo(expected(row.get(2), row.get(3), samples));
                }
            }
            assertThat(words(scene.html("range=hour"))).contains("past the limit of 10 min from 03:12 on.");
        }
    }

    @Test
    void aCheckWithoutAnAgeHasTheOtherPlots() {
        CheckId rest = new CheckId("misp/intel/rest");
        Finding up = new Finding(
                rest,
                "intel",
                "intel REST",
                State.OK,
                dev.freshwatch.freshness.Reason.UP,
                "is up",
                null,
                null,
                LIMITS,
                NOW,
                Duration.ofMillis(212));
        scene.store.look(up, CheckScene.EVERY);
        for (int minute = 1; minute < 60; minute++) {
            scene.samples.add(rest, NOW.minusSeconds(60L * minute), State.OK, null, 212, LIMITS);
        }

        String html = CheckScene.text(scene.get(rest.value(), "range=hour"));

        assertThat(html).doesNotContain("id=\"age-title\"").contains("id=\"states-title\"", "id=\"response-title\"");
        assertThat(table(html).get(0)).hasSize(5);
    }
}
