package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.Soak;
import dev.freshwatch.config.EsmLoad;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sim.BulkBehaviour;
import dev.freshwatch.sim.BulkBehaviour.Offer;
import dev.freshwatch.sim.BulkBehaviour.ReceiverRow;
import dev.freshwatch.sim.DateText;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One call instead of many queries: the verdicts are the same, whatever that call answers. In a time of its own. */
class LastEventsTest {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int QUIET = 1;
    private static final int STOPS = 2;
    private static final int CLEARED = 3;
    private static final int AHEAD = 4;
    private static final int RECEIVERS = 6;
    private static final int LAST_MINUTE = 80;

    private final StillTime time = new StillTime();
    private final SimEsm sim = new SimEsm(time::now);
    private final TestEsm settings = TestEsm.at(sim.url());
    private final List<SimDevice> receivers = new ArrayList<>();
    private final List<EsmClient> clients = new ArrayList<>();

    private void addReceivers(int count) {
        sim.appliance().alarms().stream().live(Duration.ofMinutes(1), Duration.ZERO);
        for (int i = 0; i < count; i++) {
            SimDevice device = sim.appliance().addReceiver("ERC-" + i);
            // The newest is five seconds old: a row that claims the present is recognized.
            device.events().live(Duration.ofSeconds(10), Duration.ofSeconds(5));
            receivers.add(device);
            settings.receiver(device.id());
        }
    }

    private EsmClient client(boolean bulk) {
        settings.bulk = bulk;
        EsmClient client = new EsmClient(settings.settings(), new JdkHttp(), time);
        clients.add(client);
        return client;
    }

    @AfterEach
    void nothingIsLeftBehind() {
        clients.forEach(EsmClient::close);
        assertThat(sim.requests().violations()).isEmpty();
        assertThat(sim.queries().open()).isZero();
        assertThat(sim.sessions().open()).isZero();
        sim.close();
    }

    private static Map<String, Finding> cycle(EsmClient client) {
        return Cycles.findings(Cycles.inTurn(client));
    }

    private long queries(Runnable cycle) {
        long before = sim.queries().started();
        cycle.run();
        return sim.queries().started() - before;
    }

    private String id(int receiver) {
        return Long.toString(receivers.get(receiver).id());
    }

    private static Arguments scenario(String name, boolean spares, Consumer<LastEventsTest> setup) {
        return Arguments.of(name, spares, setup);
    }

    private BulkBehaviour bulk() {
        return sim.behaviour().bulk();
    }

    private void eachRow(BulkBehaviour.Quirk quirk) {
        receivers.forEach(device -> bulk().quirk(device.id(), quirk));
    }

    private void eachRowAndSource(BulkBehaviour.Quirk quirk) {
        eachRow(quirk);
        receivers.forEach(device -> device.sources().forEach(source -> bulk().quirk(source.id(), quirk)));
    }

