package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.Soak;
import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of an ESM at every place of a cycle, through the shipped routes and real HTTP: the check that is hit is
 * not ok for the right reason, all others are judged, the cycle keeps its time, and when the fault is over the next
 * cycle is as if nothing had been. In the first cycle of a watch, and in a later one.
 */
class EsmFaultTableTest {

    /** A cycle that ends by this limit instead of those of its calls has not kept its time. */
    private static final Duration CYCLE = Duration.ofSeconds(90);

    private static final Duration KEPT = Duration.ofSeconds(60);

    private static final Duration LIVE = Duration.ofSeconds(1);

    /** Where in a cycle the fault is. There is one ESM for each, under this name. */
    private enum Place {
        LOGIN("login"),
        CLOCK("essmgtGetESSTime"),
        DEVICES("devGetDeviceList"),
        ALARMS("alarmGetTriggeredAlarms"),
        EXECUTE("qryExecuteDetail"),
        STATUS("qryGetStatus"),
        RESULTS("qryGetResults"),
        CLOSE("qryClose");

        final String command;

        Place(String command) {
            this.command = command;
        }

        String esm() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isQuery() {
            return command.startsWith("qry");
        }
    }

    /** What goes wrong, and the reason that a check gets from it; null = none, it is mended at once. */
    private enum Bad {
        HANG(SimFault.hang(), "unreachable"),
        DRIP_HEAD(new SimFault.Drip(Duration.ofSeconds(1), true), "unreachable"),
        DRIP_BODY(new SimFault.Drip(Duration.ofSeconds(1), false), "unreachable"),
        RESET(SimFault.reset(), "unreachable"),
        CLOSE(SimFault.close(), "unreachable"),
        TRUNCATE(SimFault.truncate(), "unreadable"),
        HTML_200(page(200, "<!DOCTYPE html><html><body>Welcome</body></html>"), "unreadable"),
        MAINTENANCE_200(SimFault.html(), "maintenance"),
        EMPTY_200(SimFault.empty(), "unreadable"),
        GARBAGE_200(SimFault.garbage(), "unreadable"),
        ONCE_401(SimFault.unauthorized(), null),
        ALWAYS_401(SimFault.unauthorized(), "unauthorized"),
        ALWAYS_403(SimFault.forbidden(), "unauthorized"),
        ALWAYS_429(SimFault.retryAfter(429, "3600"), "overloaded"),
        ALWAYS_503(SimFault.retryAfter(503, "3600"), "failed"),
        ALWAYS_500(SimFault.status(500, "Error processing request, see server logs for more details"), "failed"),
        MAINTENANCE_500(page(500, "<html><body>The ESM is in maintenance mode.</body></html>"), "maintenance");

        final SimFault fault;
        final String reason;

        Bad(SimFault fault, String reason) {
            this.fault = fault;
            this.reason = reason;
        }

        boolean refusesLogins() {
            return Set.of(ONCE_401, ALWAYS_401, ALWAYS_403).contains(this);
        }

        /** Ends at a limit, which is short then; all others must not come near one, however busy the machine is. */
        boolean waits() {
            return Set.of(HANG, DRIP_HEAD, DRIP_BODY).contains(this);
        }

        /** The ESM does what it is asked, and the answer is lost on the way: what it has opened then, nobody can close. */
        boolean losesTheAnswer() {
            return Set.of(DRIP_HEAD, DRIP_BODY, TRUNCATE).contains(this);
        }
    }

    /** One of each kind: the others differ little from these, and run in the profile soak. */
    private static final Set<Bad> OFTEN = EnumSet.complementOf(
            EnumSet.of(Bad.DRIP_HEAD, Bad.CLOSE, Bad.EMPTY_200, Bad.ALWAYS_401, Bad.ALWAYS_503, Bad.MAINTENANCE_500));

    private static SimFault page(int status, String html) {
        return new SimFault.Instead(new HttpAnswer(
                status, List.of(Map.entry("Content-Type", "text/html")), html.getBytes(StandardCharsets.UTF_8)));
    }

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyFaultAtEveryPlace() throws Exception {
        run(Bad.ONCE_401); // alone, so that classes are loaded before anything is measured
        SideBySide cases = new SideBySide(5);
        for (Bad bad : Soak.isOn() ? EnumSet.allOf(Bad.class) : OFTEN) {
            cases.add(bad.name(), () -> run(bad));
        }
        return cases.tests();
    }

    private void run(Bad bad) throws Exception {
        Map<Place, SimEsm> esms = new EnumMap<>(Place.class);
        try {
            Folder folder = new Folder(Files.createTempDirectory(directory, bad.name()));
            for (Place place : Place.values()) {
                esms.put(place, esm(folder, place.esm(), bad));
            }
            try (OneShotCheck asking = folder.ask()) {
                run(bad, true, esms, asking);
                esms.get(Place.LOGIN).sessions().expire();
                run(bad, false, esms, asking);
            }
            esms.forEach((place, esm) -> {
                boolean neverKnown = place == Place.LOGIN && bad.losesTheAnswer();
                assertThat(esm.sessions().open())
                        .as(place + ": sessions in the end")
                        .isEqualTo(neverKnown ? 1 : 0);
                assertThat(esm.violations()).as(place + ": violations").isEmpty();
            });
        } finally {
            esms.values().forEach(SimEsm::close);
        }
    }

