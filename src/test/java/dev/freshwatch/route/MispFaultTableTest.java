package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.OneShotCheck;
import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.State;
import dev.freshwatch.sim.HttpAnswer;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.misp.SimMisp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault of a MISP at every place of a cycle, through the shipped routes and real HTTP: what is hit is not ok for
 * the right reason, all other checks are judged, the cycle keeps its time, and when the fault is over the next cycle is
 * as if nothing had been.
 */
class MispFaultTableTest {

    /** A cycle that ends by this limit instead of those of its calls has not kept its time. */
    private static final Duration CYCLE = Duration.ofSeconds(90);

    private static final Duration KEPT = Duration.ofSeconds(60);

    /** Where in a cycle the fault is. There is one MISP for each, under this name. */
    private enum Place {
        PAGE("users/login", "page"),
        INDEX("events/index", "rest", "events", "key"),
        WORKERS("servers/getworkers", "workers", "key");

        final String action;
        final List<String> checks;

        Place(String action, String... checks) {
            this.action = action;
            this.checks = List.of(checks);
        }

        String misp() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What goes wrong, and what comes of it: at the page, at REST, and at what is asked for something else. */
    private enum Bad {
        HANG(SimFault.hang(), "critical down", "critical down", "unknown unreachable"),
        DRIP_HEAD(
                new SimFault.Drip(Duration.ofSeconds(1), true),
                "critical down",
                "critical down",
                "unknown unreachable"),
        DRIP_BODY(
                new SimFault.Drip(Duration.ofSeconds(1), false),
                "critical down",
                "critical down",
                "unknown unreachable"),
        RESET(SimFault.reset(), "critical down", "critical down", "unknown unreachable"),
        CLOSE(SimFault.close(), "critical down", "critical down", "unknown unreachable"),
        TRUNCATE(SimFault.truncate(), "critical down", "critical down", "unknown unreadable"),
        HTML_200(
                page(200, "<!DOCTYPE html><html><body>Welcome</body></html>"),
                "critical down",
                "critical down",
                "unknown unreadable"),
        EMPTY_200(SimFault.empty(), "critical down", "critical down", "unknown unreadable"),
        GARBAGE_200(SimFault.garbage(), "critical down", "critical down", "unknown unreadable"),
        HUGE_200(SimFault.huge(5 * 1024 * 1024), "critical down", "critical down", "unknown unreadable"),
        TEXT_PLAIN(SimFault.retype("text/plain"), "ok up", "critical down", "unknown unreadable"),
        OCTETS(SimFault.retype("application/octet-stream"), "ok up", "critical down", "unknown unreadable"),
        TO_LOGIN(SimFault.redirect("/users/login"), "critical down", "unknown maintenance", "unknown maintenance"),
        TO_ELSEWHERE(SimFault.redirect("http://127.0.0.2:1/"), "critical down", "critical down", "unknown unreadable"),
        ALWAYS_401(json(401, "x"), "critical down", "unknown unauthorized", "unknown unauthorized"),
        ALWAYS_403(json(403, "x"), "critical down", "unknown unauthorized", "unknown unauthorized"),
        WEAK_ROLE(
                json(403, "You do not have permission to use this functionality."),
                "critical down",
                "unknown unauthorized",
                "unknown unauthorized"),
        ALWAYS_404(json(404, "Not Found"), "critical down", "critical down", "unknown unreadable"),
        ALWAYS_405(json(405, "Method Not Allowed"), "critical down", "critical down", "unknown unreadable"),
        ALWAYS_429(SimFault.retryAfter(429, "3600"), "unknown overloaded", "unknown overloaded", "unknown overloaded"),
        ALWAYS_500(json(500, "An Internal Error Has Occurred."), "critical down", "critical down", "unknown failed"),
        ALWAYS_503(SimFault.retryAfter(503, "3600"), "critical down", "critical down", "unknown failed");

        final SimFault fault;
        final String page;
        final String rest;
        final String other;

        Bad(SimFault fault, String page, String rest, String other) {
            this.fault = fault;
            this.page = page;
            this.rest = rest;
            this.other = other;
        }

        String at(String check) {
            return switch (check) {
                case "page" -> page;
                case "rest" -> rest;
                // That a call fails says nothing of a key that was taken before.
                case "key" -> refusesTheKey() ? other : "ok up";
                default -> other;
            };
        }

        /** Ends at a limit, which is short then; all others must not come near one, however busy the machine is. */
        boolean waits() {
            return this == HANG || this == DRIP_HEAD || this == DRIP_BODY;
        }

