package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.freshness.Reason;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local times of the ESM become instants: explicit formats, and the hours in which clocks are changed (section 3). */
@InEachLanguage
class EsmTimesTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, 11/08/2026 10:00:00, 2026-11-08T09:00:00Z",
        "AUTO, 2026/11/08 10:00:00, 2026-11-08T09:00:00Z",
        "AUTO, 08/11/2026 10:00:00, 2026-08-11T08:00:00Z",
        "MONTH_DAY_YEAR, 08/11/2026 10:00:00, 2026-08-11T08:00:00Z",
        "DAY_MONTH_YEAR, 08/11/2026 10:00:00, 2026-11-08T09:00:00Z",
        "YEAR_MONTH_DAY, 2026/08/11 10:00:00, 2026-08-11T08:00:00Z",
        "AUTO, 11/08/2026 10:00:00(GMT), 2026-11-08T10:00:00Z",
        "AUTO, ' 11/08/2026 10:00:00 ', 2026-11-08T09:00:00Z",
        "AUTO, 02/29/2028 00:00:00, 2028-02-28T23:00:00Z",
    })
    void readsTheConfiguredOrder(DateOrder order, String text, Instant expected) throws EsmTrouble {
        EsmTimes times = new EsmTimes("soc", ZoneId.of("Europe/Berlin"), order);
        assertThat(times.read(text, Instant.parse("2030-01-01T00:00:00Z"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 31/12/2026 10:00:00",
        "AUTO, 12/31/26 10:00:00",
        "AUTO, 12/31/2026",
        "AUTO, 02/29/2026 00:00:00",
        "AUTO, 12/31/2026 24:00:00",
        "AUTO, 2026-12-31T10:00:00Z",
        "AUTO, 1/2/2026 10:00:00",
        "AUTO, yesterday",
        "DAY_MONTH_YEAR, 12/31/2026 10:00:00",
        "YEAR_MONTH_DAY, 12/31/2026 10:00:00",
        "MONTH_DAY_YEAR, 2026/12/31 10:00:00",
    })
    void doesNotGuess(DateOrder order, String text) {
        EsmTimes times = new EsmTimes("soc", ZoneId.of("Europe/Berlin"), order);
        assertThatThrownBy(() -> times.read(text, Instant.parse("2030-01-01T00:00:00Z")))
                .isInstanceOfSatisfying(EsmTrouble.class, trouble -> {
                    assertThat(trouble.reason()).isEqualTo(Reason.UNREADABLE);
                    assertThat(trouble).hasMessageContaining("esm.soc.date-format");
                });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "''", "' '"})
    void needsATime(String text) {
        EsmTimes times = new EsmTimes("soc", ZoneId.of("Etc/UTC"), DateOrder.AUTO);
        assertThatThrownBy(() -> times.read(text, Instant.EPOCH)).isInstanceOf(EsmTrouble.class);
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @CsvSource({
        // In autumn an hour comes twice: the later instant that is not after the ESM's clock, and a minute.
        "Europe/Berlin, 10/25/2026 02:30:00, 2026-10-25T00:35:00Z, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 10/25/2026 02:30:00, 2026-10-25T01:28:59Z, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 10/25/2026 02:30:00, 2026-10-25T01:29:00Z, 2026-10-25T01:30:00Z",
        "Europe/Berlin, 10/25/2026 02:30:00, 2026-10-25T02:10:00Z, 2026-10-25T01:30:00Z",
        "Europe/Berlin, 10/25/2026 02:30:00, 2026-10-25T00:00:00Z, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 10/25/2026 01:59:59, 2026-10-25T02:00:00Z, 2026-10-24T23:59:59Z",
        "Europe/Berlin, 10/25/2026 03:00:00, 2026-10-25T02:10:00Z, 2026-10-25T02:00:00Z",
        "America/New_York, 11/01/2026 01:30:00, 2026-11-01T05:40:00Z, 2026-11-01T05:30:00Z",
        "America/New_York, 11/01/2026 01:30:00, 2026-11-01T06:40:00Z, 2026-11-01T06:30:00Z",
        "Australia/Lord_Howe, 04/05/2026 01:45:00, 2026-04-04T14:50:00Z, 2026-04-04T14:45:00Z",
        "Australia/Lord_Howe, 04/05/2026 01:45:00, 2026-04-04T15:20:00Z, 2026-04-04T15:15:00Z",
        // In spring there is no hour to choose from.
        "Europe/Berlin, 03/29/2026 01:59:59, 2026-03-29T01:00:10Z, 2026-03-29T00:59:59Z",
        "Europe/Berlin, 03/29/2026 03:00:00, 2026-03-29T01:00:10Z, 2026-03-29T01:00:00Z",
        "America/New_York, 03/08/2026 03:00:00, 2026-03-08T07:00:10Z, 2026-03-08T07:00:00Z",
        "Australia/Lord_Howe, 10/04/2026 02:30:00, 2026-10-03T15:40:00Z, 2026-10-03T15:30:00Z",
    })
    void knowsTheHoursOfChange(ZoneId zone, String text, Instant esmNow, Instant expected) throws EsmTrouble {
        assertThat(new EsmTimes("soc", zone, DateOrder.AUTO).read(text, esmNow)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Europe/Berlin, 03/29/2026 02:30:00",
        "America/New_York, 03/08/2026 02:00:00",
        "Australia/Lord_Howe, 10/04/2026 02:15:00",
    })
    void refusesATimeThatDoesNotExist(ZoneId zone, String text) {
        assertThatThrownBy(() ->
                        new EsmTimes("soc", zone, DateOrder.AUTO).read(text, Instant.parse("2026-12-01T00:00:00Z")))
                .isInstanceOfSatisfying(EsmTrouble.class, trouble -> {
                    assertThat(trouble.reason()).isEqualTo(Reason.UNREADABLE);
                    assertThat(trouble).hasMessageContaining(zone.getId()).hasMessageContaining("esm.soc.zone");
                });
    }
}