    private static SimEsm esm(Folder folder, String name, Bad bad) {
        SimEsm esm = new SimEsm();
        SimDevice one = esm.appliance().addReceiver("ERC-1");
        SimDevice two = esm.appliance().addReceiver("ERC-2");
        esm.appliance().receivers().forEach(receiver -> receiver.events().live(LIVE, Duration.ZERO));
        esm.appliance().alarms().stream().live(LIVE, Duration.ZERO);
        folder.esm(name, esm)
                .receivers(name, one, two)
                .set("esm." + name + ".login", "base64")
                .set("esm." + name + ".request-timeout", bad.waits() ? "3s" : "60s")
                .set("esm." + name + ".query-timeout", bad.waits() ? "5s" : "60s");
        return esm;
    }

    private static void run(Bad bad, boolean first, Map<Place, SimEsm> esms, OneShotCheck asking) throws Exception {
        String when = first ? "in the first cycle: " : "in a later cycle: ";
        esms.forEach((place, esm) -> inject(bad, place, esm));
        esms.values().forEach(SimEsm::resetCounters);

        long started = System.nanoTime();
        Map<String, String> outcomes = outcomes(ask(asking));
        Duration took = Duration.ofNanos(System.nanoTime() - started);

        Map<String, String> expected = new TreeMap<>();
        esms.forEach((place, esm) -> expect(expected, bad, place, first, esm));
        assertThat(outcomes).as(when + "what is not ok").isEqualTo(expected);
        assertThat(took).as(when + "time").isLessThan(KEPT);

        esms.values().forEach(esm -> esm.faults().clear());
        Map<String, String> after = outcomes(ask(asking));
        // Refused credentials are not tried again before a pause is over.
        after.keySet().removeIf(check -> bad.refusesLogins() && check.startsWith("esm/login/"));
        assertThat(after).as(when + "the next cycle").isEmpty();
        esms.forEach((place, esm) -> {
            int never = left(bad, place) * (first ? 1 : 2);
            assertThat(esm.queries().open()).as(when + place + ": open queries").isEqualTo(never);
            int waiting = place == Place.CLOSE ? 1 : 0;
            assertThat(esm.queries().peak())
                    .as(when + place + ": most open queries")
                    .isLessThanOrEqualTo(2 + never + waiting);
        });
        assertThat(esms.get(Place.LOGIN).requests().of("login"))
                .as("logins, three of them in one cycle")
                .isLessThanOrEqualTo(4);
    }

    /** Queries that stay open for good, because nobody could know of them. */
    private static int left(Bad bad, Place place) {
        boolean neverKnown = place == Place.EXECUTE && bad.losesTheAnswer();
        // A 200 with nothing in it is what an ESM says that has closed the query.
        boolean lied = place == Place.CLOSE && bad == Bad.EMPTY_200;
        return neverKnown || lied ? 1 : 0;
    }

    private static List<Finding> ask(OneShotCheck asking) throws InterruptedException {
        return asking.check(CYCLE, CheckFilter.ALL);
    }

    private static void inject(Bad bad, Place place, SimEsm esm) {
        int times = bad == Bad.ONCE_401 ? 1 : Integer.MAX_VALUE;
        if (place.isQuery()) {
            esm.faults().next(times, place.command, receiver(esm, 0), bad.fault);
        } else {
            esm.faults().next(times, place.command, bad.fault);
        }
    }

    private static long receiver(SimEsm esm, int at) {
        return esm.appliance().receivers().get(at).id();
    }

    /** By check what is not ok; there must be a finding for every check. */
    private static Map<String, String> outcomes(List<Finding> findings) {
        assertThat(findings.stream().map(Finding::check).distinct())
                .as("one finding for each check")
                .hasSize(5 * Place.values().length)
                .hasSameSizeAs(findings);
        Map<String, String> bad = new TreeMap<>();
        findings.stream()
                .filter(finding -> finding.state() != dev.freshwatch.freshness.State.OK)
                .forEach(finding -> bad.put(
                        finding.check().value(),
                        finding.state().word() + " " + finding.reason().word()));
        return bad;
    }

    private static void expect(Map<String, String> expected, Bad bad, Place place, boolean first, SimEsm esm) {
        String reason = bad == Bad.ONCE_401 && place == Place.LOGIN ? "unauthorized" : bad.reason;
        if (reason == null) {
            return;
        }
        String esmChecks = "esm/" + place.esm() + "/";
        List<String> all = List.of("clock", "alarms", "events/" + receiver(esm, 0), "events/" + receiver(esm, 1));
        // Being asked to slow down concerns all that is asked, wherever it is said first.
        boolean session = place == Place.LOGIN || (place == Place.CLOCK && reason.equals("overloaded"));
        if (session) {
            boolean asksToWait = Set.of("overloaded", "maintenance").contains(reason);
            expected.put(esmChecks + "session", (asksToWait ? "warning " : "critical ") + reason);
        }
        // Without its clock nothing is judged by age; in a later cycle the last reading serves on.
        List<String> hit =
                switch (place) {
                    case LOGIN -> all;
                    case CLOCK -> session || first ? all : List.of("clock");
                    case ALARMS -> List.of("alarms");
                    case EXECUTE, STATUS, RESULTS -> List.of("events/" + receiver(esm, 0));
                    case DEVICES, CLOSE -> List.of();
                };
        hit.forEach(check -> expected.put(esmChecks + check, "unknown " + reason));
    }
}
