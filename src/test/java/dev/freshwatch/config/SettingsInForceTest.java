package dev.freshwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.freshness.CheckId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsInForceTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "esm/soc/events/17     | warn-after    | 10m       | esm.soc.receiver.17.warn-after",
                "esm/soc/events/17     | error-after   | 25m       | esm.soc.events.error-after",
                "esm/soc/events/18     | error-after   | 25m       | esm.soc.events.error-after",
                "esm/lab/events/18     | error-after   | 20m       | default of esm.lab.events.error-after",
                "esm/soc/events/17     | window        | LAST_HOUR | default of esm.soc.events.window",
                "esm/soc/alarms        | error-after   | 30m       | default of esm.soc.alarms.error-after",
                "esm/soc/clock         | error-after   | 2m        | default of esm.soc.clock.error-after",
                "esm/soc/session       | every         | 10m       | default of esm.soc.every",
                "esm/soc/session       | confirm       | 3         | esm.soc.alert.confirm",
                "esm/lab/session       | confirm       | 2         | alert.confirm",
                "misp/intel/rest       | recover       | 1         | default of alert.recover",
                "misp/intel/rest       | down-after    | 9s        | misp.intel.rest.down-after",
                "misp/intel/key        | warn-before   | 14d       | default of misp.intel.key.warn-before",
                "freshwatch/sink/mail  | report-after  | 10m       | default of outbox.report-after",
                "service/web/http      | remind-every  | 4h        | default of alert.remind-every",
            })
    void eachSettingNamesTheKeyThatItComesFrom(String check, String name, String value, String origin)
            throws Exception {
        Files.writeString(
                folder.resolve("application.properties"),
                """
                esm.soc.url=https://esm.example
                esm.soc.username=NGCP
                esm.soc.password={{env:PASSWORD}}
                esm.soc.events.error-after=25m
                esm.soc.alert.confirm=3
                esm.soc.receiver.17.warn-after=10m
                esm.lab.url=https://lab.example
                esm.lab.username=NGCP
                esm.lab.password={{env:PASSWORD}}
                misp.intel.url=https://misp.example
                misp.intel.key={{env:PASSWORD}}
                misp.intel.rest.down-after=9s
                alert.confirm=2
                """);
        SettingsInForce settings = Configuration.read(
                        folder,
                        Map.of("PASSWORD", "0123456789012345678901234567890123456789"),
                        new Properties(),
                        new RouteNames(Set.of(), Set.of()))
                .inForce();

        assertThat(settings.of(new CheckId(check)))
                .filteredOn(setting -> setting.name().equals(name))
                .singleElement()
                .satisfies(setting -> {
                    assertThat(setting.value()).isEqualTo(value);
                    assertThat(setting.origin()).isEqualTo(origin);
                });
        assertThat(settings.of(new CheckId(check)).toString()).doesNotContain("0123456789");
    }
}
