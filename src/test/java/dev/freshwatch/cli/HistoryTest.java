package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.app.WatchApp;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.store.Store;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code history}. */
@ExtendWith(LogAsBefore.class)
class HistoryTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

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

    private JsonNode json(String... command) throws Exception {
        assertThat(run(command)).as(err::toString).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private static int looks(JsonNode history, String state) {
        int all = 0;
        for (JsonNode span : history.at("/spans")) {
            all += span.at("/looks/" + state).asInt();
        }
        return all;
    }

    @Test
    void showsWhatTheWatchHasSeenBesideItAndWithout() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            esm.appliance().alarms().stream().live(SECOND, Duration.ZERO);
            SimDevice receiver = esm.appliance().addReceiver("=ERC-1");
            receiver.events().live(SECOND, Duration.ZERO);
            String check = "esm/soc/events/" + receiver.id();
            Folder folder = new Folder(directory)
                    .esm("soc", esm)
                    .set("esm.soc.every", "1s")
                    .set("esm.soc.receivers", "all")
                    .set("esm.soc.events.error-after", "30s");
            try (WatchApp watch = folder.watch()) {
                assertThat(watch).isNotNull();
                await().until(() -> run("history", check) == 0);
                await().until(() -> looks(json("history", check, "--from", "1h", "--output", "json"), "ok") > 1);
                JsonNode beside = json("history", "=ERC-1 events", "--from", "1h", "--step", "10m", "--output", "json");
                assertThat(beside.at("/check").asText()).isEqualTo(check);
                assertThat(beside.at("/name").asText()).isEqualTo("=ERC-1 events");
                assertThat(beside.at("/step").asInt()).isEqualTo(600);
                JsonNode last = beside.at("/spans").get(beside.at("/spans").size() - 1);
                assertThat(last.at("/looks/ok").asInt()
                                + last.at("/looks/unknown").asInt())
                        .isPositive();
                assertThat(looks(json("history", "freshwatch/store", "--output", "json"), "ok"))
                        .isPositive();
            }
            JsonNode all = json("history", check, "--output", "json");
            assertThat(looks(all, "ok"))
                    .as("the last batch is written at the end")
                    .isGreaterThan(2);
            assertThat(run("history", "*ERC-1*", "--output", "csv"))
                    .as(err::toString)
                    .isZero();
            assertThat(out.toString())
                    .startsWith("check,name,start,end,ok,")
                    .contains("\r\n" + check + ",'=ERC-1 events,")
                    .endsWith(",,30\r\n");
            assertThat(run("history", check)).as(err::toString).isZero();
            assertThat(out.toString())
                    .startsWith("=ERC-1 events (" + check + ")\n")
                    .contains(", step 30 min\n", "\nage       ", "\nresponse  ", "100%");
            assertThat(run("history", check, "--from", "2020-01-01", "--to", "2020-01-02"))
                    .isZero();
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString()).startsWith("There are no samples of that time");
            assertThat(run("history", "ERC-9")).isEqualTo(3);
            assertThat(err.toString()).contains("no check with the id or name 'ERC-9' was made so far");
            assertThat(run("history", "esm/soc/*")).isEqualTo(3);
            assertThat(err.toString()).contains("more than one check");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--from 2026-13-01|--from: '2026-13-01' is not a time; write for example 2026-11-20T17:00:00Z",
                "--from yesterday|--from: 'yesterday' is not a time",
                "--to 0d|--to: '0d' is not a time",
                "--from +999999999-01-01|is not a time",
                "--from 2026-11-20T17:00:00Z --to 2026-11-20T17:00:00Z|"
                        + "--from 2026-11-20T17:00:00Z is not before --to 2026-11-20T17:00:00Z",
                "--from 2026-11-20T17:00:00Z --to 2026-11-27T17:00:00Z --step 10s|"
                        + "--step: a step of 10s divides that time into more than 10000 rows; a step of at least 61s does not",
                "--step 5|'5' is not a duration; write for example 30s, 20m, 2h or 7d",
                "--output xml|Invalid value for option '--output'"
            })
    void saysWhatToWriteInstead(String options, String message) throws Exception {
        Files.writeString(directory.resolve("application.properties"), "# only state.* matters, and has defaults\n");
        Store.open("jdbc:sqlite:" + directory.resolve("state/freshwatch.db"), InstantSource.system())
                .close();
        String[] words = ("history esm/soc/clock " + options).split(" ");
        assertThat(run(words)).isEqualTo(3);
        assertThat(err.toString()).contains(message);
    }
}
