package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.AlertPolicy;
import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.alert.WeeklyWindow;
import dev.freshwatch.freshness.CheckId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEachLanguage
class AlertsAndSilencesTest {

    @TempDir
    private Path folder;

    private Settings read(String more) throws IOException {
        return ReadConfiguration.accepted(folder, ReadConfiguration.MINIMAL + more)
                .settings();
    }

    @Test
    void aPlatformStandsAboveWhatHoldsForAll() throws IOException {
        AlertSettings alerts =
                read("""
                        alert.confirm=2
                        alert.remind-every=0
                        esm.soc.alert.confirm=3
                        esm.soc.alert.recover=2
                        esm.soc.alert.remind-every=1d
                        esm.soc.alert.group-at=10
                        esm.soc.alert.flapping=false
                        """)
                        .alerts();

        assertThat(alerts.of(CheckId.of("esm", "soc", "events", "1")))
                .isEqualTo(new AlertPolicy(
                        3, Duration.ofSeconds(30), 2, Duration.ofDays(1), Duration.ofMinutes(15), 10, false));
        assertThat(alerts.of(CheckId.of("misp", "soc", "rest")))
                .isEqualTo(
                        new AlertPolicy(2, Duration.ofSeconds(30), 1, Duration.ZERO, Duration.ofMinutes(15), 5, true));
    }

    @Test
    void aMaintenanceHasItsChecksTimesZoneAndReason() throws IOException {
        List<Maintenance> maintenances =
                read("""
                        silence.patches.checks=esm/soc/*, misp/*
                        silence.patches.when=Sun 02:00-04:00, Mon-Fri 22:00-6:00
                        silence.patches.zone=America/New_York
                        silence.patches.reason=weekly patches
                        silence.patches.heal=false
                        silence.backup.checks=*
                        silence.backup.when=03:00-03:30
                        """)
                        .maintenances();

        assertThat(maintenances)
                .containsExactly(
                        new Maintenance(
                                "backup",
                                List.of("*"),
                                List.of(window(EnumSet.allOf(DayOfWeek.class), 3, 0, 3, 30)),
                                ZoneId.systemDefault(),
                                null,
                                true),
                        new Maintenance(
                                "patches",
                                List.of("esm/soc/*", "misp/*"),
                                List.of(
                                        window(EnumSet.of(DayOfWeek.SUNDAY), 2, 0, 4, 0),
                                        window(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), 22, 0, 6, 0)),
                                ZoneId.of("America/New_York"),
                                "weekly patches",
                                false));
    }

    @ParameterizedTest(name = "{0}: {1}, from {2} to {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Sun 02:00-04:00      | SUNDAY                            | 02:00 | 04:00
            sunday 2:00 - 4:00   | SUNDAY                            | 02:00 | 04:00
            Sat-Mon 23:00-01:00  | SATURDAY,SUNDAY,MONDAY            | 23:00 | 01:00
            Wed-Wed 00:00-24:00  | WEDNESDAY                         | 00:00 | 00:00
            Tue 22:00-24:00      | TUESDAY                           | 22:00 | 00:00
            """)
    void daysAndTimesAreReadAsPeopleWriteThem(String when, String days, LocalTime from, LocalTime to)
            throws IOException {
        Settings settings = read("silence.x.checks=*\nsilence.x.when=" + when + "\n");

        WeeklyWindow window = settings.maintenances().get(0).windows().get(0);
        assertThat(window.days()).extracting(DayOfWeek::name).containsExactlyInAnyOrder(days.split(","));
        assertThat(window.from()).isEqualTo(from);
        assertThat(window.to()).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({"*", "daily", "Daily", "Mon-Sun"})
    void everyDayHasSeveralNames(String days) throws IOException {
        Settings settings = read("silence.x.checks=*\nsilence.x.when=" + days + " 01:00-02:00\n");

        assertThat(settings.maintenances().get(0).windows().get(0).days()).hasSize(7);
    }

    private static WeeklyWindow window(Set<DayOfWeek> days, int from, int fromMinute, int to, int toMinute) {
        return new WeeklyWindow(days, LocalTime.of(from, fromMinute), LocalTime.of(to, toMinute));
    }
}
