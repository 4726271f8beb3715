package dev.freshwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.InEachLanguage;
import dev.freshwatch.alert.SilenceMatcher.Silenced;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.AcknowledgementTable.Acknowledgement;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.OpenProblem;
import dev.freshwatch.outbox.SinkHealth;
import dev.freshwatch.outbox.SinkHealth.Trouble;
import dev.freshwatch.page.WatchedStore;
import dev.freshwatch.report.Status.Quiet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@InEachLanguage
class StatusOutputTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00.123Z");
    private static final CheckId RECEIVER = CheckId.of("esm", "soc", "events", "1");
    private static final CheckId ALARMS = CheckId.of("esm", "soc", "alarms");

    private static final OpenProblem KNOWN = new OpenProblem(
            RECEIVER,
            "ERC-1 events",
            State.CRITICAL,
            Reason.STALE,
            "ERC-1: newest event is 47 min old (limit 20 min)",
            NOW.minus(Duration.ofMinutes(27)),
            State.CRITICAL,
            false,
            NOW,
            new Silenced(NOW.plus(Duration.ofHours(2)), "anna", "work on the power"),
            new Acknowledgement(RECEIVER, "e1", null, "ticket 4711", "root"));
    private static final OpenProblem BARE = new OpenProblem(
            ALARMS, "esm/soc/alarms", State.UNKNOWN, null, null, NOW.minusSeconds(5), null, true, NOW, null, null);
    private static final List<Look> LOOKS = List.of(
            look(ALARMS, "soc alarms", State.OK, "newest alarm is 3 min old", 180L, Duration.ofMinutes(10)),
            look(RECEIVER, "ERC-1 events", State.CRITICAL, "newest event is 47 min old (limit 20 min)", 2820L, null));

    private static Look look(CheckId check, String name, State state, String text, Long age, Duration every) {
        Finding finding = new Finding(
                check,
                name.split(" ")[0],
                name,
                state,
                state == State.OK ? Reason.FRESH : Reason.STALE,
                text,
                NOW.minusSeconds(age),
                Duration.ofSeconds(age),
                new Limits(null, Duration.ofMinutes(20)),
                NOW.minusSeconds(60),
                Duration.ofMillis(412));
        return new Look(finding, state == State.OK, every, List.of(state), List.of());
    }

    private static final Status STATUS = new Status(
            NOW,
            true,
            List.of(KNOWN, BARE),
            LOOKS,
            List.of(
                    new Quiet("esm/soc/*", NOW, NOW.plus(Duration.ofHours(2)), "anna", "work on the power", true),
                    new Quiet("*", null, NOW.plus(Duration.ofHours(9)), "silence.sunday", null, false)),
            Set.of("mail", "syslog"),
            List.of(
                    new SinkHealth(
                            "mail",
                            3,
                            NOW.minus(Duration.ofMinutes(47)),
                            NOW.minus(Duration.ofMinutes(46)),
                            "no connection",
                            null,
                            new Trouble("esm/soc/alarms", NOW.minusSeconds(3600), "mail server answered 550")),
                    new SinkHealth("syslog", 0, null, null, null, null, null)));
    private static final Status CALM = new Status(NOW, false, List.of(), List.of(), List.of(), Set.of(), List.of());

    @Test
    void tableTellsAllInPlainWords() {
        assertThat(new StatusTable(STATUS, BERLIN, true).text())
                .isEqualTo(
                        """
                        The watch is running.

                        OPEN PROBLEMS
                        critical  esm/soc/events/1  2026-11-20 17:33:00 CET (16:33:00 UTC), 27 min  ERC-1: newest event is 47 min old (limit 20 min)
                                  silenced until 2026-11-20 20:00:00 CET (19:00:00 UTC) by anna: work on the power
                                  acknowledged until it ends by root: ticket 4711
                        unknown   esm/soc/alarms    2026-11-20 17:59:55 CET (16:59:55 UTC), 5 s     esm/soc/alarms
                                  flapping: no further notices until it settles
                                  no notice was sent so far

                        SILENCED
                        esm/soc/*  until 2026-11-20 20:00:00 CET (19:00:00 UTC) by anna: work on the power
                        *          until 2026-11-21 03:00:00 CET (02:00:00 UTC), no healing by silence.sunday

                        OUTBOXES
                        mail    3 wait, the oldest for 47 min  failing since 2026-11-20 17:14:00 CET (16:14:00 UTC): no connection; gave up a notice of esm/soc/alarms at 2026-11-20 17:00:00 CET (16:00:00 UTC): mail server answered 550
                        syslog  nothing waits
                        """);
    }

    @Test
    void checksAreShownBadOnesFirst() {
        assertThat(new StatusTable(STATUS, BERLIN, false).text())
                .contains(
                        """

                        CHECKS
                        STATE     CHECK         AGE     LIMIT   LAST LOOK  NEXT LOOK
                        critical  ERC-1 events  47 min  20 min  60 s ago   -          not confirmed yet; stale: newest event is 47 min old (limit 20 min)
                        ok        soc alarms    3 min   20 min  60 s ago   in 9 min

                        SILENCED
                        """);
    }

    @Test
    void ofALongListSomeAreShownAndTheOthersCounted() {
        List<Look> looks = new ArrayList<>(LOOKS);
        List<OpenProblem> problems = new ArrayList<>(List.of(KNOWN));
        for (int i = 0; i < 5000; i++) {
            CheckId check = CheckId.of("service", "elastic", "events", "s" + i);
            State state = i < 2000 ? State.CRITICAL : State.OK;
            looks.add(look(check, "s" + i + " events", state, "x", 1L, null));
            if (state == State.CRITICAL) {
                problems.add(
                        new OpenProblem(check, "s" + i, state, Reason.STALE, "x", NOW, state, false, NOW, null, null));
            }
        }
        String text = new StatusTable(
                        new Status(NOW, true, problems, looks, List.of(), Set.of("mail"), List.of()), BERLIN, false)
                .text();

        assertThat(text.lines().count()).isLessThan(330);
        assertThat(text)
                .containsOnlyOnce("esm/soc/events/1")
                .contains("ERC-1 events")
                .containsPattern(
                        "(?s)… and 1950 more of service/elastic/events; --output json shows all of them.*"
                                + "… and 1950 more of service/elastic/events; --output json shows all of them\n… and 2801 more ok");
    }

    @Test
    void checksThatShareANameAreToldApart() {
        List<Look> looks = List.of(
                look(CheckId.of("service", "a", "http"), "ERC-1 events", State.OK, "x", 1L, null),
                look(CheckId.of("service", "b", "http"), "ERC-1 events", State.OK, "x", 1L, null),
                look(CheckId.of("service", "c", "http"), "ERC-2 events", State.OK, "x", 1L, null));
        Status shared = new Status(NOW, true, List.of(), looks, List.of(), Set.of("mail"), List.of());

        assertThat(new StatusTable(shared, BERLIN, false).text())
                .contains(
                        "ok     ERC-1 events (service/a/http)  ",
                        "ok     ERC-1 events (service/b/http)  ",
                        "ok     ERC-2 events   ");
    }

    @Test
    void thousandsOfChecksThatAreOkHideNothing() {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            State state = i % 500 == 499 ? State.UNKNOWN : State.OK;
            looks.add(look(CheckId.of("service", "s" + i, "http"), "s" + i + " http", state, "x", 1L, null));
        }
        Status many = new Status(NOW, true, List.of(), looks, List.of(), Set.of("mail"), List.of());

        assertThat(new StatusTable(many, BERLIN, false).text().lines())
                .filteredOn(line -> line.matches("(ok|unknown) .*|….*"))
                .hasSize(10 + 200 + 1)
                .last()
                .isEqualTo("… and 4790 more ok; --output json shows all of them");
    }

    @Test
    void tableSaysThatThereIsNothing() {
        assertThat(new StatusTable(CALM, BERLIN, true).text())
                .isEqualTo(
                        """
                        No watch is running on this store.

                        No problem is open.

                        No sink is enabled: nobody is notified of problems.
                        """);
    }

    @Test
    void jsonHasEveryField() {
        assertThat(StatusJson.of(STATUS))
                .hasToString("{\"at\":\"2026-11-20T17:00:00.123Z\",\"watch\":\"running\",\"problems\":["
                        + "{\"check\":\"esm/soc/events/1\",\"name\":\"ERC-1 events\",\"state\":\"critical\","
                        + "\"reason\":\"stale\",\"message\":\"ERC-1: newest event is 47 min old (limit 20 min)\","
                        + "\"since\":\"2026-11-20T16:33:00.123Z\",\"told\":\"critical\",\"flapping\":false,"
                        + "\"observedAt\":\"2026-11-20T17:00:00.123Z\","
                        + "\"silenced\":{\"until\":\"2026-11-20T19:00:00.123Z\",\"by\":\"anna\","
                        + "\"reason\":\"work on the power\"},"
                        + "\"acknowledged\":{\"until\":null,\"by\":\"root\",\"reason\":\"ticket 4711\"}},"
                        + "{\"check\":\"esm/soc/alarms\",\"name\":\"esm/soc/alarms\",\"state\":\"unknown\","
                        + "\"reason\":null,\"message\":null,\"since\":\"2026-11-20T16:59:55.123Z\",\"told\":null,"
                        + "\"flapping\":true,\"observedAt\":\"2026-11-20T17:00:00.123Z\",\"silenced\":null,"
                        + "\"acknowledged\":null}],\"checks\":["
                        + "{\"check\":\"esm/soc/events/1\",\"name\":\"ERC-1 events\",\"state\":\"critical\",\"reason\":\"stale\","
                        + "\"message\":\"ERC-1: newest event is 47 min old (limit 20 min)\","
                        + "\"lastActivity\":\"2026-11-20T16:13:00.123Z\",\"ageSeconds\":2820,\"warnAfterSeconds\":null,"
                        + "\"errorAfterSeconds\":1200,\"observedAt\":\"2026-11-20T16:59:00.123Z\",\"responseMillis\":412,"
                        + "\"confirmed\":false,\"everySeconds\":null,\"nextLookAt\":null},"
                        + "{\"check\":\"esm/soc/alarms\",\"name\":\"soc alarms\",\"state\":\"ok\",\"reason\":\"fresh\","
                        + "\"message\":\"soc: newest alarm is 3 min old\","
                        + "\"lastActivity\":\"2026-11-20T16:57:00.123Z\",\"ageSeconds\":180,\"warnAfterSeconds\":null,"
                        + "\"errorAfterSeconds\":1200,\"observedAt\":\"2026-11-20T16:59:00.123Z\",\"responseMillis\":412,"
                        + "\"confirmed\":true,\"everySeconds\":600,\"nextLookAt\":\"2026-11-20T17:09:00.123Z\"}],"
                        + "\"silences\":["
                        + "{\"glob\":\"esm/soc/*\",\"from\":\"2026-11-20T17:00:00.123Z\","
                        + "\"until\":\"2026-11-20T19:00:00.123Z\",\"by\":\"anna\",\"reason\":\"work on the power\",\"heal\":true},"
                        + "{\"glob\":\"*\",\"from\":null,\"until\":\"2026-11-21T02:00:00.123Z\","
                        + "\"by\":\"silence.sunday\",\"reason\":null,\"heal\":false}],\"sinks\":[\"mail\",\"syslog\"],\"outboxes\":["
                        + "{\"sink\":\"mail\",\"waiting\":3,\"oldest\":\"2026-11-20T16:13:00.123Z\","
                        + "\"failingSince\":\"2026-11-20T16:14:00.123Z\",\"failure\":\"no connection\","
                        + "\"givenUp\":{\"check\":\"esm/soc/alarms\",\"at\":\"2026-11-20T16:00:00.123Z\","
                        + "\"reason\":\"mail server answered 550\"}},"
                        + "{\"sink\":\"syslog\",\"waiting\":0,\"oldest\":null,\"failingSince\":null,"
                        + "\"failure\":null,\"givenUp\":null}]}");
        assertThat(StatusJson.of(CALM))
                .hasToString("{\"at\":\"2026-11-20T17:00:00.123Z\",\"watch\":\"stopped\",\"problems\":[],"
                        + "\"checks\":[],\"silences\":[],\"sinks\":[],\"outboxes\":[]}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T17:00:00Z, Europe/Berlin, 2026-11-20 18:00:00 CET (17:00:00 UTC)",
        "2026-07-20T17:00:00Z, Europe/Berlin, 2026-07-20 19:00:00 CEST (17:00:00 UTC)",
        "2026-11-20T23:30:00Z, Europe/Berlin, 2026-11-21 00:30:00 CET (2026-11-20 23:30:00 UTC)",
        "2026-11-20T17:00:00Z, UTC,           2026-11-20 17:00:00 UTC",
        "2026-11-20T17:00:00Z, Europe/London, 2026-11-20 17:00:00 UTC"
    })
    void momentsAreLocalAndUtc(Instant time, ZoneId zone, String text) {
        assertThat(TimeText.text(time, zone)).isEqualTo(text);
        assertThat(TimeText.text(time, ZoneOffset.UTC)).endsWith(" UTC");
    }

    /** What was ok once is no reason to believe that it is: it is neither shown as ok nor only counted. */
    @Test
    void aLookThatIsTooOldIsUnknown(@TempDir Path folder) {
        try (WatchedStore store = new WatchedStore(folder)) {
            store.look(LOOKS.get(0).finding(), Duration.ofMinutes(10));
            store.now = LOOKS.get(0).finding().observedAt().plus(Duration.ofMinutes(25));

            Status status = Status.of(store.view(), true);
            assertThat(StatusJson.of(status).at("/checks/0/state").asText()).isEqualTo("unknown");
            assertThat(new StatusTable(status, BERLIN, false).text())
                    .containsPattern(
                            "unknown +soc alarms .*timeout: not checked for 25 min, although it is due every 10 min");
        }
    }
}
