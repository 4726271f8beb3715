package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Installed;
import dev.freshwatch.route.Folder;
import dev.freshwatch.sim.SimDevice;
import dev.freshwatch.sim.SimEsm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Icinga runs the command of the example beside a watch, and understands what it prints. */
@Tag("soak")
class IcingaIT {

    @TempDir
    Path directory;

    @Test
    void icingaShowsWhatTheWatchSawLast() throws Exception {
        String program = Installed.program("/usr/sbin/icinga2").toString();
        try (SimEsm esm = new SimEsm()) {
            SimDevice stale = esm.appliance().addReceiver("ERC-1");
            stale.events().aged(Duration.ofMinutes(47));
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            Folder folder = new Folder(Files.createTempDirectory(directory, "config"))
                    .esm("soc", esm)
                    .set("esm.soc.every", "10s")
                    .receivers("soc", stale);
            try (Launched run = Launched.start(folder, "run").watching()) {
                Process icinga = icinga(program, folder.path());
                try {
                    await().atMost(Launched.PATIENCE).untilAsserted(() -> assertThat(seen())
                            .containsPattern("\nERC\\|CRITICAL\\|FRESHWATCH CRITICAL - 1 critical, 0 unknown, "
                                    + "0 warning, 0 ok; ERC-1: newest event is 47 min old")
                            .containsPattern("\\|esm/soc/events/" + stale.id() + "=\\d+s;;1200;0\n")
                            .contains("\nothers|OK|FRESHWATCH OK - 0 critical"));
                } finally {
                    icinga.destroy();
                    icinga.onExit().orTimeout(60, TimeUnit.SECONDS).join();
                }
                assertThat(run.isAlive()).isTrue();
            }
        }
    }

    /** The example with this product and these intervals, and a writer of all results. */
    private Process icinga(String program, Path config) throws IOException {
        String example = Files.readString(Folder.HOME.resolve("examples/icinga/freshwatch.conf"))
                .replace(
                        "\"/usr/bin/sudo\", \"-n\", \"-u\", \"freshwatch\", \"/usr/bin/freshwatch\"",
                        "\"" + Folder.HOME.resolve("freshwatch") + "\"")
                .replace("\"/etc/freshwatch\"", "\"" + config + "\"")
                .replace("check_interval = 1m", "check_interval = 2s")
                .replace("retry_interval = 30s", "retry_interval = 2s");
        String main = String.format(
                Locale.ROOT,
                """
                include <itl>
                %1$s
                object Host "watch.example" {
                  check_command = "dummy"
                  vars.freshwatch["ERC"] = { freshwatch_only = "esm/soc/events/*" }
                  vars.freshwatch["others"] = { freshwatch_only = [ "esm/soc/session", "esm/soc/alarms" ] }
                }
                object CheckerComponent "checker" {}
                object PerfdataWriter "results" {
                  host_temp_path = "%2$s/hosts.tmp"
                  host_perfdata_path = "%2$s/hosts"
                  service_temp_path = "%2$s/services.tmp"
                  service_perfdata_path = "%2$s/services"
                  rotation_interval = 2s
                  service_format_template = "\\n$service.name$|$service.state$|$service.output$|$service.perfdata$"
                }
                """,
                example,
                directory);
        Path file = Files.writeString(directory.resolve("icinga2.conf"), main);
        List<String> command = new ArrayList<>(List.of(program, "daemon", "-c", file.toString()));
        String user = System.getProperty("user.name");
        Stream.of(
                        "RunAsUser=" + user,
                        "RunAsGroup=" + user,
                        "CacheDir=" + directory,
                        "DataDir=" + directory,
                        "LogDir=" + directory,
                        "SpoolDir=" + directory,
                        "InitRunDir=" + directory,
                        "StatePath=" + directory.resolve("state"),
                        "ModAttrPath=" + directory.resolve("attributes"),
                        "ObjectsPath=" + directory.resolve("objects"),
                        "VarsPath=" + directory.resolve("vars"),
                        "PidPath=" + directory.resolve("pid"))
                .forEach(constant -> command.addAll(List.of("-D", constant)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("icinga.log").toFile())
                .start();
    }

    private String seen() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> results = files.filter(
                            file -> file.getFileName().toString().matches("services\\.\\d+"))
                    .sorted()
                    .toList();
            return results.stream().map(IcingaIT::text).collect(Collectors.joining());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
