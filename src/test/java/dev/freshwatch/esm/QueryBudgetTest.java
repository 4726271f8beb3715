package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.freshwatch.Soak;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.platform.PlatformClock;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Never more event queries in an hour than configured, and nothing is called ok for want of one. */
class QueryBudgetTest {

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final StillTime time = new StillTime();
    private final SimEsm sim = new SimEsm(time::now);
    private final TestEsm settings = TestEsm.at(sim.url());
    private final List<SimDevice> receivers = new ArrayList<>();
    private EsmClient client;
    private long counted;

    private void start(int count, Integer most, boolean bulk) {
        sim.appliance().alarms().stream().live(Duration.ofMinutes(1), Duration.ZERO);
        for (int i = 0; i < count; i++) {
            SimDevice device = sim.appliance().addReceiver("ERC-" + i);
            device.events().live(Duration.ofSeconds(10), Duration.ofSeconds(5));
            receivers.add(device);
            settings.receiver(device.id());
        }
        settings.every = EVERY;
        settings.maxQueriesPerHour = most;
        settings.bulk = bulk;
        client = new EsmClient(settings.settings(), new JdkHttp(), time);
    }

    @AfterEach
    void stop() {
        client.close();
        assertThat(sim.requests().violations()).isEmpty();
        assertThat(sim.queries().open()).isZero();
        sim.close();
    }

    private Map<String, Finding> cycle() {
        Map<String, Finding> findings = Cycles.findings(Cycles.inTurn(client));
        time.pass(EVERY);
        return findings;
    }

    /** How many queries were started since it was asked last. */
    private long queries() {
        long all = sim.requests().of("qryExecuteDetail");
        long since = all - counted;
        counted = all;
        return since;
    }

    private String id(int receiver) {
        return Long.toString(receivers.get(receiver).id());
    }

