package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.Soak;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.EsmBehaviour;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sink.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code check}, {@code devices} and {@code validate} as an operator runs them. */
class CheckIT {

    private static final Duration SECOND = Duration.ofSeconds(1);

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
                .add("check exits with 0 when all is well, and logs out", this::allIsWell)
                .add("check exits with 1 for a warning", this::warning)
                .add("check exits with 2 for something critical, in the words of nagios", () -> nagios(Map.of()))
                .soak("the same on a machine with Arabic digits", () -> nagios(Launched.speaking("ar")))
                .soak("the same on a Turkish machine", () -> nagios(Launched.speaking("tr")))
                .soak("check exits with 3 for what cannot be judged", this::unknown)
                .add("check --only asks no more than that", this::only)
                .soak("check --timeout ends it", this::timeout)
                .soak("hostile names of devices are text on every screen", this::hostileNames)
                .add("a refused configuration prints nothing on standard output", this::refused)
                .add("devices lists the Receivers", this::devices)
                .soak("devices exits with 3 where an ESM does not answer", this::devicesOfNobody)
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
        folder.esm(name, esm);
        return esm;
    }

    private static SimDevice live(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
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
        SimDevice receiver = esm.appliance().addReceiver("ERC-1");
        receiver.events().aged(Duration.ofMinutes(15));
        folder.receivers("soc", receiver).set("esm.soc.events.warn-after", "10m");

        Launched check = Launched.finished(folder, "check");

        assertThat(check.exitCode()).as(check::err).isEqualTo(1);
        assertThat(check.out()).contains("ERC-1: newest event is 15 min old (limit 10 min)");
    }

    private void nagios(Map<String, String> environment) throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        SimDevice receiver = esm.appliance().addReceiver("ERC-1 | x=1");
        receiver.events().aged(Duration.ofMinutes(47));
        folder.receivers("soc", receiver);
        esm.faults().always("alarmGetTriggeredAlarms", SimFault.status(500, "Error processing request"));

        Launched check = Launched.finished(folder, environment, "check", "--output", "nagios");

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
        SimDevice receiver = esm.appliance().addReceiver("ERC-1");
        receiver.events().aged(Duration.ofMinutes(15));
        folder.receivers("soc", receiver).set("esm.soc.events.warn-after", "10m");
        esm.faults().always("alarmGetTriggeredAlarms", SimFault.forbidden());

        Launched check = Launched.finished(folder, "check");

        assertThat(check.exitCode()).as("unknown is worse than a warning").isEqualTo(3);
        assertThat(check.out()).contains("unauthorized");
    }

    private void only() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        SimDevice one = live(esm, "ERC-1");
        SimDevice two = live(esm, "ERC-2");
        folder.receivers("soc", one, two);

        Launched check = Launched.finished(
                folder, "check", "--output", "json", "--only", "esm/soc/events/" + two.id(), "--only", "*/nothing");

        assertThat(check.exitCode()).as(check::err).isEqualTo(3);
        assertThat(check.err()).contains("no check matches --only '*/nothing'");
        JsonNode checks = new ObjectMapper().readTree(check.out()).get("checks");
        assertThat(checks.findValuesAsText("check"))
                .containsExactlyInAnyOrder("esm/soc/session", "esm/soc/events/" + two.id());
        assertThat(esm.requests().of("alarmGetTriggeredAlarms")).isZero();
        assertThat(esm.queries().started()).isEqualTo(1);
    }

    private void timeout() throws Exception {
        Folder folder = folder();
        SimEsm esm = esm(folder, "soc");
        SimDevice one = live(esm, "ERC-1");
        folder.receivers("soc", one).set("esm.soc.request-timeout", "90s").set("esm.soc.query-timeout", "90s");
        esm.behaviour().queryDuration(EsmBehaviour.NEVER);
        SimEsm dead = esm(folder, "dead");
        dead.faults().always("login", SimFault.hang());
        folder.set("esm.dead.request-timeout", "90s");

        long started = System.nanoTime();
        Launched check = Launched.finished(folder, "check", "--output", "json", "--timeout", "3s");

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(60));
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

        for (String command :
                Soak.rows(2, List.of("check", "run", "devices", "validate")).toList()) {
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
        SimDevice one = live(esm, "ERC-1\r\nx");
        SimDevice two = esm.appliance().addElmReceiver("ELM-1").disable(true);

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
