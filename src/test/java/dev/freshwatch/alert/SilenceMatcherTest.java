package dev.freshwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.freshness.CheckId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceMatcherTest {

    /** A Friday, 18:00 in Berlin. */
    private static final Instant NOW = Findings.NOW;

    private static final CheckId RECEIVER = CheckId.of("esm", "soc", "events", "1");

    @Test
    void aSilenceIsFromItsFirstToBeforeItsLastInstantAndForItsChecks() {
        List<Silence> silences = List.of(silence("esm/soc/*", NOW.plusSeconds(60), "ann"));

        assertThat(at(NOW.minusMillis(1), silences, List.of()).of(RECEIVER, null))
                .isEmpty();
        assertThat(at(NOW, silences, List.of()).of(RECEIVER, null))
                .contains(new Silenced(NOW.plusSeconds(60), "ann", "work"));
        assertThat(at(NOW.plusSeconds(60), silences, List.of()).of(RECEIVER, null))
                .isEmpty();
        assertThat(at(NOW, silences, List.of()).of(CheckId.of("misp", "intel", "rest"), null))
                .isEmpty();
    }

    @Test
    void ofSeveralTheOneThatEndsLastCounts() {
        List<Silence> silences = List.of(
                silence("*", NOW.plusSeconds(60), "ann"),
                silence("esm/*/events/?", NOW.plusSeconds(90), "ben"),
                silence("esm/soc/events/1", NOW.plusSeconds(30), "cyd"));

        assertThat(at(NOW, silences, List.of()).of(RECEIVER, null))
                .map(Silenced::by)
                .contains("ben");
        assertThat(at(NOW, silences, List.of()).of(Findings.ALARMS, null))
                .map(Silenced::by)
                .contains("ann");
    }

    @Test
    void windowsAreOfTheirOwnZone() {
        WeeklyWindow fridays =
                new WeeklyWindow(EnumSet.of(DayOfWeek.FRIDAY), LocalTime.of(17, 30), LocalTime.of(19, 0));
        WeeklyWindow sundays = new WeeklyWindow(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.of(2, 0), LocalTime.of(4, 0));
        Maintenance berlin = new Maintenance(
                "patches",
                List.of("misp/*", "esm/soc/*"),
                List.of(sundays, fridays),
                ZoneId.of("Europe/Berlin"),
                null,
                true);
        Maintenance london =
                new Maintenance("london", List.of("*"), List.of(fridays), ZoneId.of("Europe/London"), "tea", true);

        SilenceMatcher silenceMatcher = at(NOW, List.of(), List.of(berlin, london));

        assertThat(silenceMatcher.of(RECEIVER, null))
                .contains(new Silenced(Instant.parse("2026-11-20T18:00:00Z"), "silence.patches", null));
        assertThat(at(NOW.plusSeconds(3600), List.of(), List.of(berlin, london)).of(RECEIVER, null))
                .contains(new Silenced(Instant.parse("2026-11-20T19:00:00Z"), "silence.london", "tea"));
    }

    @Test
    void onlySilencesThatSayItForbidHealing() {
        CheckId workers = CheckId.of("misp", "intel", "workers");
        Instant hour = NOW.plusSeconds(3600);
        List<Silence> silences = List.of(
                silence("misp/*", hour.plusSeconds(60), "ann"),
                new Silence("s", "misp/intel/*", NOW, hour, "workers are stopped", "ben", NOW, false),
                new Silence("over", "*", NOW.minusSeconds(60), NOW, "x", "cyd", NOW, false),
                new Silence("other", "misp/lab/*", NOW, hour, "x", "dan", NOW, false));
        WeeklyWindow always = new WeeklyWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.MIN, LocalTime.MIN);
        Maintenance nightly =
                new Maintenance("nightly", List.of("misp/*"), List.of(always), ZoneId.of("UTC"), null, false);

        SilenceMatcher silenceMatcher = at(NOW, silences, List.of());

        assertThat(silenceMatcher.of(workers, null)).map(Silenced::by).contains("ann");
        assertThat(silenceMatcher.ofHealing(workers, null))
                .map(Silenced::words)
                .contains("silenced by ben: workers are stopped");
        assertThat(at(hour, silences, List.of()).ofHealing(workers, null)).isEmpty();
        assertThat(at(NOW, silences.subList(0, 1), List.of()).ofHealing(workers, null))
                .isEmpty();
        assertThat(at(NOW, List.of(), List.of(nightly)).ofHealing(workers, null))
                .map(Silenced::words)
                .contains("silenced by silence.nightly");
    }

    private static SilenceMatcher at(Instant now, List<Silence> silences, List<Maintenance> maintenances) {
        return new SilenceMatcher(now, silences, maintenances);
    }

    private static Silence silence(String glob, Instant ends, String by) {
        return new Silence("id of " + by, glob, NOW, ends, "work", by, NOW, true);
    }
}