    private static void neverMore(List<Long> perCycle, long most) {
        for (int first = 0; first < perCycle.size(); first++) {
            assertThat(perCycle.subList(first, Math.min(first + 6, perCycle.size())).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("in the hour from cycle %s on, of %s", first, perCycle)
                    .isLessThanOrEqualTo(most);
        }
    }

    static Stream<Arguments> limits() {
        return Soak.rows(
                3,
                List.of(
                        arguments(10, 12, false),
                        arguments(10, 12, true),
                        arguments(3, 1, true),
                        arguments(10, 3, false),
                        arguments(10, 100, false),
                        arguments(40, 24, true)));
    }

    @ParameterizedTest(name = "{0} Receivers, {1} an hour, bulk {2}")
    @MethodSource("limits")
    void neverMoreInAnyHour(int count, int most, boolean bulk) {
        start(count, most, bulk);
        List<Long> perCycle = new ArrayList<>();
        for (int i = 0; i < 36; i++) {
            if (i == 12) {
                receivers.get(0).events().stop();
            }
            if (i == 20) {
                receivers.get(1).events().clear();
                sim.faults().next(2, "qryExecuteDetail", SimFault.status(500, "Error processing request"));
            }
            cycle().forEach((id, finding) -> {
                if (finding.state() == State.UNKNOWN) {
                    assertThat(finding.reason()).isEqualTo(Reason.OVERLOADED);
                    assertThat(finding.message())
                            .contains("not queried")
                            .contains("esm.soc.max-queries-per-hour = " + most);
                }
            });
            perCycle.add(queries());
        }
        neverMore(perCycle, most);
    }

    /** Each in its turn; what is not asked is unknown, though it was ok a cycle ago. */
    @Test
    void theOthersAreAskedInTurnAndUnknownMeanwhile() {
        start(10, 12, false);
        int[] judged = new int[10];
        for (int i = 0; i < 15; i++) {
            Map<String, Finding> findings = cycle();
            int ok = 0;
            for (int receiver = 0; receiver < 10; receiver++) {
                if (findings.get(id(receiver)).state() == State.OK) {
                    ok++;
                    judged[receiver]++;
                }
            }
            assertThat(ok).isEqualTo(2);
        }
        assertThat(judged).containsOnly(3);
    }

    @Test
    void suspectsComeFirst() {
        start(10, 24, false);
        receivers.get(7).events().stop();
        time.pass(Duration.ofMinutes(21));
        Finding found;
        int cycles = 0;
        do {
            found = cycle().get(id(7));
            cycles++;
        } while (found.state() == State.UNKNOWN);
        assertThat(cycles).as("in its turn").isEqualTo(2);
        assertThat(found.reason()).isEqualTo(Reason.STALE);
        for (int i = 0; i < 20; i++) {
            Map<String, Finding> findings = cycle();
            assertThat(findings.get(id(7)).reason()).as("with the wider search").isEqualTo(Reason.STALE);
        }
        receivers.get(7).events().resume();
        assertThat(cycle().get(id(7)).state()).isEqualTo(State.OK);
        assertThat(cycle().get(id(7)).reason()).as("in its turn again").isEqualTo(Reason.OVERLOADED);
    }

    /** What is believed without a query stays so: only the comparisons wait. */
    @Test
    void rowsThatAreProvenNeedNoBudgetAndLeaveItToSuspects() {
        start(12, 12, true);
        for (int i = 0; i < 6; i++) {
            cycle();
        }
        for (int i = 0; i < 12; i++) {
            assertThat(cycle().values()).allMatch(finding -> finding.state() == State.OK);
        }
        queries();
        for (int i = 0; i < 4; i++) {
            receivers.get(i).events().stop();
        }
        time.pass(EVERY);
        cycle();
        Map<String, Finding> findings = cycle();
        assertThat(findings.values().stream().filter(finding -> finding.reason() == Reason.STALE))
                .as("all at once, though the share of a cycle is two")
                .hasSize(4);
        assertThat(findings.values()).noneMatch(finding -> finding.state() == State.UNKNOWN);
    }

    /** What a comparison was to have may be spent meanwhile: by retries, wider searches, or another cycle. */
    @Test
    void aComparisonThatIsNotMadeIsNoFailedOne() {
        start(3, 6, true);
        for (int i = 0; i < 6; i++) {
            cycle();
        }
        time.pass(Duration.ofMinutes(70));
        EsmCycle cycle = client.openCycle();
        List<RecordLookup> planned = client.planEventLookups(client.readLastEvents(cycle));
        assertThat(planned).isNotEmpty();
        queries();
        for (int i = 0; i < 3; i++) {
            Cycles.atOnce(client);
        }
        assertThat(queries()).as("all that there are").isEqualTo(6);
        List<RecordLookup> found = planned.stream().map(client::findNewestEvent).toList();

        assertThat(queries()).isZero();
        Map<String, Finding> findings = Cycles.findings(client.collectAnswers(cycle, found));
        found.forEach(lookup -> assertThat(
                        findings.get(Long.toString(lookup.receiver())).state())
                .isEqualTo(State.OK));
        Map<String, Finding> next = cycle();
        assertThat(receivers)
                .allMatch(device -> next.get(Long.toString(device.id())).state() == State.OK);
        assertThat(queries()).isZero();
    }

    @Test
    void whatWasSpentOutlivesAReload() {
        start(4, null, false);
        cycle();
        cycle();
        assertThat(queries()).isEqualTo(8);
        settings.maxQueriesPerHour = 10;
        EsmClient before = client;
        client = before.with(settings.settings(), new JdkHttp());
        cycle();
        assertThat(queries()).as("what is left of ten").isEqualTo(2);
        settings.maxQueries = 7;
        EsmClient sharing = client;
        client = sharing.with(settings.settings(), new JdkHttp());
        assertThat(client.sharesSessionWith(before)).isFalse();
        before.close();
        cycle();
        assertThat(queries()).isZero();
        time.pass(Duration.ofMinutes(30));
        cycle();
        assertThat(queries()).as("the first hour is over").isPositive();
    }

    @Test
    void oneThatIsNoneLeavesNothingOut() {
        start(40, null, false);
        assertThat(cycle().values()).allMatch(finding -> finding.state() == State.OK);
    }

    /** A single check has no cycle after it: the whole hour is its own. */
    @Test
    void aSingleCheckMaySpendAll() {
        start(10, 6, true);
        Map<String, Finding> findings = Cycles.findings(Cycles.atOnce(client));
        assertThat(findings.values().stream().filter(finding -> finding.reason() == Reason.OVERLOADED))
                .hasSize(4);
        assertThat(queries()).isEqualTo(6);
    }

    private static QueryBudget took(QueryBudget budget, int queries) throws EsmException {
        for (int i = 0; i < queries; i++) {
            budget.take();
        }
        return budget;
    }

    @Test
    void whatAnotherProcessHasOpenedIsCountedOnce() throws EsmException {
        start(0, null, false);
        QueryBudget one = took(new QueryBudget(time, "key", 10), 3);
        time.pass(Duration.ofMinutes(20));
        took(one, 2);

        QueryBudget other = new QueryBudget(time, "key", 10);
        other.countAtLeast(one.byMinute());
        assertThat(other.left()).isEqualTo(5);
        assertThat(other.byMinute()).isEqualTo(one.byMinute());
        took(other, 1);
        one.countAtLeast(other.byMinute());
        one.countAtLeast(other.byMinute());
        other.countAtLeast(one.byMinute());
        assertThat(List.of(one.left(), other.left())).containsExactly(4, 4);

        time.pass(Duration.ofMinutes(39));
        assertThat(other.left()).isEqualTo(4);
        time.pass(Duration.ofMinutes(2));
        assertThat(other.left()).as("an hour after the first three").isEqualTo(7);
    }

    /** By a clock that was set, or of yesterday. */
    @Test
    void whatWasOpenedInTheFutureIsCountedNowAndWhatIsOldIsNot() {
        start(0, null, false);
        long minute = time.now().getEpochSecond() / 60;
        QueryBudget budget = new QueryBudget(time, "key", 10);
        budget.countAtLeast(Map.of(minute + 1000, 2, minute, 1, minute - 60, 1, minute - 61, 3, minute - 1000, 5));
        assertThat(budget.left()).isEqualTo(6);
        time.pass(Duration.ofMinutes(1));
        assertThat(budget.left()).isEqualTo(7);
        time.pass(Duration.ofMinutes(59));
        assertThat(budget.left()).isEqualTo(10);
    }

    /** It is asked before a cycle, until it answers; and again after another node has asked. */
    @Test
    void theNextProcessGoesOnWhereTheOneBeforeHasStopped() {
        start(40, 24, false);
        List<Long> perCycle = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            cycle();
            perCycle.add(queries());
        }
        assertThat(perCycle).allMatch(queries -> queries > 0);
        Map<Long, Integer> opened = client.queriesByMinute().orElseThrow();
        client.close();
        client = new EsmClient(settings.settings(), new JdkHttp(), time);
        AtomicInteger asked = new AtomicInteger();
        client.remember(esm -> {
            assertThat(esm).isEqualTo(settings.settings().name());
            return asked.incrementAndGet() == 1 ? Optional.empty() : Optional.of(opened);
        });
        cycle();
        perCycle.add(queries());
        assertThat(client.queriesByMinute())
                .as("it would be written over what could not be read")
                .isEmpty();
        for (int i = 0; i < 8; i++) {
            cycle();
            perCycle.add(queries());
        }
        neverMore(perCycle, 24);
        assertThat(asked).hasValue(2);
        client.gained();
        cycle();
        assertThat(asked).hasValue(3);

        EsmClient before = client;
        client = before.with(settings.settings(), new JdkHttp());
        client.remember(esm -> Optional.of(Map.of(0L, asked.incrementAndGet())));
        cycle();
        assertThat(asked).as("a reload knows all").hasValue(3);
    }

