package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LogAsBefore.class)
class WrongCommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version | Unmatched argument at index 0: 'version'; write freshwatch --version",
                "VERSION | Unmatched argument at index 0: 'VERSION'; write freshwatch --version",
                "help | Unmatched argument at index 0: 'help'; write freshwatch --help",
                "help run | Unmatched argument at index 0: 'help'; write freshwatch --help",
                "-v | Unknown option: '-v'; write freshwatch --version",
                "start | Unmatched argument at index 0: 'start'; write freshwatch run",
                "chekc | Unmatched argument at index 0: 'chekc'; did you mean check?",
                "Status | Unmatched argument at index 0: 'Status'; did you mean status?",
                "--verison | Unknown option: '--verison'; did you mean --version?",
                "wombat | Unmatched argument at index 0: 'wombat'",
                "--config /etc run | Unknown options: '--config', '/etc'; write it after the command: freshwatch COMMAND --config",
                "check --outptu json | Unknown options: '--outptu', 'json'; did you mean --output?",
                "validate --conf=x | Unknown option: '--conf=x'; did you mean --config?",
                "check --wombat | Unknown option: '--wombat'",
                "check extra | Unmatched argument at index 1: 'extra'"
            })
    void saysWhatToWriteInstead(String line, String message) {
        StringWriter err = new StringWriter();
        StringWriter out = new StringWriter();

        int exit = Main.commands(new PrintWriter(out, true), new PrintWriter(err, true), line.split(" ")[0])
                .execute(line.split(" "));

        assertThat(exit).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        String command = Main.commands(new PrintWriter(out), new PrintWriter(err))
                        .getSubcommands()
                        .containsKey(line.split(" ")[0])
                ? "freshwatch " + line.split(" ")[0]
                : "freshwatch";
        assertThat(err.toString().lines()).first().asString().startsWith("freshwatch: " + message);
        assertThat(err.toString()).endsWith("Usage: " + command + " --help\n");
    }
}