        boolean refusesTheKey() {
            return this == ALWAYS_401 || this == ALWAYS_403;
        }
    }

    private static SimFault page(int status, String html) {
        return new SimFault.Instead(new HttpAnswer(
                status, List.of(Map.entry("Content-Type", "text/html")), html.getBytes(StandardCharsets.UTF_8)));
    }

    private static SimFault json(int status, String message) {
        String body = String.format(Locale.ROOT, "{\"name\":\"%1$s\",\"message\":\"%1$s\",\"url\":\"\\/x\"}", message);
        return new SimFault.Instead(new HttpAnswer(
                status,
                List.of(Map.entry("Content-Type", "application/json; charset=UTF-8")),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyFaultAtEveryPlace() throws Exception {
        run(Bad.ALWAYS_500); // alone, so that classes are loaded before anything is measured
        SideBySide cases = new SideBySide(5);
        for (Bad bad : Bad.values()) {
            cases.add(bad.name(), () -> run(bad));
        }
        return cases.tests();
    }

    private void run(Bad bad) throws Exception {
        Map<Place, SimMisp> misps = new EnumMap<>(Place.class);
        try {
            Folder folder = new Folder(Files.createTempDirectory(directory, bad.name()));
            for (Place place : Place.values()) {
                SimMisp misp = new SimMisp();
                misp.events().published(Duration.ofHours(1));
                misps.put(place, misp);
                folder.misp(place.misp(), misp.url().toString())
                        .set("misp." + place.misp() + ".key", SimMisp.USER_KEY)
                        .set("misp." + place.misp() + ".admin-key", SimMisp.ADMIN_KEY)
                        .set("misp." + place.misp() + ".events.error-after", "1d")
                        .set("misp." + place.misp() + ".request-timeout", bad.waits() ? "3s" : "60s");
            }
            try (OneShotCheck asking = folder.ask()) {
                run(bad, misps, asking);
            }
            misps.forEach((place, misp) ->
                    assertThat(misp.violations()).as(place + ": violations").isEmpty());
        } finally {
            misps.values().forEach(SimMisp::close);
        }
    }

    private static void run(Bad bad, Map<Place, SimMisp> misps, OneShotCheck asking) throws Exception {
        assertThat(outcomes(asking)).as("before").isEmpty();
        misps.forEach((place, misp) -> {
            misp.faults().next(Integer.MAX_VALUE, place.action, bad.fault);
            misp.resetCounters();
        });
        long started = System.nanoTime();
        Map<String, String> outcomes = outcomes(asking);
        Duration took = Duration.ofNanos(System.nanoTime() - started);

        Map<String, String> expected = new TreeMap<>();
        misps.forEach((place, misp) -> place.checks.forEach(check -> {
            if (!bad.at(check).equals("ok up")) {
                expected.put("misp/" + place.misp() + "/" + check, bad.at(check));
            }
        }));
        assertThat(outcomes).as("what is not ok").isEqualTo(expected);
        assertThat(took).as("time").isLessThan(KEPT);
        misps.forEach((place, misp) -> {
            // The page of a MISP that redirects it to itself is asked until there were too many.
            int redirects = place == Place.PAGE && bad == Bad.TO_LOGIN ? 5 : 0;
            // What is cut on a connection of the cycle before is asked once more on a new one.
            int again = bad == Bad.RESET || bad == Bad.CLOSE ? 1 : 0;
            assertThat(misp.requests().total())
                    .as(place + ": requests")
                    .isBetween(3L + redirects, 3L + redirects + again);
            misp.faults().clear();
        });
        Map<String, String> after = new HashMap<>(outcomes(asking));
        // A refused key is not shown again before a pause is over.
        after.keySet().removeIf(check -> bad.refusesTheKey() && expected.containsKey(check));
        assertThat(after).as("the next cycle").isEmpty();
    }

    /** By check what is not ok; there must be a finding for every check. */
    private static Map<String, String> outcomes(OneShotCheck asking) throws InterruptedException {
        List<Finding> findings = asking.check(CYCLE, CheckFilter.ALL);
        assertThat(findings.stream().map(Finding::check).distinct())
                .as("one finding for each check")
                .hasSize(6 * Place.values().length)
                .hasSameSizeAs(findings);
        Map<String, String> bad = new TreeMap<>();
        findings.stream()
                .filter(finding -> finding.state() != State.OK)
                .forEach(finding -> bad.put(
                        finding.check().value(),
                        finding.state().word() + " " + finding.reason().word()));
        return bad;
    }
}