    /** What both know of is then in other minutes, and is not to be counted twice. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, -90, 0, 90, 3600})
    void aClockThatWasSetAddsNothing(long seconds) throws EsmException {
        start(0, null, false);
        AtomicReference<Instant> wall = new AtomicReference<>(time.now());
        QueryBudget budget = new QueryBudget(PlatformClock.of(wall::get, time::nanos), "key", 10);
        took(budget, 3);
        time.pass(Duration.ofMinutes(5));
        wall.set(time.now());
        took(budget, 2);
        Map<Long, Integer> told = budget.told();
        time.pass(Duration.ofSeconds(10));
        wall.set(time.now().plusSeconds(seconds));

        QueryBudget next = budget.with(10);
        next.countAtLeast(told);
        assertThat(next.left()).isEqualTo(5);
        next.countAtLeast(Map.of(time.now().plusSeconds(seconds).getEpochSecond() / 60 + 10, 1));
        assertThat(next.left()).as("of another process").isEqualTo(4);
    }

    @Test
    void aQueryIsForgottenAfterAnHour() throws EsmException {
        start(0, null, false);
        QueryBudget budget = new QueryBudget(time, "key", 1);
        budget.take();
        time.pass(Duration.ofMinutes(60).minusNanos(1));
        assertThat(budget.left()).isZero();
        assertThatThrownBy(budget::take).hasMessageContaining("key = 1");
        time.pass(Duration.ofNanos(1));
        budget.take();
        assertThat(budget.with(3).left()).isEqualTo(2);
    }
}
