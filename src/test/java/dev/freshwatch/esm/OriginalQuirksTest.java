package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.config.EsmSettings.DateOrder;
import dev.freshwatch.config.EsmSettings.Receiver;
import dev.freshwatch.config.EsmSettings.Watch;
import dev.freshwatch.config.Window;
import dev.freshwatch.freshness.Answer;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation.Seen;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sim.DateText;
import dev.freshwatch.sim.EsmBehaviour.AlarmOrder;
import dev.freshwatch.sim.EsmBehaviour.Mask;
import dev.freshwatch.sim.LoginCode;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the tool before this one did wrong, row by row (section 11), and what happens instead; over real HTTP against a
 * simulated ESM. Rows 17 and 18 are about configuration and commands, and are shown where those are tested.
 */
class OriginalQuirksTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private volatile Instant esmNow = NOW;
    private final SimEsm sim = new SimEsm(() -> esmNow);
    private final TestEsm settings = TestEsm.at(sim.url());
    private SimDevice erc;
    private EsmClient client;

    @BeforeEach
    void oneHealthyReceiver() {
        erc = sim.appliance().addReceiver("ERC-1");
        erc.events().aged(Duration.ofMinutes(3));
        sim.appliance().alarms().stream().aged(Duration.ofMinutes(5));
        settings.receiver(erc.id());
        settings.requestTimeout = Duration.ofSeconds(5);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        if (client != null) {
            client.close();
        }
        assertThat(sim.requests().violations()).isEmpty();
        assertThat(sim.queries().open()).isZero();
        sim.close();
    }

    private EsmClient client() {
        if (client == null) {
            client = new EsmClient(settings.settings(), new JdkHttp(), () -> esmNow);
        }
        return client;
    }

    private Map<String, Finding> cycle() {
        return Cycles.findings(Cycles.atOnce(client()));
    }

    private Finding events() {
        return cycle().get(Long.toString(erc.id()));
    }

    private static void is(Finding finding, State state, Reason reason) {
        assertThat(finding.state() + " " + finding.reason())
                .as(finding.message())
                .isEqualTo(state + " " + reason);
    }

    @Test
    void row01_aBusyReceiverIsJudgedByItsNewestEventNotItsOldest() {
        erc.events().live(Duration.ofSeconds(1), Duration.ZERO);
        is(events(), State.OK, Reason.FRESH);
        assertThat(events().age()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void row02_noEventAndNoAlarmIsTheMostSevereFinding() {
        erc.events().clear();
        sim.appliance().alarms().stream().clear();
        Map<String, Finding> findings = cycle();
        is(findings.get(Long.toString(erc.id())), State.CRITICAL, Reason.SILENT);
        assertThat(findings.get(Long.toString(erc.id())).message()).contains("no event for more than 3 d");
        is(findings.get("alarms"), State.CRITICAL, Reason.SILENT);
        assertThat(findings.get("alarms").message()).contains("no alarm for more than 3 d");
    }

    @Test
    void row02_afterAnEmptyWindowOneWiderLookTellsTheRealAge() {
        erc.events().clear().aged(Duration.ofHours(26));
        sim.appliance().alarms().stream().clear().aged(Duration.ofHours(50));
        Map<String, Finding> findings = cycle();
        is(findings.get(Long.toString(erc.id())), State.CRITICAL, Reason.STALE);
        assertThat(findings.get(Long.toString(erc.id())).age())
                .isBetween(Duration.ofHours(26), Duration.ofHours(26).plusSeconds(59));
        is(findings.get("alarms"), State.CRITICAL, Reason.STALE);
        assertThat(sim.queries().started()).isEqualTo(2);
        assertThat(sim.requests().of("alarmGetTriggeredAlarms")).isEqualTo(2);
    }

    @Test
    void row03_aLimitAsWideAsTheWindowStillFires() {
        settings.receivers.clear();
        settings.receivers.add(
                new Receiver(erc.id(), null, new Watch(Window.LAST_HOUR, new Limits(null, Duration.ofMinutes(60)))));
        erc.events().clear().aged(Duration.ofMinutes(61));
        is(events(), State.CRITICAL, Reason.STALE);
    }

    @Test
    void row04_theAgeIsToldAndNotTheOvershoot() {
        erc.events().clear().aged(Duration.ofMinutes(47));
        Finding finding = events();
        // by the whole minute: the ESM's clock goes on while the machine works
        assertThat(finding.age()).hasMinutes(47);
        assertThat(finding.message()).isEqualTo("ERC-1: newest event is 47 min old (limit 20 min)");
    }

    @Test
    void row05_theStateComesFromTheComparison() {
        is(events(), State.OK, Reason.FRESH);
        erc.events().clear().aged(Duration.ofMinutes(21));
        is(events(), State.CRITICAL, Reason.STALE);
    }

    @Test
    @MostlyWaits
    void row06_theLastReceiverOfASlowCycleIsJudgedByTheTimeOfItsAnswer() {
        sim.behaviour().queryDuration(erc.id(), Duration.ofMillis(1500));
        List<Answer> answers = Cycles.atOnce(client());
        Seen seen = (Seen) Cycles.observations(answers).get(Long.toString(erc.id()));
        assertThat(Duration.between(NOW, seen.platformNow())).isBetween(Duration.ofMillis(1400), Duration.ofMinutes(1));
    }

    @Test
    void row07_theHourThatComesTwiceHidesNoOldEvent() {
        sim.appliance().zone(30); // Europe/Warsaw: 2:30 comes twice on this night
        esmNow = Instant.parse("2026-10-25T01:10:00Z");
        erc.events().clear().at(Instant.parse("2026-10-25T00:30:00Z"));
        sim.appliance().alarms().stream().clear().at(Instant.parse("2026-10-25T00:30:00Z"));
        Map<String, Finding> findings = cycle();
        is(findings.get(Long.toString(erc.id())), State.CRITICAL, Reason.STALE);
        assertThat(findings.get(Long.toString(erc.id())).age()).hasMinutes(40);
        is(findings.get("alarms"), State.CRITICAL, Reason.STALE);
    }

    @Test
    void row08_datesAreReadInTheConfiguredOrderAndNeverGuessed() {
        esmNow = Instant.parse("2026-11-08T12:00:00Z");
        erc.events().clear().aged(Duration.ofMinutes(4));
        sim.appliance().dates(DateText.DAY_MONTH_YEAR);
        settings.dates = DateOrder.DAY_MONTH_YEAR;
        assertThat(events().age()).hasMinutes(4);
    }

    @Test
    void row08_theWindowTellsDayAndMonth() {
        esmNow = Instant.parse("2026-11-08T12:00:00Z");
        erc.events().clear().aged(Duration.ofMinutes(4));
        sim.appliance().dates(DateText.DAY_MONTH_YEAR);
        is(events(), State.OK, Reason.FRESH);
        erc.events().clear().aged(Duration.ofMinutes(25));
        is(events(), State.CRITICAL, Reason.STALE);
    }

    @Test
    void row08_aDateThatDoesNotFitIsSaidWithItsKey() {
        sim.appliance().dates(DateText.DAY_MONTH_YEAR);
        settings.dates = DateOrder.MONTH_DAY_YEAR;
        is(events(), State.UNKNOWN, Reason.UNREADABLE);
        assertThat(events().message()).contains("esm.soc.date-format");
    }

    @Test
    void row09_anUnknownZoneIsReportedAndCanBeOverridden() {
        sim.appliance().zone(99);
        Map<String, Finding> findings = cycle();
        is(findings.get("alarms"), State.UNKNOWN, Reason.UNREADABLE);
        is(findings.get(Long.toString(erc.id())), State.UNKNOWN, Reason.UNREADABLE);
        assertThat(findings.get("alarms").message()).contains("99").contains("esm.soc.zone");
        client.close();
        client = null;
        settings.zone = java.time.ZoneId.of("Etc/UTC");
        is(events(), State.OK, Reason.FRESH);
    }

    @Test
    void row10_theDeviceListIsReadOnceForAllReceiversAndCycles() {
        for (int i = 2; i <= 5; i++) {
            SimDevice more = sim.appliance().addReceiver("ERC-" + i);
            more.events().aged(Duration.ofMinutes(1));
            settings.receiver(more.id());
        }
        cycle();
        cycle();
        assertThat(sim.requests().of("devGetDeviceList")).isEqualTo(1);
        assertThat(sim.requests().of("grpGetDeviceTreeEx")).isEqualTo(1);
    }

    @Test
    void row11_theNewestAlarmCountsWhateverTheOrderOfTheList() {
        for (AlarmOrder order : AlarmOrder.values()) {
            sim.behaviour().alarmOrder(order);
            sim.appliance().alarms().stream().clear().aged(Duration.ofMinutes(5));
            for (int minute = 6; minute < 59; minute++) {
                sim.appliance().alarms().stream().aged(Duration.ofMinutes(minute));
                sim.appliance().alarms().stream()
                        .aged(Duration.ofMinutes(minute).plusSeconds(30));
            }
            Finding alarms = cycle().get("alarms");
            assertThat(alarms.age()).as(order.name()).isEqualTo(Duration.ofMinutes(5));
        }
        assertThat(sim.requests().perCommand())
                .doesNotContainKeys("notifyGetTriggeredNotificationDetail", "ipsGetAlertData");
    }

    @Test
    void row12_receiversOfOneNameAreToldApartByTheirId() {
        SimDevice twin = sim.appliance().addReceiver("erc-1 : =");
        erc.rename("ERC-1 : =");
        twin.events().aged(Duration.ofMinutes(50));
        settings.receiver(twin.id());
        Map<String, Finding> findings = cycle();
        is(findings.get(Long.toString(erc.id())), State.OK, Reason.FRESH);
        is(findings.get(Long.toString(twin.id())), State.CRITICAL, Reason.STALE);
        assertThat(findings.get(Long.toString(twin.id())).name()).isEqualTo("erc-1 : = events");
    }

    @Test
    @MostlyWaits
    void row13_oneFailureCostsNoOtherCheckAndIsNeverOk() {
        Map<SimFault, Reason> faults = Map.of(
                SimFault.status(500, "Error processing request, see server logs for more details"), Reason.FAILED,
                SimFault.garbage(), Reason.UNREADABLE,
                SimFault.empty(), Reason.UNREADABLE,
                SimFault.reset(), Reason.UNREACHABLE,
                SimFault.forbidden(), Reason.UNAUTHORIZED,
                SimFault.retryAfter(429, "3600"), Reason.OVERLOADED,
                SimFault.html(), Reason.MAINTENANCE);
        SimDevice other = sim.appliance().addReceiver("ERC-2");
        other.events().aged(Duration.ofMinutes(1));
        settings.receiver(other.id());
        faults.forEach((fault, reason) -> {
            sim.faults().clear();
            sim.faults().always("qryExecuteDetail", erc.id(), fault);
            sim.faults().always("alarmGetTriggeredAlarms", fault);
            Map<String, Finding> findings = cycle();
            is(findings.get("session"), State.OK, Reason.UP);
            is(findings.get("alarms"), State.UNKNOWN, reason);
            is(findings.get(Long.toString(erc.id())), State.UNKNOWN, reason);
            is(findings.get(Long.toString(other.id())), State.OK, Reason.FRESH);
        });
    }

    @Test
    @MostlyWaits
    void row13_aHangEndsInItsTimeAndTheOthersAreJudged() {
        settings.requestTimeout = Duration.ofSeconds(2);
        SimDevice other = sim.appliance().addReceiver("ERC-2");
        other.events().aged(Duration.ofMinutes(1));
        settings.receiver(other.id());
        sim.faults().always("qryExecuteDetail", erc.id(), SimFault.hang());
        long started = System.nanoTime();
        Map<String, Finding> findings = cycle();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(60));
        is(findings.get(Long.toString(erc.id())), State.UNKNOWN, Reason.UNREACHABLE);
        is(findings.get(Long.toString(other.id())), State.OK, Reason.FRESH);
        assertThat(sim.requests().of("qryExecuteDetail")).isEqualTo(2);
    }

    @Test
    void row14_queriesAreClosedAndTheSessionIsLoggedOutAlways() {
        sim.faults().always("qryGetResults", SimFault.status(400, "ERROR_BadRequest (60)"));
        is(events(), State.UNKNOWN, Reason.FAILED);
        assertThat(sim.queries().open()).isZero();
        client.close();
        assertThat(sim.sessions().open()).isZero();
        assertThat(sim.sessions().logouts()).isEqualTo(1);
    }

    @Test
    void row15_aConfiguredReceiverThatIsGoneIsAFinding() {
        sim.appliance().remove(erc);
        is(events(), State.CRITICAL, Reason.MISSING);
        assertThat(events().message()).contains("no Receiver with the id " + erc.id());
    }

    @Test
    void row16_anAnswerAboutAnotherReceiverIsNotTakenForFresh() {
        SimDevice other = sim.appliance().addReceiver("ERC-2");
        other.events().aged(Duration.ofMinutes(1));
        sim.behaviour().mask(Mask.LEADING_BITS);
        Finding finding = events();
        is(finding, State.UNKNOWN, Reason.MISMATCH);
        assertThat(finding.lastActivity()).isNull();
    }

    @Test
    void row16_anIdThatIsNoReceiverIsNotAsked() {
        settings.receivers.clear();
        SimDevice source = erc.sources().get(0);
        settings.receiver(source.id());
        is(cycle().get(Long.toString(source.id())), State.CRITICAL, Reason.MISSING);
        assertThat(sim.queries().started()).isZero();
    }

    @Test
    void row17_thePasswordIsInNoTextOfOurs() {
        settings.password = "another-Passw0rd";
        Finding session = cycle().get("session");
        is(session, State.CRITICAL, Reason.UNAUTHORIZED);
        assertThat(session.message()).doesNotContain("another-Passw0rd");
        assertThat(settings.settings().toString()).doesNotContain("another-Passw0rd");
    }

    @Test
    void row18_everyCheckHasAnAnswerOfItsOwn() {
        assertThat(cycle().keySet()).containsExactly("session", "clock", "alarms", Long.toString(erc.id()));
    }

    @Test
    void row19_anEsmThatWantsAesIsLoggedInTo() {
        sim.behaviour().version("11.6.11");
        is(events(), State.OK, Reason.FRESH);
        cycle();
        assertThat(sim.sessions().attempts()).isEqualTo(2);
        sim.sessions().expire();
        is(events(), State.OK, Reason.FRESH);
        assertThat(sim.sessions().attempts()).as("AES is remembered").isEqualTo(3);
        assertThat(sim.behaviour().loginCode(LoginCode.AES)).isNotNull();
    }

    @Test
    void row20_aTimeInTheFutureIsReportedAndNotFresh() {
        erc.events().at(NOW.plus(Duration.ofMinutes(10)));
        sim.appliance().alarms().stream().at(NOW.plus(Duration.ofHours(2)));
        Map<String, Finding> findings = cycle();
        is(findings.get(Long.toString(erc.id())), State.WARNING, Reason.FUTURE);
        is(findings.get("alarms"), State.WARNING, Reason.FUTURE);
    }

    @Test
    void row21_anExpiredSessionIsRenewedAndTheCycleGoesOn() {
        cycle();
        sim.sessions().expire();
        is(events(), State.OK, Reason.FRESH);
        assertThat(sim.sessions().attempts()).isEqualTo(2);
        EsmCycle cycle = client.openCycle();
        sim.sessions().expire();
        is(Cycles.findings(Cycles.atOnce(client, cycle)).get(Long.toString(erc.id())), State.OK, Reason.FRESH);
        assertThat(sim.sessions().attempts()).isEqualTo(3);
    }

    @Test
    void row22_aDisabledReceiverIsLeftOutOrMissingWhereItIsConfigured() {
        SimDevice off = sim.appliance().addReceiver("ERC-OFF").disable(true);
        settings.all = true;
        assertThat(cycle()).containsKey(Long.toString(erc.id())).doesNotContainKey(Long.toString(off.id()));
        client.close();
        client = null;
        settings.receiver(off.id());
        Finding finding = cycle().get(Long.toString(off.id()));
        is(finding, State.CRITICAL, Reason.MISSING);
        assertThat(finding.message()).contains("disabled");
    }

    @Test
    @MostlyWaits
    void everythingFailsAtOnceAndEveryCheckSaysSo() {
        for (SimFault fault :
                List.of(SimFault.hang(), SimFault.reset(), SimFault.close(), SimFault.garbage(), SimFault.empty())) {
            settings.requestTimeout = Duration.ofMillis(300);
            sim.faults().clear();
            sim.faults().always(SimFaults.ANY, fault);
            EsmClient own = new EsmClient(settings.settings(), new JdkHttp(), () -> esmNow);
            Map<String, Finding> findings = Cycles.findings(Cycles.atOnce(own));
            assertThat(findings.get("session").state()).as(fault.toString()).isEqualTo(State.CRITICAL);
            assertThat(findings.get("alarms").state()).isEqualTo(State.UNKNOWN);
            assertThat(findings.get("alarms").reason())
                    .isEqualTo(findings.get("session").reason());
            own.close();
        }
        sim.faults().clear();
        settings.url = URI.create("http://127.0.0.1:1");
        is(cycle().get("session"), State.CRITICAL, Reason.UNREACHABLE);
    }
}
