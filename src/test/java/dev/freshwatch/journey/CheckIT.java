package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.Device;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.Fault;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.wire.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, {@code devices} and {@code validate} as an operator runs them. */
class CheckIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NOWHERE = 144255925564211200L;

    @TempDir
    Path directory;

    private final List<SimEsm> esms = new ArrayList<>();

    @AfterEach
    void close() {
        esms.forEach(SimEsm::close);
    }

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(3)
                .add("check shows every state of the contract as JSON", this::everyState)
                .add("check exits with 0 when all is well, and logs out", this::allIsWell)
                .add("check exits with 1 for a warning", this::warning)
                .add("check exits with 2 for something critical, in the words of nagios", this::nagios)
                .add("check exits with 3 for what can not be judged", this::unknown)
                .add("check --only asks no more than that", this::only)
                .add("check --timeout ends it", this::timeout)
                .add("hostile names of devices are text on every screen", this::hostileNames)
                .add("a refused configuration prints nothing on standard output", this::refused)
                .add("devices lists the Receivers", this::devices)
                .add("devices exits with 3 where an ESM does not answer", this::devicesOfNobody)
                .add("validate contacts nobody", this::validate)
                .tests();
    }

    private Folder folder() throws IOException {
        return new Folder(Files.createTempDirectory(directory, "config"));
    }

    /** An ESM with alarms and without Receivers. */
    private SimEsm esm(Folder folder, String name) {
        SimEsm esm = new SimEsm();
        synchronized (esms) {
            esms.add(esm);
        }
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        folder.esm(name, esm).set("esm." + name + ".request-timeout", "5s");
        return esm;
    }

    private static Device live(SimEsm esm, String name) {
        Device receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    private void everyState() throws Exception {
        Folder folder = folder();
        Map<String, String> expected = new TreeMap<>();

        Device fresh = live(esm(folder, "well"), "ERC-1");
        folder.receivers("well", fresh);
        expect(expected, "well", "ok up", "ok up", "ok fresh", Map.of(fresh.id(), "ok fresh"));

        SimEsm stale = esm(folder, "stale");
        stale.appliance().alarms().stream().clear().aged(Duration.ofMinutes(47));
        Device early = stale.appliance().addReceiver("ERC-1");
        early.events().aged(Duration.ofMinutes(15));
        Device late = stale.appliance().addReceiver("ERC-2");
        late.events().aged(Duration.ofMinutes(47));
        Device veryLate = stale.appliance().addReceiver("ERC-3");
        veryLate.events().aged(Duration.ofHours(30));
        Device never = stale.appliance().addReceiver("ERC-4");
        Device ahead = stale.appliance().addReceiver("ERC-5");
        ahead.events().aged(Duration.ofMinutes(-9));
        Device off = live(stale, "ERC-6").disable(true);
        folder.receivers("stale", early, late, veryLate, never, ahead, off)
                .set("esm.stale.events.warn-after", "10m")
                .set("esm.stale.receiver." + NOWHERE + ".name", "ERC-7");
        expect(
                expected,
                "stale",
                "ok up",
                "ok up",
                "critical stale",
                Map.of(
                        early.id(),
                        "warning stale",
                        late.id(),
                        "critical stale",
                        veryLate.id(),
                        "critical stale",
                        never.id(),
                        "critical silent",
                        ahead.id(),
                        "warning future",
                        off.id(),
                        "critical missing",
                        NOWHERE,
                        "critical missing"));

        SimEsm mixedUp = esm(folder, "mixedup");
        mixedUp.behaviour().mask(EsmBehaviour.Mask.LEADING_BITS);
        mixedUp.appliance().skew(Duration.ofMinutes(5));
        Device quiet = mixedUp.appliance().addReceiver("ERC-1");
        live(mixedUp, "ERC-2");
        folder.receivers("mixedup", quiet);
        expect(expected, "mixedup", "ok up", "critical skewed", "ok fresh", Map.of(quiet.id(), "unknown mismatch"));

        SimEsm slow = esm(folder, "slow");
        Device endless = live(slow, "ERC-1");
        Device busy = live(slow, "ERC-2");
        slow.behaviour().queryDuration(endless.id(), EsmBehaviour.NEVER);
        slow.faults().always("qryExecuteDetail", busy.id(), Fault.status(429, "Too many queries"));
        slow.faults().always("alarmGetTriggeredAlarms", Fault.status(500, "Error processing request"));
        folder.receivers("slow", endless, busy);
        expect(
                expected,
                "slow",
                "ok up",
                "ok up",
                "unknown failed",
                Map.of(endless.id(), "unknown timeout", busy.id(), "unknown overloaded"));

        for (String reason : List.of("unreachable", "unauthorized", "unreadable", "failed")) {
            expect(expected, reason, "critical " + reason, "unknown " + reason, "unknown " + reason, Map.of());
        }
        for (String reason : List.of("overloaded", "maintenance")) {
            expect(expected, reason, "warning " + reason, "unknown " + reason, "unknown " + reason, Map.of());
        }
        esm(folder, "unreachable").close();
        esm(folder, "unauthorized").sessions().password("changed");
        esm(folder, "unreadable").faults().always("login", Fault.garbage());
        esm(folder, "failed").faults().always("login", Fault.status(500, "Error processing request"));
        esm(folder, "overloaded").faults().always("login", Fault.retryAfter(429, "3600"));
        esm(folder, "maintenance").faults().always("login", Fault.html());

        Instant before = Instant.now();
        Launched check = Launched.finished(folder, "check", "--output", "json");

        assertThat(check.exitCode()).as(check::err).isEqualTo(2);
        assertThat(check.out().lines()).as("one object").hasSize(1);
        JsonNode report = new ObjectMapper().readTree(check.out());
        assertThat(names(report)).containsExactly("checkedAt", "worst", "checks");
        assertThat(report.get("worst").textValue()).isEqualTo("critical");
        assertThat(Instant.parse(report.get("checkedAt").textValue())).isBetween(before, Instant.now());
        Map<String, String> outcomes = new TreeMap<>();
        report.get("checks")
                .forEach(one -> outcomes.put(
                        one.get("check").textValue(),
                        one.get("state").textValue() + " " + one.get("reason").textValue()));
        assertThat(outcomes).isEqualTo(expected);
        SoftAssertions.assertSoftly(softly -> report.get("checks").forEach(one -> fields(softly, one)));

        JsonNode stalest = one(report, "esm/stale/events/" + late.id());
        assertThat(stalest.get("name").textValue()).isEqualTo("ERC-2 events");
        assertThat(stalest.get("message").textValue()).isEqualTo("ERC-2: newest event is 47 min old (limit 20 min)");
        assertThat(stalest.get("ageSeconds").longValue()).isBetween(2820L, 2880L);
        assertThat(stalest.get("warnAfterSeconds").longValue()).isEqualTo(600);
        assertThat(stalest.get("errorAfterSeconds").longValue()).isEqualTo(1200);
        assertThat(Instant.parse(stalest.get("lastActivity").textValue()))
                .isBetween(before.minusSeconds(2830), before.minusSeconds(2810));
        assertThat(one(report, "esm/stale/events/" + veryLate.id())
                        .get("ageSeconds")
                        .longValue())
                .as("the wider look tells the real age")
                .isBetween(108_000L, 108_100L);
        JsonNode silent = one(report, "esm/stale/events/" + never.id());
        assertThat(silent.get("message").textValue()).contains("more than 3 days");
        assertThat(silent.get("ageSeconds").isNull()).isTrue();
        assertThat(silent.get("lastActivity").isNull()).isTrue();
        assertThat(one(report, "esm/stale/events/" + off.id()).get("message").textValue())
                .contains("disabled");
        assertThat(one(report, "esm/stale/events/" + NOWHERE).get("message").textValue())
                .contains("no Receiver with the id " + NOWHERE);
        for (SimEsm esm : esms) {
            assertThat(esm.violations()).isEmpty();
        }
    }

    private static void expect(
            Map<String, String> expected,
            String esm,
            String session,
            String clock,
            String alarms,
            Map<Long, String> receivers) {
        expected.put("esm/" + esm + "/session", session);
        expected.put("esm/" + esm + "/clock", clock);
        expected.put("esm/" + esm + "/alarms", alarms);
        receivers.forEach((id, outcome) -> expected.put("esm/" + esm + "/events/" + id, outcome));
    }

    /** All keys are there, whatever the state; what does not apply is null. */
    private static void fields(SoftAssertions softly, JsonNode one) {
        String check = one.get("check").textValue();
        softly.assertThat(names(one))
                .as(check)
                .containsExactly(
                        "check",
                        "name",
                        "state",
                        "reason",
                        "message",
                        "lastActivity",
                        "ageSeconds",
                        "warnAfterSeconds",
                        "errorAfterSeconds",
                        "observedAt",
                        "responseMillis");
        softly.assertThat(one.get("message").textValue()).as(check).isNotBlank().doesNotContain("\n", "\r");
        softly.assertThat(Instant.parse(one.get("observedAt").textValue()))
                .as(check)
                .isBetween(Instant.now().minusSeconds(120), Instant.now());
        softly.assertThat(one.get("observedAt").textValue()).as(check).endsWith("Z");
        List<String> withAge = List.of("fresh", "stale");
        softly.assertThat(one.get("ageSeconds").isNull())
                .as(check + " ageSeconds")
                .isEqualTo(!withAge.contains(one.get("reason").textValue()));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = object.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    private static JsonNode one(JsonNode report, String check) {
        for (JsonNode one : report.get("checks")) {
            if (one.get("check").textValue().equals(check)) {
                return one;
            }
        }
        throw new AssertionError("no " + check);
    }

    private void allIsWell() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        live(esm, "ERC-1");
        folder.set("esm.soc.receivers", "all");

        Launched check = Launched.finished(folder, "check");

        assertThat(check.exitCode()).as(check::err).isZero();
        assertThat(check.out().lines()).as("a heading and four checks").hasSize(5);
        assertThat(check.out()).contains("STATE", "esm/soc/session", "fresh").doesNotContain("\u001b");
        assertThat(esm.sessions().open()).isZero();
        assertThat(esm.sessions().logouts()).isEqualTo(1);
        assertThat(esm.queries().open()).isZero();
        assertThat(folder.path().resolve("state")).as("nothing is remembered").doesNotExist();
    }

    private void warning() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        Device receiver = esm.appliance().addReceiver("ERC-1");
        receiver.events().aged(Duration.ofMinutes(15));
        folder.receivers("soc", receiver).set("esm.soc.events.warn-after", "10m");

        Launched check = Launched.finished(folder, "check");

        assertThat(check.exitCode()).as(check::err).isEqualTo(1);
        assertThat(check.out()).contains("ERC-1: newest event is 15 min old (limit 10 min)");
    }

    private void nagios() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        Device receiver = esm.appliance().addReceiver("ERC-1 | x=1");
        receiver.events().aged(Duration.ofMinutes(47));
        folder.receivers("soc", receiver);
        esm.faults().always("alarmGetTriggeredAlarms", Fault.status(500, "Error processing request"));

        Launched check = Launched.finished(folder, "check", "--output", "nagios");

        assertThat(check.exitCode()).as(check::err).isEqualTo(2);
        List<String> lines = check.out().lines().toList();
        assertThat(lines.get(0))
                .startsWith("FRESHWATCH CRITICAL - 1 critical, 1 unknown, 0 warning, 2 ok; ERC-1 / x=1: newest event")
                .matches("[^|]+ \\| 'esm/soc/events/" + receiver.id() + "'=28\\d\\ds;;1200;0");
        assertThat(lines).hasSize(5);
        assertThat(lines.subList(1, 5))
                .allSatisfy(line -> assertThat(line).startsWith("[").doesNotContain("|"));
    }

    private void unknown() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        Device receiver = esm.appliance().addReceiver("ERC-1");
        receiver.events().aged(Duration.ofMinutes(15));
        folder.receivers("soc", receiver).set("esm.soc.events.warn-after", "10m");
        esm.faults().always("alarmGetTriggeredAlarms", Fault.forbidden());

        Launched check = Launched.finished(folder, "check");

        assertThat(check.exitCode()).as("unknown is worse than a warning").isEqualTo(3);
        assertThat(check.out()).contains("unauthorized");
    }

    private void only() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        Device one = live(esm, "ERC-1");
        Device two = live(esm, "ERC-2");
        folder.receivers("soc", one, two);

        Launched check = Launched.finished(
                folder, "check", "--output", "json", "--only", "esm/soc/events/" + two.id(), "--only", "*/nothing");

        assertThat(check.exitCode()).as(check::err).isZero();
        JsonNode checks = new ObjectMapper().readTree(check.out()).get("checks");
        assertThat(checks.findValuesAsText("check"))
                .containsExactlyInAnyOrder("esm/soc/session", "esm/soc/events/" + two.id());
        assertThat(esm.requests().of("alarmGetTriggeredAlarms")).isZero();
        assertThat(esm.queries().started()).isEqualTo(1);
    }

    private void timeout() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        Device one = live(esm, "ERC-1");
        folder.receivers("soc", one).set("esm.soc.request-timeout", "40s").set("esm.soc.query-timeout", "40s");
        esm.behaviour().queryDuration(EsmBehaviour.NEVER);
        SimEsm dead = esm(folder, "dead");
        dead.faults().always("login", Fault.hang());
        folder.set("esm.dead.request-timeout", "40s");

        long started = System.nanoTime();
        Launched check = Launched.finished(folder, "check", "--output", "json", "--timeout", "3s");

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(25));
        assertThat(check.exitCode()).as(check::err).isEqualTo(2);
        JsonNode report = new ObjectMapper().readTree(check.out());
        JsonNode events = one(report, "esm/soc/events/" + one.id());
        assertThat(events.get("state").textValue()).isEqualTo("unknown");
        assertThat(events.get("reason").textValue()).isEqualTo("timeout");
        assertThat(one(report, "esm/dead/session").get("state").textValue()).isEqualTo("critical");
        assertThat(one(report, "esm/dead/session").get("reason").textValue()).isEqualTo("timeout");
        assertThat(one(report, "esm/dead/alarms").get("state").textValue()).isEqualTo("unknown");
        assertThat(one(report, "esm/soc/alarms").get("state").textValue()).isEqualTo("ok");
        assertThat(esm.queries().open()).isZero();
        assertThat(esm.sessions().open()).isZero();
    }

    private void hostileNames() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        List<String> names = Notices.hostileNames().toList();
        names.forEach(name -> live(esm, name));
        folder.set("esm.soc.receivers", "all");
        int checks = 3 + names.size();

        String table = Launched.finished(folder, "check").out();
        String nagios = Launched.finished(folder, "check", "--output", "nagios").out();
        String devices = Launched.finished(folder, "devices").out();
        String json = Launched.finished(folder, "check", "--output", "json").out();

        assertThat(table.lines()).hasSize(1 + checks);
        assertThat(nagios.lines()).hasSize(1 + checks);
        assertThat(devices.lines()).hasSize(1 + names.size());
        for (String screen : List.of(table, nagios, devices)) {
            assertThat(screen)
                    .contains("{{env:HOME}}", "${body}", "emoji \uD83D\uDE00")
                    .doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069&&[^\n]]");
        }
        assertThat(json.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(json).get("checks")).hasSize(checks);
    }

    private void refused() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        folder.set("esm.soc.evry", "10m").set("esm.soc.query-timeout", "soon").set("sink.mail.enabled", "true");

        for (String command : List.of("check", "devices", "validate", "run")) {
            Launched refused = Launched.finished(folder, command);
            assertThat(refused.exitCode()).as(command).isEqualTo(3);
            assertThat(refused.out()).as(command).isEmpty();
            assertThat(refused.err())
                    .as(command)
                    .contains("esm.soc.evry", "esm.soc.every", "esm.soc.query-timeout", "sink.mail.host")
                    .doesNotContain("Exception");
        }
        assertThat(esm.requests().total()).isZero();
    }

    private void devices() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        Device one = live(esm, "ERC-1\r\nx");
        Device two = esm.appliance().addElmReceiver("ELM-1").disable(true);

        Launched table = Launched.finished(folder, "devices");
        Launched json = Launched.finished(folder, "devices", "--output", "json");

        assertThat(table.exitCode()).as(table::err).isZero();
        assertThat(table.out().lines()).hasSize(3);
        assertThat(table.out()).contains(Long.toString(one.id()), "RECEIVER", "ERC-1", "ELMREC", "ELM-1");
        assertThat(json.exitCode()).as(json::err).isZero();
        JsonNode devices = new ObjectMapper().readTree(json.out()).get("devices");
        assertThat(devices.findValuesAsText("id")).containsExactly(Long.toString(one.id()), Long.toString(two.id()));
        assertThat(devices.findValuesAsText("kind")).containsExactly("RECEIVER", "ELMREC");
        assertThat(devices.findValuesAsText("enabled")).containsExactly("true", "false");
        assertThat(devices.get(0).get("name").textValue()).startsWith("ERC-1").doesNotContain("\n", "\r");
        assertThat(esm.sessions().open()).isZero();
    }

    private void devicesOfNobody() throws Exception {
        Folder folder = folder();
        esm(folder, "soc").close();

        Launched devices = Launched.finished(folder, "devices");

        assertThat(devices.exitCode()).isEqualTo(3);
        assertThat(devices.err()).contains("esm.soc", "unreachable").doesNotContain("Exception");
    }

    private void validate() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        folder.set("esm.soc.receivers", "all").set("esm.soc.every", "10s");

        Launched validate = Launched.finished(folder, "validate");

        assertThat(validate.exitCode()).as(validate::err).isZero();
        assertThat(validate.out()).contains("good");
        assertThat(validate.err()).as("the warning of a short interval").contains("esm.soc.every");
        assertThat(esm.requests().total()).isZero();

        folder.route(
                "judge.camel.yaml",
                """
                - route:
                    id: judge
                    from:
                      uri: direct:judge
                      steps:
                        - too:
                            uri: log:x
                """);
        Launched broken = Launched.finished(folder, "validate");
        assertThat(broken.exitCode()).isEqualTo(3);
        assertThat(broken.err()).contains("judge.camel.yaml");
    }
}