    static Stream<Arguments> scenarios() {
        return Soak.oneInEach(
                8,
                List.of(
                        scenario("honest rows", true, test -> {}),
                        scenario("rows of the boxes alone", true, test -> test.bulk()
                                .receiverRow(ReceiverRow.BOX)),
                        scenario("rows of the boxes alone, and none of their sources", false, test -> {
                            test.bulk().receiverRow(ReceiverRow.BOX);
                            test.receivers.forEach(device ->
                                    test.bulk().quirk(device.sources().get(0).id(), BulkBehaviour.missing()));
                        }),
                        scenario("rows that lag by more than they may", false, test -> test.bulk()
                                .lag(Duration.ofMinutes(5))),
                        scenario(
                                "rows that claim the present",
                                false,
                                test -> test.eachRow(BulkBehaviour.claims(Duration.ZERO))),
                        scenario(
                                "rows that claim the future",
                                false,
                                test -> test.eachRow(BulkBehaviour.claims(Duration.ofMinutes(-30)))),
                        scenario(
                                "rows that claim a minute ago",
                                false,
                                test -> test.eachRowAndSource(BulkBehaviour.claims(Duration.ofSeconds(66)))),
                        scenario("no rows of Receivers", false, test -> test.eachRow(BulkBehaviour.missing())),
                        scenario(
                                "Receivers that never had an event", true, test -> test.eachRow(BulkBehaviour.never())),
                        scenario(
                                "nothing ever had an event",
                                false,
                                test -> test.eachRowAndSource(BulkBehaviour.never())),
                        scenario("each row twice", false, test -> test.eachRow(BulkBehaviour.doubled(Duration.ZERO))),
                        scenario(
                                "each row twice, the other old",
                                false,
                                test -> test.eachRow(BulkBehaviour.doubled(Duration.ofDays(2)))),
                        scenario("times that are none", false, test -> test.eachRow(BulkBehaviour.text("yesterday"))),
                        scenario("times in another zone, ahead", false, test -> test.bulk()
                                .zone(ZoneId.of("Asia/Tokyo"))),
                        scenario("times in another zone, behind", false, test -> test.bulk()
                                .zone(ZoneId.of("America/New_York"))),
                        scenario(
                                "all Receivers of one name",
                                false,
                                test -> test.receivers.forEach(device -> device.rename("ERC"))),
                        scenario("names that differ in case and blanks", false, test -> {
                            for (int i = 0; i < RECEIVERS; i++) {
                                String name = "ERC " + i / 2;
                                test.receivers.get(i).rename(i % 2 == 0 ? name : "erc  " + i / 2 + " ");
                            }
                        }),
                        scenario(
                                "a stranger for each name",
                                false,
                                test -> test.receivers.forEach(device -> test.bulk()
                                        .stranger(device.name().toLowerCase(java.util.Locale.ROOT), test.time.now()))),
                        scenario("names full of surprises", true, test -> {
                            for (int i = 0; i < RECEIVERS; i++) {
                                test.receivers
                                        .get(i)
                                        .rename("ERC\t%11,\"" + i + "\u202e{{env:HOME}}" + "x".repeat(200));
                            }
                        }),
                        scenario("days before months", true, test -> test.sim
                                .appliance()
                                .dates(DateText.DAY_MONTH_YEAR)),
                        scenario("years first", true, test -> test.sim
                                .appliance()
                                .dates(DateText.YEAR_MONTH_DAY)),
                        scenario(
                                "marked as UTC",
                                true,
                                test -> test.sim.appliance().zone(13).dates(DateText.GMT)),
                        scenario("a zone with summer time", true, test -> test.sim
                                .appliance()
                                .zone(27)),
                        scenario("no device tree, so that no name is known to be of one device", false, test -> test.sim
                                .faults()
                                .always("grpGetDeviceTreeEx", SimFault.forbidden())),
                        scenario("neither call", false, test -> test.bulk().offer(Offer.NONE)),
                        scenario("the private call", true, test -> test.bulk().offer(Offer.PRIVATE)),
                        scenario("the private call, names full of surprises", true, test -> {
                            test.bulk().offer(Offer.PRIVATE);
                            for (int i = 0; i < RECEIVERS; i++) {
                                test.receivers.get(i).rename("Zürich, \"" + i + "\" %11%12 | <b>");
                            }
                        }),
                        scenario("the private call, six columns", false, test -> {
                            test.bulk().offer(Offer.PRIVATE);
                            test.eachRow(BulkBehaviour.width(6));
                        }),
                        scenario("the private call, three columns", false, test -> {
                            test.bulk().offer(Offer.PRIVATE);
                            test.eachRow(BulkBehaviour.width(3));
                        }),
                        fault("HTML", SimFault.html()),
                        fault("garbage", SimFault.garbage()),
                        fault("an empty answer", SimFault.empty()),
                        fault("half an answer", SimFault.truncate()),
                        fault("an error of its own", SimFault.status(500, "Error processing request")),
                        fault("rights refused", SimFault.forbidden()),
                        fault("session refused", SimFault.unauthorized()),
                        fault("a refusal", SimFault.status(400, "Input Validation Error")),
                        fault("a request to slow down", SimFault.retryAfter(429, "3600")),
                        fault("a redirect", SimFault.redirect("https://elsewhere.example/")),
                        fault("too much", SimFault.huge(3 << 20)),
                        fault("a reset", SimFault.reset())));
    }

