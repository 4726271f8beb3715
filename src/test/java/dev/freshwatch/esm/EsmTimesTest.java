package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.Soak;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.sim.DateText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Local times of the ESM become instants: explicit formats, and the hours in which clocks are changed (section 3). */
@InEachLanguage
class EsmTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** An hour, asked for at this moment of the ESM's clock. */
    private static AskedWindow hour(Instant esmNow) {
        return new AskedWindow(Window.LAST_HOUR, esmNow.minus(Window.LAST_HOUR.length()), esmNow);
    }

    private static AskedWindow days(Instant esmNow) {
        return new AskedWindow(Window.LAST_3_DAYS, esmNow.minus(Window.LAST_3_DAYS.length()), esmNow);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 11/08/2026 10:00:00, 2026-11-08T09:00:00Z",
        "AUTO, 2026/11/08 10:00:00, 2026-11-08T09:00:00Z",
        "AUTO, 08/11/2026 10:00:00, 2026-11-08T09:00:00Z",
        "AUTO, 08/11/2026 10:00:00, 2026-08-11T08:00:00Z",
        "AUTO, 31/12/2026 10:00:00, 2026-12-31T09:00:00Z",
        "AUTO, 12/31/2026 10:00:00, 2026-12-31T09:00:00Z",
        "MONTH_DAY_YEAR, 08/11/2026 10:00:00, 2026-08-11T08:00:00Z",
        "DAY_MONTH_YEAR, 08/11/2026 10:00:00, 2026-11-08T09:00:00Z",
        "YEAR_MONTH_DAY, 2026/08/11 10:00:00, 2026-08-11T08:00:00Z",
        "AUTO, 11/08/2026 10:00:00(GMT), 2026-11-08T10:00:00Z",
        "AUTO, 08/11/2026 10:00:00(GMT), 2026-11-08T10:00:00Z",
        "AUTO, ' 11/08/2026 10:00:00 ', 2026-11-08T09:00:00Z",
        "AUTO, 02/29/2028 00:00:00, 2028-02-28T23:00:00Z",
    })
    void readsTheConfiguredOrder(DateOrder order, String text, Instant expected) throws EsmException {
        EsmTimes times = new EsmTimes("soc", BERLIN, order);
        assertThat(times.read(text, hour(expected.plusSeconds(600)))).isEqualTo(expected);
    }

    /** Otherwise the days on which day and month could be either, and every third of the others. */
    static Stream<LocalDate> everyDayOfTwoYears() {
        return LocalDate.parse("2027-01-01")
                .datesUntil(LocalDate.parse("2029-01-01"))
                .filter(day -> Soak.isOn() || day.getDayOfMonth() <= 12 || day.getDayOfMonth() % 3 == 1);
    }

    /** An account that shows one order or the other; auto has to find out, whatever the day. */
    @ParameterizedTest
    @MethodSource("everyDayOfTwoYears")
    void tellsDayAndMonthByTheWindow(LocalDate day) throws EsmException {
        // A zone in which no hour comes twice: those are the matter of another test.
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        EsmTimes times = new EsmTimes("soc", tokyo, DateOrder.AUTO);
        for (DateText shown : List.of(DateText.MONTH_DAY_YEAR, DateText.DAY_MONTH_YEAR, DateText.YEAR_MONTH_DAY)) {
            for (String clock : List.of("00:20:00", "12:00:00", "23:59:59")) {
                Instant esmNow =
                        day.atTime(LocalTime.parse(clock)).atZone(tokyo).toInstant();
                for (Duration age : List.of(Duration.ZERO, Duration.ofMinutes(30), Duration.ofMinutes(60))) {
                    Instant record = esmNow.minus(age);
                    assertThat(times.read(shown.of(record, tokyo), hour(esmNow)))
                            .as("%s, %s old", shown, age)
                            .isEqualTo(record);
                    Instant old = esmNow.minus(Duration.ofHours(71)).minus(age);
                    assertThat(times.read(shown.of(old, tokyo), days(esmNow)))
                            .as("%s, %s old", shown, age.plusHours(71))
                            .isEqualTo(old);
                }
            }
        }
    }

    @ParameterizedTest(name = "{1} at {2} ({0}): {3}")
    @CsvSource({
        // A wrong zone, or a wrong format, makes records older than what was asked for.
        "AUTO, 11/20/2026 07:00:00, 2026-11-20T12:00:00Z, 6 h ago",
        "MONTH_DAY_YEAR, 08/11/2026 12:50:00, 2026-11-08T12:00:00Z, 89 d 1 h ago",
        "DAY_MONTH_YEAR, 11/08/2026 12:50:00, 2026-11-08T12:00:00Z, 89 d 1 h ago",
        // At the edge: an hour and a minute are believed, not a second more.
        "AUTO, 11/20/2026 11:58:59, 2026-11-20T12:00:00Z, 61 min ago",
        // Day and month could be either, and neither lies in the hour.
        "AUTO, 11/08/2026 07:00:00, 2026-11-08T12:00:00Z, neither lies in LAST_HOUR",
        "AUTO, 11/10/2026 14:30:00, 2026-11-08T12:00:00Z, neither lies in LAST_HOUR",
        "AUTO, 03/04/2026 12:50:00, 2026-11-08T12:00:00Z, neither lies in LAST_HOUR",
    })
    void doesNotBelieveWhatWasNotAskedFor(DateOrder order, String text, Instant esmNow, String says) {
        assertThatThrownBy(() -> new EsmTimes("soc", BERLIN, order).read(text, hour(esmNow)))
                .isInstanceOfSatisfying(EsmException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
                    assertThat(failure)
                            .hasMessageContaining(says)
                            .hasMessageContaining("esm.soc.date-format")
                            .hasMessageContaining("esm.soc.zone");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "11/20/2026 11:59:00, 2026-11-20T12:00:00Z, 2026-11-20T10:59:00Z",
        "11/20/2026 15:00:00, 2026-11-20T12:00:00Z, 2026-11-20T14:00:00Z",
        "12/31/2027 15:00:00, 2026-11-20T12:00:00Z, 2027-12-31T14:00:00Z",
        "11/08/2026 19:00:00, 2026-11-08T12:00:00Z, 2026-11-08T18:00:00Z",
        "08/11/2026 19:00:00, 2026-11-08T12:00:00Z, 2026-11-08T18:00:00Z",
    })
    void believesTheEdgeAndLeavesWhatIsAheadToTheVerdict(String text, Instant esmNow, Instant expected)
            throws EsmException {
        EsmTimes times = new EsmTimes("soc", BERLIN, DateOrder.AUTO);
        assertThat(times.read(text, hour(esmNow))).isEqualTo(expected);
    }

    @Test
    void leavesOutWhatIsTooOldBesideARecordThatIsNot() throws EsmException {
        EsmTimes times = new EsmTimes("soc", BERLIN, DateOrder.AUTO);
        assertThat(times.read(
                        List.of("11/20/2026 11:20:00", "11/20/2026 12:50:00"),
                        hour(Instant.parse("2026-11-20T12:00:00Z"))))
                .containsExactly(Instant.parse("2026-11-20T11:50:00Z"));
    }

    /** Records ahead of the ESM's clock, on every day, beside fresh ones and alone: a fault that must not get lost. */
    @ParameterizedTest
    @MethodSource("everyDayOfTwoYears")
    void neverLosesARecordThatIsAhead(LocalDate day) throws EsmException {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        EsmTimes times = new EsmTimes("soc", tokyo, DateOrder.AUTO);
        Instant now = day.atTime(12, 0).atZone(tokyo).toInstant();
        boolean tells = day.getDayOfMonth() != day.getMonthValue();
        for (DateText shown : List.of(DateText.MONTH_DAY_YEAR, DateText.DAY_MONTH_YEAR, DateText.YEAR_MONTH_DAY)) {
            Instant fresh = now.minusSeconds(600);
            for (int days : List.of(1, 2, 3, 5, 9)) {
                Instant ahead = now.plus(Duration.ofDays(days));
                String text = shown.of(ahead, tokyo);
                for (List<String> list : List.of(
                        List.of(text, shown.of(fresh, tokyo)), List.of(shown.of(fresh, tokyo), text), List.of(text))) {
                    List<Instant> read = null;
                    try {
                        read = times.read(list, hour(now));
                    } catch (EsmException failure) {
                        assertThat(failure).hasMessageContaining("esm.soc.date-format");
                        assertThat(failure.sign()).isNotEqualTo(EsmException.Sign.OUTSIDE_WINDOW);
                        assertThat(!tells || list.size() == 1)
                                .as("%s at %s", list, now)
                                .isTrue();
                        continue;
                    }
                    assertThat(read).hasSameSizeAs(list).anyMatch(time -> time.isAfter(now.plusSeconds(60)));
                    if (list.size() > 1 && tells) {
                        assertThat(read).as("%s at %s", list, now).contains(ahead, fresh);
                    }
                }
                if (tells) {
                    Instant old = now.minus(Duration.ofDays(days));
                    assertThat(times.read(List.of(shown.of(old, tokyo), shown.of(fresh, tokyo)), hour(now)))
                            .containsExactly(fresh);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        // Ahead in both orders; what it is at least is told.
        "'12/11/2026 10:00:00', 2026-11-08T12:00:00Z, 2026-11-12T09:00:00Z",
        // The others tell the order, whatever the place.
        "'11/05/2026 10:00:00|11/02/2026 12:50:00', 2026-11-02T12:00:00Z, 2026-11-05T09:00:00Z",
        "'11/02/2026 12:50:00|11/05/2026 10:00:00', 2026-11-02T12:00:00Z, 2026-11-05T09:00:00Z",
        "'05/11/2026 10:00:00|02/11/2026 12:50:00', 2026-11-02T12:00:00Z, 2026-11-05T09:00:00Z",
        // Before, as the others tell: left out.
        "'12/05/2026 10:00:00|20/11/2026 12:50:00', 2026-11-20T12:00:00Z, 2026-11-20T11:50:00Z",
        // Nothing tells it.
        "'11/05/2026 10:00:00', 2026-11-02T12:00:00Z, neither lies in LAST_HOUR",
        "'12/05/2026 10:00:00|11/11/2026 12:50:00', 2026-11-11T12:00:00Z, neither lies in LAST_HOUR",
        // They contradict each other.
        "'12/05/2026 10:00:00|11/08/2026 12:50:00|08/11/2026 12:50:00', 2026-11-08T12:00:00Z, neither lies in LAST_HOUR",
    })
    void readsDayAndMonthAsTheOthersTell(String texts, Instant esmNow, String expected) {
        EsmTimes times = new EsmTimes("soc", BERLIN, DateOrder.AUTO);
        String outcome;
        try {
            outcome = times.read(List.of(texts.split("\\|")), hour(esmNow)).stream()
                    .max(Instant::compareTo)
                    .map(Instant::toString)
                    .orElse("nothing");
        } catch (EsmException failure) {
            assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
            outcome = failure.getMessage();
        }
        assertThat(outcome).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 31/31/2026 10:00:00",
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
        EsmTimes times = new EsmTimes("soc", BERLIN, order);
        assertThatThrownBy(() -> times.read(text, hour(Instant.parse("2030-01-01T00:00:00Z"))))
                .isInstanceOfSatisfying(EsmException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
                    assertThat(failure).hasMessageContaining("esm.soc.date-format");
                });
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"null", "''", "' '"})
    void needsATime(String text) {
        EsmTimes times = new EsmTimes("soc", ZoneId.of("Etc/UTC"), DateOrder.AUTO);
        assertThatThrownBy(() -> times.read(text, hour(Instant.EPOCH))).isInstanceOf(EsmException.class);
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
    void knowsTheHoursOfChange(ZoneId zone, String text, Instant esmNow, Instant expected) throws EsmException {
        assertThat(new EsmTimes("soc", zone, DateOrder.AUTO).read(text, days(esmNow)))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "Europe/Berlin, 03/29/2026 02:30:00, 2026-12-01T00:00:00Z",
        "America/New_York, 03/08/2026 02:00:00, 2026-12-01T00:00:00Z",
        "Australia/Lord_Howe, 10/04/2026 02:15:00, 2026-12-01T00:00:00Z",
        // With day and month in the other order it would exist, months ahead.
        "America/New_York, 03/08/2026 02:00:00, 2026-03-08T07:10:00Z",
    })
    void refusesATimeThatDoesNotExist(ZoneId zone, String text, String esmNow) {
        assertThatThrownBy(() -> new EsmTimes("soc", zone, DateOrder.AUTO).read(text, hour(Instant.parse(esmNow))))
                .isInstanceOfSatisfying(EsmException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
                    assertThat(failure).hasMessageContaining(zone.getId()).hasMessageContaining("esm.soc.zone");
                });
    }
}
