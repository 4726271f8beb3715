package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.store.Store;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The commands that need nothing of the configuration but {@code state.…}: no other fault stops them, and they load nothing of
 * Camel.
 */
@ExtendWith(LogAsBefore.class)
class StoreCommandsTest {

    private static final String CHECK = "esm/soc/alarms";
    private static final String GONE = "esm/old/alarms";

    /** In an order in which each of them has something to do. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("status"),
            List.of("explain", CHECK),
            List.of("silence", "esm/*", "--for", "1h", "--reason", "work"),
            List.of("unsilence", "esm/*"),
            List.of("ack", CHECK, "--reason", "known"),
            List.of("forget", GONE));

    @TempDir
    Path folder;

    @BeforeEach
    void aStoreWithAProblem() throws IOException {
        Path state = Files.createDirectory(folder.resolve("kept"));
        long now = Instant.now().toEpochMilli();
        try (Store store = Store.open("jdbc:sqlite:" + state.resolve("here.db"), InstantSource.system())) {
            store.transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("INSERT INTO episode (id, check_id, since) VALUES ('e1', '" + CHECK + "', "
                            + (now - 60_000) + ")");
                    statement.executeUpdate("INSERT INTO check_look (check_id, subject, name, state, reason, detail,"
                            + " observed_at, confirmed, recent, settings) VALUES ('" + CHECK + "', 'soc', 'soc alarms',"
                            + " 'CRITICAL', 'STALE', 'no new alarm', " + now + ", 1, 'oc', ''), ('" + GONE
                            + "', 'old', 'old alarms', 'OK', 'FRESH', 'x', " + (now - 7_200_000) + ", 1, 'o', '')");
                    return statement.executeUpdate("INSERT INTO check_state (check_id, state, observed_at, confirmed,"
                            + " episode_id) VALUES ('" + CHECK + "', 'CRITICAL', " + now + ", 'CRITICAL', 'e1')");
                }
            });
        }
    }

    /** @param text the configuration after {@code state.url}; a route file where it begins with {@code route:} */
    private void configure(String text) throws IOException {
        String state = "state.url=jdbc:sqlite:kept/here.db\n";
        Path routes = folder.resolve("routes");
        if (text.startsWith("route:")) {
            Files.createDirectory(routes);
            Files.writeString(routes.resolve("own.camel.yaml"), text.substring("route:".length()) + "\n");
            Files.writeString(folder.resolve("application.properties"), state);
        } else {
            Files.writeString(folder.resolve("application.properties"), state + text.replace("\\n", "\n") + "\n");
        }
    }

    private String[] withFolder(List<String> command) {
        String[] all = Arrays.copyOf(command.toArray(new String[0]), command.size() + 2);
        all[command.size()] = "--config";
        all[command.size() + 1] = folder.toString();
        return all;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
            esm.soc.url=https://esm.example
            esm.soc.password={{env:NOT_THERE}}
            esm.soc.password={{file:not-there}}
            esm.soc.password={{nonsense
            misp.intel.key={{file:/etc}}
            esm.soc.evry=10m
            esm.soc.url=nonsense
            esm..url=https://esm.example
            esm.soc.every=10m\\nesm.soc.every=5m
            misp.intel.url=ftp://misp.example
            alert.confirm=-1
            sink.syslog.enabled=true
            sink.mail.enabled=maybe
            sink.nobody.enabled=true
            log.level=loud
            web.port=100000
            silence.night.checks=*\\nsilence.night.when=nonsense
            heartbeat.url={{env:NOT_THERE}}
            nobody.reads=this
            no equals sign
            escape=\\u12
            route:this: [is no YAML
            route:- route: {from: {uri: "nonsense:x", steps: []}}
            route:- route: {from: {uri: "timer:{{not.there}}", steps: [{to: {uri: 7}}]}}
            """)
    void noFaultElsewhereStopsThem(String fault) throws IOException {
        configure(fault);

        for (List<String> command : COMMANDS) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Main.commands(new PrintWriter(out), new PrintWriter(err), command.get(0))
                    .execute(withFolder(command));
            assertThat(code).as("%s with %s: %s", command, fault, err).isZero();
            assertThat(out.toString()).as("%s with %s", command, fault).contains("esm/");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            soc alarms   | none
            soc          | warning: no check made so far matches 'soc'; 'soc*' would match 1 check. To end this silence: freshwatch unsilence 'soc'
            esm/soc/x    | warning: no check made so far matches 'esm/soc/x'; freshwatch status lists ids and names
            """)
    void aSilenceThatMatchesNothingSaysWhatWould(String glob, String warning) throws IOException {
        configure("");
        StringWriter err = new StringWriter();

        int code = Main.commands(new PrintWriter(new StringWriter()), new PrintWriter(err), "silence")
                .execute(withFolder(List.of("silence", glob, "--for", "1h", "--reason", "work")));

        assertThat(code).isZero();
        assertThat(err.toString().strip()).isEqualTo(warning == null ? "" : warning);
    }

    /** An ESM that nobody asks: {@code check} refuses the glob first. */
    @ParameterizedTest
    @CsvSource({"''", "' '", "' esm/*'", "'esm/*\n'"})
    void aGlobThatCanMatchNothingIsRefused(String glob) throws IOException {
        configure("esm.soc.url=https://esm.invalid\nesm.soc.username=x\nesm.soc.password=y\nesm.soc.receivers=all");
        for (List<String> command : List.of(
                List.of("check", "--only", glob),
                List.of("check", "--last", "--only", "esm/*", "--only", glob),
                List.of("silence", glob, "--for", "1h", "--reason", "work"))) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Main.commands(new PrintWriter(out), new PrintWriter(err), command.get(0))
                    .execute(withFolder(command));
            String option = command.contains("--only") ? "--only " : "";
            assertThat(code).as("%s", command).isEqualTo(3);
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString())
                    .startsWith("freshwatch: " + option + "'")
                    .contains("cannot match a check; write for example " + option + "'esm/soc/*'");
        }
    }

    /** Where there is nothing of Camel to be loaded, as a process of its own: this one has it already. */
    @Test
    void theyLoadNothingOfCamel() throws Exception {
        configure("");
        String classes = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> !Path.of(part).getFileName().toString().startsWith("camel-"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dfreshwatch.home=" + Path.of("").toAbsolutePath(),
                        "-cp",
                        classes,
                        AllOfThem.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("Acknowledged " + CHECK, "no Camel here");
    }

    /** All commands, one after the other, in a process without Camel. */
    static final class AllOfThem {

        private AllOfThem() {}

        public static void main(String[] folder) {
            PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
            int worst = 0;
            for (List<String> command : COMMANDS) {
                String[] all = Arrays.copyOf(command.toArray(new String[0]), command.size() + 2);
                all[command.size()] = "--config";
                all[command.size() + 1] = folder[0];
                worst = Math.max(worst, Main.commands(out, out, command.get(0)).execute(all));
            }
            try {
                Class.forName("org.apache.camel.CamelContext");
            } catch (ClassNotFoundException e) {
                out.println("no Camel here");
            }
            System.exit(worst);
        }
    }
}
