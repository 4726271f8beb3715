package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowOfAWatchTest {

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} with a limit of {1} becomes {2}, told: {3}")
    @CsvSource({
        "LAST_HOUR,       30m,  LAST_HOUR,     false",
        "LAST_HOUR,       31m,  LAST_24_HOURS, true",
        "LAST_MINUTE,     20m,  LAST_HOUR,     true",
        "LAST_30_MINUTES, 15m,  LAST_30_MINUTES, false",
        "LAST_24_HOURS,   30m,  LAST_24_HOURS, false",
        "LAST_HOUR,       12h,  LAST_24_HOURS, true",
        "LAST_24_HOURS,   20h,  LAST_2_DAYS,   true",
        "LAST_2_DAYS,     36h,  LAST_3_DAYS,   true",
        "LAST_2_DAYS,     2d,   LAST_3_DAYS,   true",
        "LAST_3_DAYS,     3d,   LAST_3_DAYS,   false",
        "CURRENT_DAY,     20m,  LAST_HOUR,     true",
        "CURRENT_YEAR,    2d,   LAST_3_DAYS,   true"
    })
    void isWidenedUntilABreachHasAnAge(String window, String limit, Window used, boolean told) throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL
                        + String.format(
                                Locale.ROOT,
                                "esm.soc.alarms.window=%s\nesm.soc.alarms.error-after=%s\n",
                                window,
                                limit));

        assertThat(loaded.settings().esms().get(0).alarms().watch().window()).isEqualTo(used);
        assertThat(loaded.warnings().stream().anyMatch(warning -> warning.key().equals("esm.soc.alarms.window")))
                .isEqualTo(told);
    }

    @Test
    void saysWhichWindowIsUsed() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL + "esm.soc.alarms.window=CURRENT_DAY\nesm.soc.events.error-after=2h\n");

        assertThat(ReadConfiguration.warnings(loaded))
                .contains(
                        "application.properties:5: esm.soc.alarms.window: starts again at midnight and is nearly empty then; using LAST_HOUR",
                        "application.properties:1: esm.soc.events.window: LAST_HOUR is too short to determine ages beyond 2h; using LAST_24_HOURS");
    }

    @Test
    void aReceiverInheritsWhatItDoesNotSay() throws IOException {
        LoadedConfig loaded = ReadConfiguration.accepted(
                folder,
                ReadConfiguration.MINIMAL
                        + """
                        esm.soc.events.warn-after=10m
                        esm.soc.receiver.1.name=ERC-1
                        esm.soc.receiver.2.warn-after=15m
                        esm.soc.receiver.3.error-after=2h
                        """);
        EsmSettings esm = loaded.settings().esms().get(0);
        Duration ten = Duration.ofMinutes(10);
        Duration twenty = Duration.ofMinutes(20);

        assertThat(esm.receivers()).extracting(EsmSettings.Receiver::deviceId).containsExactly(1L, 2L, 3L);
        assertThat(esm.receivers()).extracting(EsmSettings.Receiver::name).containsExactly("ERC-1", null, null);
        assertThat(esm.receivers().stream().map(EsmSettings.Receiver::watch).toList())
                .isEqualTo(List.of(
                        new EsmSettings.Watch(Window.LAST_HOUR, new Limits(ten, twenty)),
                        new EsmSettings.Watch(Window.LAST_HOUR, new Limits(Duration.ofMinutes(15), twenty)),
                        new EsmSettings.Watch(Window.LAST_24_HOURS, new Limits(ten, Duration.ofHours(2)))));
        assertThat(ReadConfiguration.warnings(loaded))
                .contains(
                        "application.properties:8: esm.soc.receiver.3.error-after: LAST_HOUR is too short to determine ages beyond 2h; using LAST_24_HOURS");
    }
}
