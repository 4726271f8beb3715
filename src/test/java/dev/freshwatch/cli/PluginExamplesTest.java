package dev.freshwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.Installed;
import dev.freshwatch.Installed.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples for Icinga, Nagios and sudo, read by these programs. A run by Icinga: {@link dev.freshwatch.journey.IcingaIT}. */
class PluginExamplesTest {

    private static final Path ICINGA =
            Path.of("examples/icinga/freshwatch.conf").toAbsolutePath();
    private static final Path NAGIOS = Path.of("examples/nagios/freshwatch.cfg").toAbsolutePath();
    private static final Path SUDO = Path.of("examples/sudoers.freshwatch").toAbsolutePath();

    /** Both would change from root to a user of theirs, who may not read the folder of a test. */
    private static final String USER = System.getProperty("user.name");

    private static final String ALLOWED = "/usr/bin/sudo -n -u freshwatch /usr/bin/freshwatch ";
    private static final Pattern RULE = Pattern.compile("NOPASSWD: /usr/bin/freshwatch (\\^.*\\$)");

    @TempDir
    Path directory;

    @Test
    void icingaAcceptsTheCommandAndTheServices() throws Exception {
        Path main = Files.writeString(
                directory.resolve("icinga2.conf"),
                String.format(
                        Locale.ROOT,
                        """
                        include <itl>
                        include "%s"
                        object Host "watch.example" {
                          check_command = "dummy"
                          vars.freshwatch["SIEM"] = { freshwatch_only = "esm/soc/*" }
                          vars.freshwatch["threat intelligence"] = { freshwatch_only = [ "misp/intel/*", "service/*" ] }
                        }
                        """,
                        ICINGA));

        Ended ended = Installed.run(
                directory,
                List.of(
                        Installed.program("/usr/sbin/icinga2").toString(),
                        "daemon",
                        "-C",
                        "-D",
                        "CacheDir=" + directory,
                        "-D",
                        "RunAsUser=" + USER,
                        "-D",
                        "RunAsGroup=" + USER,
                        "-c",
                        main.toString()));

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Instantiated 2 Services").doesNotContain("warning/");
    }

    @Test
    void nagiosAcceptsTheCommandAndTheService() throws Exception {
        Path objects = Files.writeString(
                directory.resolve("objects.cfg"),
                """
                define timeperiod {
                    timeperiod_name  24x7
                    alias            always
                    monday           00:00-24:00
                }
                define command {
                    command_name  nothing
                    command_line  /bin/true
                }
                define contact {
                    contact_name                   nagiosadmin
                    host_notification_commands     nothing
                    service_notification_commands  nothing
                    host_notification_period       24x7
                    service_notification_period    24x7
                }
                define host {
                    host_name           localhost
                    address             127.0.0.1
                    check_command       nothing
                    max_check_attempts  1
                    check_period        24x7
                    contacts            nagiosadmin
                }
                """);
        Path main = Files.writeString(
                directory.resolve("nagios.cfg"),
                String.format(
                        Locale.ROOT,
                        """
                        log_file=%1$s/nagios.log
                        check_result_path=%1$s
                        lock_file=%1$s/nagios.lock
                        nagios_user=%4$s
                        nagios_group=%4$s
                        illegal_macro_output_chars=`~$&|'"<>
                        temp_file=%1$s/nagios.tmp
                        cfg_file=%2$s
                        cfg_file=%3$s
                        """,
                        directory,
                        objects,
                        NAGIOS,
                        USER));

        Ended ended = Installed.run(
                directory,
                List.of(
                        Installed.program("/usr/sbin/nagios4", "/usr/sbin/nagios")
                                .toString(),
                        "-v",
                        main.toString()));

        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Checked 1 services", "Total Warnings: 0", "Total Errors:   0");
    }

    @Test
    void sudoAcceptsItsRule() throws Exception {
        Path rule = Files.copy(SUDO, directory.resolve("sudoers"));
        Files.setPosixFilePermissions(rule, PosixFilePermissions.fromString("r--r-----"));

        Ended ended = Installed.run(
                directory, List.of(Installed.program("/usr/sbin/visudo").toString(), "-cf", rule.toString()));

        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    /** The regular expression of the rule; what sudo reads of the POSIX class is the same in Java's notation. */
    private static Pattern rule() throws Exception {
        Matcher rule = RULE.matcher(Files.readString(SUDO));
        assertThat(rule.find()).isTrue();
        return Pattern.compile(rule.group(1).replace("[:space:]", "\\s"));
    }

    @Test
    void sudoAllowsWhatNagiosRuns() throws Exception {
        String run = Files.readAllLines(NAGIOS).stream()
                .filter(line -> line.contains("command_line"))
                .map(line -> line.replaceFirst(" *command_line *", "").replace("'$ARG1$'", "esm/soc/*"))
                .findFirst()
                .orElseThrow();

        assertThat(run).startsWith(ALLOWED);
        assertThat(run.substring(ALLOWED.length())).matches(rule());
    }

    @Test
    void sudoAllowsWhatIcingaRuns() throws Exception {
        assertThat(Files.readString(ICINGA)).contains("\"" + ALLOWED.trim().replace(" ", "\", \"") + "\", \"check\"");
        assertThat("check --last --output nagios --config /etc/freshwatch --only misp/intel/* --only service/*")
                .as("as IcingaIT sees it run")
                .matches(rule());
    }

    /** Another configuration could run whatever it likes as the user of the watch. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "check",
                "check --last --output nagios --config /tmp/mine",
                "check --last --output nagios --config /etc/freshwatch --only x --config /tmp/mine",
                "check --last --output nagios --config /etc/freshwatch --only --config",
                "check --last --output nagios --config /etc/freshwatch --only",
                "check --output nagios --config /etc/freshwatch",
                "check --last --output nagios --config /etc/freshwatch\nrun",
                "check --last --output nagios --config /etc/freshwatch --only a\tb",
                "silence * --for 7d --reason x"
            })
    void sudoAllowsNothingElse(String arguments) throws Exception {
        assertThat(arguments).doesNotMatch(rule());
    }
}
