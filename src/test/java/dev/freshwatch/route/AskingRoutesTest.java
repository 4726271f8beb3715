package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.MostlyWaits;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shipped routes ask of an ESM: one answer for each question, at a known cost. */
class AskingRoutesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration CYCLE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final SimEsm esm = new SimEsm();
    private Folder folder;

    @BeforeEach
    void settle() {
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        folder = new Folder(directory).esm("soc", esm).set("esm.soc.receivers", "all");
    }

    @AfterEach
    void close() {
        esm.close();
    }

    private SimDevice live(String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    private static Map<String, String> outcomes(OneShotCheck asking) throws InterruptedException {
        Map<String, String> outcomes = new TreeMap<>();
        for (Finding finding : asking.check(CYCLE, CheckFilter.ALL)) {
            String outcome = finding.state().word() + " " + finding.reason().word();
            assertThat(outcomes.put(finding.check().value().substring("esm/soc/".length()), outcome))
                    .as("a second answer to " + finding.check())
                    .isNull();
        }
        return outcomes;
    }

    private static String events(SimDevice receiver) {
        return "events/" + receiver.id();
    }

    @Test
    @MostlyWaits
    void aSteadyCycleStaysWithinItsRequestsAndQueries() throws Exception {
        int receivers = 6;
        for (int i = 1; i <= receivers; i++) {
            live("ERC-" + i);
        }
        esm.behaviour().queryDuration(Duration.ofMillis(200));
        try (OneShotCheck asking = folder.ask()) {
            for (int warm = 0; warm < 4; warm++) {
                outcomes(asking);
            }
            esm.resetCounters();
            int cycles = 3;
            for (int i = 0; i < cycles; i++) {
                assertThat(outcomes(asking).values()).containsOnly("ok up", "ok fresh");
            }
            long most = cycles * (2 + receivers * (3 + 2L));
            assertThat(esm.requests().total())
                    .as(() -> "requests " + esm.requests().perCommand())
                    .isLessThanOrEqualTo(most);
            assertThat(esm.requests().of("login")).isZero();
        }
        assertThat(esm.queries().peak()).isEqualTo(2);
        assertThat(esm.sessions().peak()).isEqualTo(1);
        assertThat(esm.sessions().open()).isZero();
        assertThat(esm.queries().open()).isZero();
        assertThat(esm.violations()).isEmpty();
    }

    /** Two ESMs and a MISP nobody is to ask: their URLs refuse. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "esm/soc/alarms      | esm/soc/alarms esm/soc/session",
                "soc alarms          | esm/soc/alarms esm/soc/session esm/lab/session",
                "soc session         | esm/soc/session esm/lab/session",
                "esm/soc/events/*    | esm/soc/events/1 esm/soc/events/2 esm/soc/session",
                "ERC-1*              | esm/soc/events/1 esm/soc/session esm/lab/session",
                "ERC-2 events        | esm/soc/events/2 esm/soc/session esm/lab/session",
                "misp/*/page         | misp/intel/page",
                "intel pa*           | misp/intel/page esm/soc/session esm/lab/session",
                "misp/lab/*          | ''",
                "service/*           | ''",
                "esm/*/nothing       | ''",
            })
    void onlyPlatformsAreAskedThatHaveWhatIsWanted(String glob, String expected) throws Exception {
        SimDevice first = live("ERC-1");
        SimDevice second = live("ERC-2");
        folder.set("esm.lab.url", "http://127.0.0.1:1")
                .set("esm.lab.username", "NGCP")
                .set("esm.lab.password", "x")
                .set("esm.lab.receivers", "all")
                .set("misp.intel.url", "http://127.0.0.1:1");
        try (OneShotCheck asking = folder.ask()) {
            String made = asking.check(CYCLE, CheckFilter.of(List.of(glob))).stream()
                    .map(finding -> finding.check().value())
                    .map(check -> check.replace("" + first.id(), "1").replace("" + second.id(), "2"))
                    .sorted()
                    .collect(Collectors.joining(" "));

            assertThat(made.split(" ")).containsExactlyInAnyOrder(expected.split(" "));
        }
        if (!expected.contains("esm/soc")) {
            assertThat(esm.requests().total()).isZero();
        }
    }

    @Test
    @MostlyWaits
    void aFailingReceiverCostsNoOtherItsAnswer() throws Exception {
        SimDevice first = live("ERC-1");
        SimDevice second = live("ERC-2");
        SimDevice third = live("ERC-3");
        SimDevice fourth = live("ERC-4");
        esm.faults().always("qryExecuteDetail", first.id(), SimFault.status(500, "Error processing request"));
        esm.faults().always("qryGetResults", second.id(), SimFault.garbage());
        esm.behaviour().queryDuration(third.id(), EsmBehaviour.NEVER);
        folder.set("esm.soc.query-timeout", "5s");

        try (OneShotCheck asking = folder.ask()) {
            Map<String, String> outcomes = outcomes(asking);

            assertThat(outcomes)
                    .hasSize(7)
                    .containsEntry(events(first), "unknown failed")
                    .containsEntry(events(second), "unknown unreadable")
                    .containsEntry(events(third), "unknown timeout")
                    .containsEntry(events(fourth), "ok fresh")
                    .containsEntry("alarms", "ok fresh");
        }
        assertThat(esm.queries().open()).isZero();
    }

    @Test
    void aStepThatBreaksInTheMiddleOfTheFanOutIsOneAnswerLessAndNoMore() throws Exception {
        SimDevice first = live("ERC-1");
        SimDevice second = live("ERC-2");
        String shipped = Files.readString(Folder.HOME.resolve("routes/esm-ask.camel.yaml"));
        String ask =
                """
                                - bean:
                                    ref: esm-{{name}}
                                    method: findNewestEvent
                """;
        String broken =
                """
                                - filter:
                                    expression:
                                      simple:
                                        expression: ${exchangeProperty.CamelSplitIndex} == 0
                                    steps:
                                      - throwException:
                                          exceptionType: java.lang.IllegalStateException
                                          message: a step of the operator's own
                """;
        String step = indented(ask, shipped);
        folder.route("esm-ask.camel.yaml", shipped.replace(step, broken.indent(step.indexOf('-') - 16) + step));

        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking))
                    .hasSize(5)
                    .containsEntry("session", "ok up")
                    .containsEntry("alarms", "ok fresh")
                    .containsEntry(events(first), "unknown timeout")
                    .containsEntry(events(second), "ok fresh");
        }
    }

    /** The step as it stands in the file, whatever its indentation there. */
    private static String indented(String step, String file) {
        List<String> lines = step.stripIndent().lines().toList();
        String[] all = file.split("\n");
        for (int at = 0; at + 2 < all.length; at++) {
            if (all[at].strip().equals(lines.get(0).strip())
                    && all[at + 2].strip().equals(lines.get(2).strip())) {
                return String.join("\n", all[at], all[at + 1], all[at + 2]) + "\n";
            }
        }
        throw new AssertionError("the shipped route has no step findNewestEvent");
    }

    @Test
    void whatIsNotInTheWindowIsLookedForOnceMoreFurtherBack() throws Exception {
        SimDevice late = esm.appliance().addReceiver("ERC-1");
        late.events().aged(Duration.ofHours(30));
        SimDevice never = esm.appliance().addReceiver("ERC-2");
        SimDevice fresh = live("ERC-3");
        esm.appliance().alarms().stream().clear().aged(Duration.ofHours(5));

        try (OneShotCheck asking = folder.ask()) {
            List<Finding> findings = asking.check(CYCLE, CheckFilter.ALL);

            assertThat(finding(findings, events(late)).reason().word()).isEqualTo("stale");
            assertThat(finding(findings, events(late)).age()).isBetween(Duration.ofHours(30), Duration.ofHours(31));
            assertThat(finding(findings, events(never)).reason().word()).isEqualTo("silent");
            assertThat(finding(findings, events(never)).message()).contains("more than 3 days");
            assertThat(finding(findings, events(fresh)).state()).isEqualTo(State.OK);
            assertThat(finding(findings, "alarms").age()).isBetween(Duration.ofHours(5), Duration.ofHours(6));
        }
        assertThat(esm.queries().started())
                .as("two looks at two Receivers, one at the third")
                .isEqualTo(5);
        assertThat(esm.requests().of("alarmGetTriggeredAlarms")).isEqualTo(2);
        assertThat(esm.queries().peak()).isLessThanOrEqualTo(2);
        assertThat(esm.queries().open()).isZero();
    }

    private static Finding finding(List<Finding> findings, String check) {
        return findings.stream()
                .filter(finding -> finding.check().value().equals("esm/soc/" + check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSessionThatIsLostInTheMiddleOfACycleIsSeenByNobody() throws Exception {
        for (int i = 1; i <= 4; i++) {
            live("ERC-" + i);
        }
        esm.behaviour().callsPerSession(13).queryDuration(Duration.ofMillis(20));

        try (OneShotCheck asking = folder.ask()) {
            for (int cycle = 0; cycle < 8; cycle++) {
                assertThat(outcomes(asking)).hasSize(7).allSatisfy((check, outcome) -> assertThat(outcome)
                        .as(check)
                        .startsWith("ok"));
            }
        }
        assertThat(esm.sessions().attempts()).isGreaterThan(5);
        assertThat(esm.sessions().open()).isZero();
        assertThat(esm.queries().open()).isZero();
    }

    @Test
    void anEsmThatRefusesConnectionsIsAskedAgainAsSoonAsItIsBack() throws Exception {
        URI url = esm.url();
        SimDevice receiver = live("ERC-1");
        folder.set("esm.soc.receivers", "configured").receivers("soc", receiver);
        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking).values()).containsOnly("ok up", "ok fresh");
            esm.close();

            assertThat(outcomes(asking))
                    .isEqualTo(Map.of(
                            "session",
                            "critical unreachable",
                            "clock",
                            "unknown unreachable",
                            "alarms",
                            "unknown unreachable",
                            events(receiver),
                            "unknown unreachable"));

            try (SimEsm back =
                    new SimEsm(url.getPort(), null, InstantSource.system(), SimEsm.USERNAME, SimEsm.PASSWORD)) {
                back.appliance().addReceiver("ERC-1").events().live(SECOND, Duration.ZERO);
                back.appliance().alarms().stream().live(SECOND, Duration.ZERO);
                assertThat(outcomes(asking).values()).containsOnly("ok up", "ok fresh");
            }
        }
    }

    @Test
    void everyReceiverIsThereWithItsOwnNameAndTwoMayShareOne() throws Exception {
        SimDevice one = live("ERC");
        SimDevice two = live("ERC");
        SimDevice off = live("ERC-3").disable(true);

        try (OneShotCheck asking = folder.ask()) {
            assertThat(outcomes(asking))
                    .containsEntry(events(one), "ok fresh")
                    .containsEntry(events(two), "ok fresh")
                    .doesNotContainKey(events(off));
        }
    }
}
