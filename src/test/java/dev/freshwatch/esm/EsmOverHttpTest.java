package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.config.EsmSettings.Alarms;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.EsmBehaviour.Surfaces;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole room against a strict simulated ESM over real HTTP. */
class EsmOverHttpTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final SimFault EMPTY = SimFault.empty();

    private final SimEsm sim = new SimEsm(InstantSource.fixed(NOW));
    private final TestEsm settings = TestEsm.at(sim.url());
    private final List<SimDevice> receivers = new ArrayList<>();
    private EsmClient client;

    @BeforeEach
    void twoHealthyReceivers() {
        sim.appliance().alarms().stream().aged(Duration.ofMinutes(5));
        settings.requestTimeout = Duration.ofSeconds(5);
        addReceivers(2);
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

    private void addReceivers(int count) {
        for (int i = 0; i < count; i++) {
            SimDevice device = sim.appliance().addReceiver("ERC-" + (receivers.size() + 1));
            device.events().aged(Duration.ofMinutes(3));
            receivers.add(device);
            settings.receiver(device.id());
        }
    }

    private EsmClient client() {
        if (client == null) {
            client = new EsmClient(settings.settings(), new JdkHttp(), InstantSource.fixed(NOW));
        }
        return client;
    }

    private Map<String, Finding> cycle() {
        return Cycles.findings(Cycles.atOnce(client()));
    }

    private String id(int index) {
        return Long.toString(receivers.get(index).id());
    }

    private static void allOk(Map<String, Finding> findings) {
        assertThat(findings.values()).allMatch(finding -> finding.state() == State.OK, "ok");
    }

    @ParameterizedTest
    @EnumSource(Surfaces.class)
    void isReadOnEverySurface(Surfaces surfaces) {
        sim.behaviour().surfaces(surfaces);
        allOk(cycle());
    }

    @ParameterizedTest
    @CsvSource({"true, true, 201", "false, true, 200", "true, false, 200"})
    void isReadInEveryShape(boolean bareClock, boolean numericIds, int loginStatus) {
        sim.behaviour().bareClock(bareClock).numericIds(numericIds).loginStatus(loginStatus);
        allOk(cycle());
    }

    @ParameterizedTest
    @CsvSource({"401, ERROR_InvalidSession", "500, Invalid Session", "403, Not Authorized User"})
    void isAskedOnWhereSessionsLastForFewCalls(int status, String text) {
        sim.behaviour().lostSession(status, text).callsPerSession(7);
        for (int i = 0; i < 3; i++) {
            allOk(cycle());
        }
    }

    @Test
    void findsAlarmsOfAnotherUser() {
        settings.alarms = new Alarms(settings.alarms.watch(), "analyst");
        sim.appliance().alarms().add("Brute force", NOW.minusSeconds(120), "analyst", null);
        assertThat(cycle().get("alarms").age()).hasMinutes(2);
        cycle();
        assertThat(sim.requests().of("userGetUserList"))
                .as("once, on both surfaces")
                .isLessThanOrEqualTo(2);
    }

    @Test
    @MostlyWaits
    void neverHasMoreQueriesOpenThanAllowed() {
        addReceivers(18);
        sim.behaviour().queryDuration(Duration.ofMillis(50)).queryCap(2);
        for (int i = 0; i < 3; i++) {
            allOk(cycle());
        }
        assertThat(sim.queries().peak()).isEqualTo(2);
        assertThat(sim.queries().refused()).isZero();
    }

    /** With the texts and codes that are recorded, or may be: one query at a time is all that this ESM bears. */
    @ParameterizedTest
    @CsvSource({
        "429, Too many queries",
        "500, 'Error processing request, see server logs for more details'",
        "503, ''",
        "400, query limit reached"
    })
    @MostlyWaits
    void asksAnEsmForNoMoreThanItBears(int status, String text) {
        addReceivers(4);
        sim.behaviour().queryDuration(Duration.ofMillis(20)).queryCap(1).overCap(status, text);
        for (int i = 0; i < 10; i++) {
            allOk(cycle());
        }
        assertThat(sim.queries().started()).isEqualTo(60);
        assertThat(sim.queries().refused()).as("refused queries").isLessThanOrEqualTo(1);
    }

    @Test
    void asksASickEsmForNoMoreAfterManyRefusals() {
        addReceivers(28);
        sim.faults().always("qryExecuteDetail", SimFault.status(500, "Error processing request"));
        Map<String, Finding> findings = cycle();
        assertThat(findings.get(id(29)).reason()).isEqualTo(Reason.FAILED);
        assertThat(findings.get("session").state()).isEqualTo(State.OK);
        // Once for each, and again until twenty in a row were refused.
        assertThat(sim.requests().of("qryExecuteDetail")).isBetween(30L, 52L);
    }

    @Test
    @MostlyWaits
    void keepsTheEsmBusyWithFewRequestsInSteadyState() {
        addReceivers(18);
        sim.behaviour().queryDuration(Duration.ofMillis(200));
        cycle();
        cycle();
        sim.resetCounters();
        int cycles = 2;
        for (int i = 0; i < cycles; i++) {
            allOk(cycle());
        }
        double polls =
                sim.requests().of("qryGetStatus") / (double) sim.queries().started();
        assertThat(polls).as("S of the request budget").isLessThanOrEqualTo(2);
        assertThat(sim.queries().peakRunning()).as("queries at once").isEqualTo(2);
        assertThat(sim.requests().total()).isLessThanOrEqualTo((long) Math.ceil(cycles * (2 + 20 * (3 + polls))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qryExecuteDetail", "qryGetStatus", "qryGetResults", "qryClose"})
    @MostlyWaits
    void closesQueriesWhateverGoesWrongOnce(String command) {
        for (SimFault fault : List.of(
                SimFault.status(500, "Error processing request"),
                SimFault.unauthorized(),
                SimFault.garbage(),
                EMPTY,
                SimFault.reset(),
                SimFault.html())) {
            if (command.equals("qryClose") && fault == EMPTY) {
                // That is what a close answers that was carried out.
                continue;
            }
            sim.faults().next(1, command, fault);
            Map<String, Finding> findings = cycle();
            assertThat(findings.get("session").state()).isEqualTo(State.OK);
            assertThat(findings.get(id(0)).state() == State.OK
                            || findings.get(id(1)).state() == State.OK)
                    .isTrue();
            assertThat(sim.queries().open()).as(command + " " + fault).isZero();
        }
        allOk(cycle());
    }

    @Test
    void judgesTheOthersWhereAQueryNeverEnds() {
        settings.queryTimeout = Duration.ofMillis(700);
        sim.behaviour().queryDuration(receivers.get(0).id(), EsmBehaviour.NEVER);
        Map<String, Finding> findings = cycle();
        assertThat(findings.get(id(0)).reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(findings.get(id(0)).message()).contains("esm.soc.query-timeout");
        assertThat(findings.get(id(1)).state()).isEqualTo(State.OK);
        assertThat(sim.queries().open()).isZero();
    }

    @Test
    void abandonsWhatIsRunningWhenItIsClosed() throws Exception {
        sim.behaviour().queryDuration(EsmBehaviour.NEVER);
        EsmCycle cycle = client().openCycle();
        RecordLookup look = client.planEventLookups(cycle).get(0);
        Thread asking = new Thread(() -> client.findNewestEvent(look));
        asking.start();
        await().until(() -> sim.queries().open() == 1);
        long started = System.nanoTime();
        client.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(60));
        asking.join(60_000);
        assertThat(sim.queries().open()).isZero();
        assertThat(sim.sessions().open()).isZero();
    }

    @Test
    void keepsOneSessionOverManyCyclesAndLeavesNone() {
        for (int i = 0; i < 20; i++) {
            allOk(cycle());
        }
        assertThat(sim.sessions().attempts()).isEqualTo(1);
        client.close();
        assertThat(sim.sessions().open()).isZero();
    }

    @Test
    @MostlyWaits
    void leavesNoSessionBehindWhereOnlyTheClockFails() {
        cycle();
        sim.faults().always("essmgtGetESSTime", SimFault.status(500, "Error processing request"));
        for (int i = 0; i < 3; i++) {
            Map<String, Finding> findings = cycle();
            assertThat(findings.get("clock").reason()).isEqualTo(Reason.FAILED);
            assertThat(findings.get(id(0)).state()).isEqualTo(State.OK);
        }
        assertThat(sim.sessions().open()).isEqualTo(1);
    }

    @Test
    void judgesTheClockByOurs() {
        sim.appliance().skew(Duration.ofMinutes(7));
        Map<String, Finding> findings = cycle();
        assertThat(findings.get("clock").reason()).isEqualTo(Reason.SKEWED);
        assertThat(findings.get("clock").message()).contains("7 min ahead");
    }

    @Test
    void showsAHostileNameAsText() {
        receivers.get(0).rename("ERC\r\n<b>{{env:HOME}} ${body}\u202e" + "x".repeat(9000));
        String subject = cycle().get(id(0)).subject();
        assertThat(subject).startsWith("ERC  <b>{{env:HOME}} ${body} xxx").hasSizeLessThanOrEqualTo(256);
        assertThat(subject).doesNotContain("\n").doesNotContain("\u202e");
    }

    @Test
    void listsDevicesForPeople() throws EsmException {
        SimDevice off = sim.appliance().addElmReceiver("ERC-OFF").disable(true);
        assertThat(client().devices(Duration.ofSeconds(10)))
                .extracting(device -> device.name() + " " + device.kind() + " " + device.enabled())
                .containsExactly("ERC-1 RECEIVER true", "ERC-2 RECEIVER true", "ERC-OFF ELMREC false");
        assertThat(client.devices(Duration.ofSeconds(10)).get(2).id()).isEqualTo(off.id());
    }

    @Test
    @MostlyWaits
    void endsInTimeWhereAnswersDripOrBreakOff() {
        cycle();
        client.close();
        client = null;
        settings.requestTimeout = Duration.ofMillis(600);
        for (SimFault fault : List.of(SimFault.drip(Duration.ofMillis(200)), SimFault.truncate(), SimFault.hang())) {
            sim.faults().clear();
            sim.faults().always("alarmGetTriggeredAlarms", fault);
            long started = System.nanoTime();
            Map<String, Finding> findings = cycle();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(60));
            assertThat(findings.get("alarms").reason())
                    .isEqualTo(fault instanceof SimFault.Truncate ? Reason.UNREADABLE : Reason.UNREACHABLE);
            assertThat(findings.get(id(0)).state()).isEqualTo(State.OK);
        }
    }
}