    private static Arguments fault(String name, SimFault fault) {
        return scenario("the call: " + name, false, test -> {
            test.sim.faults().always(LastEventCall.PUBLIC, fault);
            test.sim.faults().always(LastEventCall.PRIVATE, fault);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void theVerdictsAreThoseOfQueries(String name, boolean spares, Consumer<LastEventsTest> setup) {
        addReceivers(RECEIVERS);
        receivers.get(QUIET).events().clear().live(Duration.ofMinutes(4), Duration.ofSeconds(70));
        setup.accept(this);
        EsmClient off = client(false);
        EsmClient auto = client(true);
        for (int minute = 0; minute <= LAST_MINUTE; minute += 10) {
            act(minute);
            Map<String, Finding> expected = cycle(off);
            long asked = queries(() -> assertThat(essence(cycle(auto)))
                    .as("after %s minutes", time.now())
                    .containsExactlyElementsOf(essence(expected)));
            if (minute == 10) {
                assertThat(asked).as("queries in steady state").isEqualTo(spares ? 0 : RECEIVERS);
            }
            time.pass(EVERY);
        }
    }

    /** One falls silent and recovers, one loses all its events, one has a device with a wrong clock. */
    private void act(int minute) {
        switch (minute) {
            case 20 -> receivers.get(STOPS).events().stop();
            case 30 -> receivers.get(CLEARED).events().clear();
            case 40 -> receivers.get(AHEAD).events().at(time.now().plus(Duration.ofMinutes(15)));
            case 60 -> receivers.get(CLEARED).events().aged(Duration.ofMinutes(3));
            case 70 -> receivers.get(STOPS).events().resume();
            default -> {}
        }
    }

    /** All that a finding says, except how long it took to find. */
    private static List<String> essence(Map<String, Finding> findings) {
        return findings.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("session"))
                .map(entry -> {
                    Finding finding = entry.getValue();
                    return entry.getKey() + " " + finding.state() + " " + finding.reason() + " " + finding.message()
                            + " " + finding.lastActivity() + " " + finding.age();
                })
                .toList();
    }

    /** Such rows are believed, and then ages are higher by so much; states are the same. */
    @Test
    void rowsMayLagALittle() {
        addReceivers(RECEIVERS);
        bulk().lag(Duration.ofSeconds(45));
        EsmClient off = client(false);
        EsmClient auto = client(true);
        for (int minute = 0; minute <= LAST_MINUTE; minute += 10) {
            act(minute);
            Map<String, Finding> expected = cycle(off);
            Map<String, Finding> found = cycle(auto);
            expected.forEach((id, finding) -> {
                assertThat(found.get(id).state()).isEqualTo(finding.state());
                assertThat(found.get(id).reason()).isEqualTo(finding.reason());
                if (finding.age() != null) {
                    assertThat(found.get(id).age())
                            .isBetween(finding.age(), finding.age().plus(RowProofs.MAY_LAG));
                }
            });
            time.pass(EVERY);
        }
    }

    @Test
    void fortyHealthyReceiversCostThreeRequestsAndFourQueriesAtMost() {
        addReceivers(40);
        EsmClient client = client(true);
        assertThat(queries(() -> cycle(client))).as("none is proven yet").isEqualTo(40);
        int compared = 0;
        for (int i = 0; i < 30; i++) {
            time.pass(EVERY);
            sim.resetCounters();
            assertThat(cycle(client).values()).allMatch(finding -> finding.state() == State.OK);
            Map<String, Long> calls = sim.requests().perCommand();
            long queries = sim.queries().started();
            assertThat(queries).isLessThanOrEqualTo(EsmLoad.MOST_COMPARED);
            compared += (int) queries;
            assertThat(calls)
                    .containsEntry("essmgtGetESSTime", 1L)
                    .containsEntry("alarmGetTriggeredAlarms", 1L)
                    .containsEntry("qryGetDeviceLastAlertTime", 1L);
            boolean listed = calls.containsKey("devGetDeviceList");
            assertThat(sim.requests().total()).isEqualTo(3 + 4 * queries + (listed ? 2 : 0));
        }
        // From the seventh on, as each is due after an hour.
        assertThat(compared).isEqualTo(4 * 25);
    }

    @Test
    void threeStaleOnesOfFortyCostThreeQueriesMore() {
        addReceivers(40);
        EsmClient client = client(true);
        cycle(client);
        for (int i = 0; i < 3; i++) {
            receivers.get(i).events().stop();
        }
        time.pass(Duration.ofMinutes(20));
        cycle(client);
        for (int i = 0; i < 10; i++) {
            time.pass(EVERY);
            sim.resetCounters();
            Map<String, Finding> findings = cycle(client);
            assertThat(findings.values().stream().filter(finding -> finding.reason() == Reason.STALE))
                    .hasSize(3);
            // After an hour without an event, each is searched for in a wider window as well.
            int each = findings.get(id(0)).age().compareTo(Duration.ofHours(1)) > 0 ? 2 : 1;
            assertThat(sim.queries().started()).isBetween(3L * each, 4L + 3 * each);
        }
    }

    /** Nothing shows before the next comparison; then the rows of all are worth nothing. */
    @Test
    void aRowThatBeginsToLieIsFoundWithinItsTurnAndCostsAllTheirProof() {
        addReceivers(8);
        EsmClient client = client(true);
        cycle(client);
        time.pass(EVERY);
        assertThat(queries(() -> cycle(client))).isZero();
        receivers.get(0).events().stop();
        bulk().quirk(receivers.get(0).id(), BulkBehaviour.claims(Duration.ZERO));
        int cycles = 0;
        do {
            time.pass(EVERY);
            cycles++;
        } while (cycle(client).get(id(0)).state() == State.OK);
        assertThat(EVERY.multipliedBy(cycles)).isLessThanOrEqualTo(Duration.ofMinutes(20 + 60 + 20));
        time.pass(EVERY);
        assertThat(queries(() -> assertThat(cycle(client).get(id(0)).reason()).isIn(Reason.STALE, Reason.SILENT)))
                .as("all that were not compared after it, and two for the one that lies")
                .isBetween(8L - EsmLoad.MOST_COMPARED + 1, 9L);
        time.pass(EVERY);
        assertThat(queries(() -> cycle(client))).as("the others are right").isBetween(1L, 2L);
    }

    /** That a Receiver is ok again is for a query to say, even if its row has been right all the time. */
    @Test
    void aRowEndsNoProblem() {
        addReceivers(3);
        EsmClient client = client(true);
        cycle(client);
        receivers.get(0).events().stop();
        time.pass(Duration.ofMinutes(30));
        assertThat(cycle(client).get(id(0)).reason()).isEqualTo(Reason.STALE);
        receivers.get(0).events().resume();
        time.pass(Duration.ofMinutes(1));
        sim.faults().next(3, "qryExecuteDetail", receivers.get(0).id(), SimFault.status(500, "Error processing"));
        assertThat(cycle(client).get(id(0)).state()).isEqualTo(State.UNKNOWN);
        assertThat(queries(() -> assertThat(cycle(client).get(id(0)).state()).isEqualTo(State.OK)))
                .isEqualTo(1);
        assertThat(queries(() -> cycle(client))).isZero();
    }

    @Test
    void aProofLapsesAfterADayWithoutAComparison() {
        addReceivers(2);
        EsmClient client = client(true);
        cycle(client);
        time.pass(EVERY);
        assertThat(queries(() -> cycle(client))).isZero();
        time.pass(Duration.ofHours(25));
        assertThat(queries(() -> cycle(client))).isEqualTo(2);
    }

    @Test
    void whoGetsAnotherNameIsComparedAgain() {
        addReceivers(2);
        EsmClient client = client(true);
        cycle(client);
        String name = receivers.get(0).name();
        receivers.get(0).rename(receivers.get(1).name());
        receivers.get(1).rename(name);
        time.pass(Duration.ofMinutes(61));
        assertThat(queries(() -> cycle(client))).isEqualTo(2);
    }

    @Test
    void whatWasProvenOutlivesAReload() {
        addReceivers(4);
        EsmClient client = client(true);
        cycle(client);
        time.pass(EVERY);
        settings.every = Duration.ofMinutes(5);
        EsmClient sharing = client.with(settings.settings(), new JdkHttp());
        assertThat(sharing.sharesSessionWith(client)).isTrue();
        assertThat(queries(() -> cycle(sharing))).isZero();
        settings.maxQueries = 5;
        EsmClient other = sharing.with(settings.settings(), new JdkHttp());
        clients.add(other);
        assertThat(other.sharesSessionWith(client)).isFalse();
        assertThat(queries(() -> cycle(other))).isZero();
        settings.bulk = false;
        assertThat(queries(() -> cycle(other.with(settings.settings(), new JdkHttp()))))
                .isEqualTo(4);
    }

    /** Where there is no such call, that costs two requests a day, and after a login. */
    @Test
    void asksForACallThatDoesNotExistOnceADayAndAfterALogin() {
        addReceivers(1);
        bulk().offer(Offer.NONE);
        EsmClient client = client(true);
        for (int i = 0; i < 144; i++) {
            cycle(client);
            time.pass(EVERY);
        }
        assertThat(sim.requests().of(LastEventCall.PRIVATE)).isEqualTo(1);
        assertThat(sim.requests().of(LastEventCall.PUBLIC)).as("v2 and v1").isEqualTo(2);
        bulk().offer(Offer.V2);
        sim.sessions().expire();
        cycle(client);
        time.pass(EVERY);
        cycle(client);
        assertThat(queries(() -> cycle(client))).isZero();
    }

    /** A cycle that is not repeated has nothing to compare with. */
    @Test
    void aSingleCheckQueriesAll() {
        addReceivers(2);
        EsmClient client = client(true);
        assertThat(queries(() -> Cycles.atOnce(client))).isEqualTo(2);
        assertThat(sim.requests().of(LastEventCall.PUBLIC)).isZero();
    }

    /** In the hour that occurs twice, a text alone does not tell which pass it means. */
    @Test
    void inTheHourThatOccursTwiceAllAreQueried() {
        time.set(Instant.parse("2026-10-24T23:50:00Z"));
        sim.appliance().zone(27);
        addReceivers(2);
        EsmClient client = client(true);
        List<Long> asked = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            asked.add(queries(() -> cycle(client)));
            time.pass(EVERY);
        }
        // Events from 00:00 to 02:00 in UTC have times from 02:00 to 03:00, twice. Then the rows are due for
        // comparison.
        assertThat(asked).containsExactly(2L, 0L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 2L, 0L);
    }
}
