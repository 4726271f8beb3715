package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --output json} in every state of the contract, each with all its fields. */
class CheckStatesIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NOWHERE = 144255925564211200L;

    @TempDir
    Path directory;

    private final List<SimEsm> esms = new ArrayList<>();

    @AfterEach
    void close() {
        esms.forEach(SimEsm::close);
    }

    /** An ESM with alarms and without Receivers. */
    private SimEsm esm(Folder folder, String name) {
        SimEsm esm = new SimEsm();
        esms.add(esm);
        esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
        folder.esm(name, esm);
        return esm;
    }

    private static SimDevice live(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    @Test
    void everyStateOfTheContractIsShown() throws Exception {
        Folder folder = new Folder(directory);
        Map<String, String> expected = new TreeMap<>();

        SimDevice fresh = live(esm(folder, "well"), "ERC-1");
        folder.receivers("well", fresh);
        expect(expected, "well", "ok up", "ok up", "ok fresh", Map.of(fresh.id(), "ok fresh"));

        SimEsm stale = esm(folder, "stale");
        stale.appliance().alarms().stream().clear().aged(Duration.ofMinutes(47));
        SimDevice early = stale.appliance().addReceiver("ERC-1");
        early.events().aged(Duration.ofMinutes(15));
        SimDevice late = stale.appliance().addReceiver("ERC-2");
        late.events().aged(Duration.ofMinutes(47));
        SimDevice veryLate = stale.appliance().addReceiver("ERC-3");
        veryLate.events().aged(Duration.ofHours(30));
        SimDevice never = stale.appliance().addReceiver("ERC-4");
        SimDevice ahead = stale.appliance().addReceiver("ERC-5");
        ahead.events().aged(Duration.ofMinutes(-9));
        SimDevice off = live(stale, "ERC-6").disable(true);
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
        SimDevice quiet = mixedUp.appliance().addReceiver("ERC-1");
        live(mixedUp, "ERC-2");
        folder.receivers("mixedup", quiet);
        expect(expected, "mixedup", "ok up", "critical skewed", "ok fresh", Map.of(quiet.id(), "unknown mismatch"));

        SimEsm slow = esm(folder, "slow");
        SimDevice endless = live(slow, "ERC-1");
        SimDevice busy = live(slow, "ERC-2");
        slow.behaviour().queryDuration(endless.id(), EsmBehaviour.NEVER);
        slow.faults().always("qryExecuteDetail", busy.id(), SimFault.status(429, "Too many queries"));
        slow.faults().always("alarmGetTriggeredAlarms", SimFault.status(500, "Error processing request"));
        folder.receivers("slow", endless, busy).set("esm.slow.query-timeout", "5s");
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
        esm(folder, "unreadable").faults().always("login", SimFault.garbage());
        esm(folder, "failed").faults().always("login", SimFault.status(500, "Error processing request"));
        esm(folder, "overloaded").faults().always("login", SimFault.retryAfter(429, "3600"));
        esm(folder, "maintenance").faults().always("login", SimFault.html());

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
}
