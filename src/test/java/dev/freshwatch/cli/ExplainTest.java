package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Finding;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import dev.freshwatch.history.Look;
import dev.freshwatch.report.BelievedLook;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SimFault;
import dev.freshwatch.sim.SimFaults;
import dev.freshwatch.sim.WebhookReceiver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that show what the watch last saw: {@code explain}, {@code status}, {@code check --last}. */
@ExtendWith(LogAsBefore.class)
class ExplainTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... command) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[command.length + 2];
        System.arraycopy(command, 0, all, 0, command.length);
        all[command.length] = "--config";
        all[command.length + 1] = directory.toString();
        return Main.commands(new PrintWriter(out), new PrintWriter(err)).execute(all);
    }

    private Folder folder(SimEsm esm) {
        return new Folder(directory)
                .esm("soc", esm)
                .set("esm.soc.request-timeout", "5s")
                .set("esm.soc.every", "1s")
                .set("esm.soc.receivers", "all")
                .set("esm.soc.events.error-after", "3s")
                .set("alert.remind-every", "1h");
    }

    private static SimDevice live(SimEsm esm, String name) {
        SimDevice receiver = esm.appliance().addReceiver(name);
        receiver.events().live(SECOND, Duration.ZERO);
        return receiver;
    }

    private JsonNode json(String... command) throws Exception {
        assertThat(run(command)).as(err::toString).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void explainsAProblemFromTheStoreBesideTheWatchAndWithout() throws Exception {
        try (SimEsm esm = new SimEsm();
                WebhookReceiver webhook = new WebhookReceiver()) {
            esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
            SimDevice receiver = live(esm, "ERC-1");
            live(esm, "ERC-2");
            String check = "esm/soc/events/" + receiver.id();
            try (WatchApp watch = folder(esm).webhook(webhook).watch()) {
                assertThat(watch).isNotNull();
                await().atMost(PATIENCE).until(() -> run("explain", check) == 0);
                assertThat(out.toString())
                        .startsWith(check + "  ERC-1 events\nok, fresh: ERC-1: newest event is ")
                        .contains("error-after    3s         esm.soc.events.error-after")
                        .contains("confirm        1          default of alert.confirm")
                        .contains("every          1s         esm.soc.every")
                        .contains("depends on esm/soc/session, which is ok")
                        .contains("There was no problem so far")
                        .contains("Critical after ");
                await("a proven row").atMost(PATIENCE).until(() -> json("explain", "ERC-2", "--output", "json")
                        .at("/lastActivityBy")
                        .asText()
                        .equals("bulk"));
                receiver.events().stop();
                await().atMost(PATIENCE).until(() -> webhook.hooks().count() == 1);
                await().atMost(PATIENCE).until(() -> json("explain", "ERC-1 events", "--output", "json")
                        .at("/told/0/outcome")
                        .asText()
                        .equals("delivered"));
                JsonNode explained = json("explain", "ERC-1", "--output", "json");
                assertThat(explained.at("/check/state").asText()).isEqualTo("critical");
                assertThat(explained.at("/lastActivityBy").asText())
                        .as("a row alone makes no problem")
                        .isEqualTo("query");
                assertThat(json("explain", "soc alarms", "--output", "json").get("lastActivityBy"))
                        .as("there is one way only")
                        .isEqualTo(NullNode.instance);
                assertThat(json("status", "--output", "json").toString()).doesNotContain("lastActivityBy");
                assertThat(run("explain", "ERC-1 events")).isZero();
                assertThat(out.toString())
                        .containsPattern("newest record: .* ago\\), by a query for this Receiver alone\n");
                assertThat(explained.at("/looks")).last().satisfies(look -> assertThat(look.asText())
                        .isEqualTo("critical"));
                assertThat(explained.at("/told/0/kind").asText()).isEqualTo("problem");
                assertThat(explained.at("/told/0/sink").asText()).isEqualTo("webhook");
                assertThat(explained.at("/problem/ended").isNull()).isTrue();
                assertThat(explained.at("/next").toString()).contains("It ends with 1 look", "A reminder from ");

                assertThat(run("silence", "ERC-1*", "--for", "1h", "--reason", "work"))
                        .isZero();
                assertThat(out.toString()).startsWith("Silenced ERC-1* (1 check) until ");
                assertThat(run("ack", "ERC-1 events", "--reason", "known", "--by", "anna"))
                        .isZero();
                assertThat(run("explain", check)).isZero();
                assertThat(out.toString())
                        .contains("silenced by ", "acknowledged by anna: known", "Silenced: no notices");

                assertThat(run("check", "--last", "--only", "ERC-1*", "--output", "json"))
                        .isEqualTo(2);
                assertThat(new ObjectMapper()
                                .readTree(out.toString())
                                .at("/checks/0/check")
                                .asText())
                        .isEqualTo(check);
                assertThat(run("check", "--last", "--only", "ERC-9*")).isEqualTo(3);
                assertThat(err.toString()).contains("no check matches --only 'ERC-9*'");
                assertThat(run("explain", "* events")).isEqualTo(3);
                assertThat(err.toString()).contains("matches more than one check", check);
                assertThat(run("explain", "ERC-9")).isEqualTo(3);
                assertThat(err.toString()).contains("no check with the id or name 'ERC-9' was made so far");

                esm.faults().always(SimFaults.ANY, SimFault.status(500, "Error processing request"));
                await().atMost(PATIENCE).until(() -> json("status", "--output", "json")
                        .at("/checks")
                        .toString()
                        .contains("\"state\":\"unknown\""));
            }
            long asked = esm.requests().total();
            // a fault elsewhere, and a secret that is gone, stop none of these commands
            Files.writeString(
                    directory.resolve("application.properties"),
                    Files.readString(directory.resolve("application.properties"))
                            + "\nesm.soc.evry=1m\nmisp.x.key={{env:NOT_THERE}}\n");
            assertThat(run("explain", check)).as(err::toString).isZero();
            assertThat(out.toString()).contains("No watch is running");
            assertThat(run("status")).isZero();
            assertThat(out.toString()).contains("No watch is running on this store.", "OPEN PROBLEMS", "\nCHECKS\n");
            assertThat(run("status", "--problems")).isZero();
            assertThat(out.toString()).contains("OPEN PROBLEMS").doesNotContain("\nCHECKS\n");
            assertThat(esm.requests().total()).isEqualTo(asked);
        }
    }

    @Test
    void saysWhenTheSettingsAreThoseOfAnEarlierConfiguration() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm).set("esm.soc.every", "1h");
            try (WatchApp watch = folder.watch()) {
                await().atMost(PATIENCE).until(() -> run("explain", "esm/soc/session") == 0);
                assertThat(out.toString()).contains("\nSETTINGS IN FORCE\n");
                assertThat(folder.set("alert.confirm", "3").reload(watch)).isEmpty();
                assertThat(run("explain", "esm/soc/session")).isZero();
                assertThat(out.toString())
                        .containsPattern("SETTINGS OF THE LAST LOOK\n(?:  .*\n)*  confirm        1 ")
                        .containsPattern(
                                "  A later configuration is in force since .* ago\\); the next look will use it\\.\n");
                JsonNode explained = json("explain", "esm/soc/session", "--output", "json");
                assertThat(Instant.parse(explained.get("configurationSince").textValue()))
                        .isAfter(Instant.parse(explained.at("/check/observedAt").textValue()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "60, 119, true, OK",
        "60, 121, true, UNKNOWN",
        "60, 121, false, UNKNOWN",
        "60, 59, false, OK",
        ", 3600, true, OK",
        ", 3601, true, UNKNOWN",
        ", 1, false, UNKNOWN"
    })
    void aLookThatIsTooOldIsNoAnswer(Long every, long age, boolean watched, State state) {
        Instant now = Instant.parse("2026-11-20T17:00:00Z");
        Finding finding = new Finding(
                CheckId.of("esm", "soc", "alarms"),
                "soc",
                "soc alarms",
                State.OK,
                Reason.FRESH,
                "newest alarm is 1 min old",
                now,
                Duration.ofMinutes(1),
                Limits.NONE,
                now.minusSeconds(age),
                SECOND);
        Look look = new Look(finding, true, every == null ? null : Duration.ofSeconds(every), List.of(), List.of());

        Finding judged = BelievedLook.judge(look, now, watched);

        assertThat(judged.state()).isEqualTo(state);
        if (state == State.UNKNOWN) {
            assertThat(judged.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(judged.message()).startsWith("soc: not checked for ");
        }
    }
}
