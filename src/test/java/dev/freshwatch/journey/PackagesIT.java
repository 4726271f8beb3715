package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.Installed;
import dev.freshwatch.app.BuildInfo;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.SyslogReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The packages in a bare Debian: from the installation to the purge. What the profile {@code release} made must be there. */
@Tag("soak")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackagesIT {

    private static final String CONFIGURATION = "/etc/freshwatch/application.properties";
    private static final Path DEB = Path.of("target", "freshwatch_" + BuildInfo.version() + "_all.deb");
    private static final Path RPM = Path.of("target", "freshwatch-" + BuildInfo.version() + "-1.noarch.rpm");
    private static final Path UNIT = Path.of("packaging/linux/freshwatch.service");

    /** Where no systemd runs, and control groups are those of the first version. */
    private static final String BUILD = "podman build -q --isolation=chroot --network=host --format=docker"
            + " --build-arg=BASE=localhost/freshwatch-base -t localhost/freshwatch-test -f packaging/Containerfile .";

    private static final String RUN = "podman --runtime=runc --cgroup-manager=cgroupfs run -d --name=freshwatch-test"
            + " --ulimit=nofile=1024:1024 --ulimit=nproc=1024:1024 --health-interval=disable --network=none --read-only"
            + " --tmpfs=/tmp --cap-drop=all --security-opt=no-new-privileges --env=ESM_SOC_PASSWORD=secret"
            + " -v FOLDER:/etc/freshwatch:ro localhost/freshwatch-test";

    private static DebianRoot debian;

    @BeforeAll
    static void debian() throws Exception {
        boolean packed = Files.exists(DEB) && Files.exists(RPM);
        assertThat(packed || !Boolean.getBoolean("freshwatch.peers.required"))
                .as("there are no packages, but peers are required: mvn verify -Prelease,soak")
                .isTrue();
        assumeTrue(packed, "packed without the profile release");
        debian = DebianRoot.make();
    }

    @AfterAll
    static void delete() throws Exception {
        if (debian != null) {
            debian.close();
        }
    }

    private static Map<String, String> unit() throws Exception {
        return Files.readAllLines(UNIT).stream()
                .filter(line -> line.matches("[A-Z]\\w+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (first, second) -> second));
    }

    @Test
    @Order(1)
    void fromTheInstallationOfTheDebToItsPurge() throws Exception {
        int port = Ports.free();
        try (SimEsm esm = new SimEsm()) {
            esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
            installed();
            threeLinesUntilTheFirstVerdict(esm);

            esm.appliance().alarms().stream().clear().aged(Duration.ofMinutes(47));
            edit("#sink.syslog.enabled=true", "sink.syslog.enabled=true\nsink.syslog.port=" + port);
            edit("#sink.syslog.host=collector2.example", "sink.syslog.host=127.0.0.1");
            edit("#sink.syslog.protocol=tcp", "sink.syslog.protocol=tcp");
            try (DebianRoot.Running watch = debian.service(unit())) {
                watch.until(() -> assertThat(waiting(status())).isEqualTo(1));
                watch.stop();
            }
            JsonNode before = status().path("problems");
            assertThat(before).hasSize(1);

            upgraded();
            assertThat(status().path("problems").path(0).path("since"))
                    .isEqualTo(before.path(0).path("since"));
            try (SyslogReceiver syslog = SyslogReceiver.tcp(port);
                    DebianRoot.Running watch = debian.service(unit())) {
                watch.until(() -> assertThat(syslog.messages().count()).isEqualTo(1));
                assertThat(syslog.messages().all().get(0).text()).contains("PROBLEM", "esm/soc/alarms");
                watch.until(() -> assertThat(waiting(status())).isZero());
                watch.stop();
            }
        }
        removedAndInstalledAgain();
        aStoreOfANewerVersionIsRefused();
        purged();
    }

    private static void installed() throws Exception {
        Files.copy(DEB, debian.path("/freshwatch.deb"));
        debian.run("dpkg", "-i", "/freshwatch.deb");
        assertThat(debian.run("freshwatch", "--version")).isEqualTo("freshwatch " + BuildInfo.version() + "\n");
        assertThat(archives()).as("for every later start").hasSize(2);
        assertThat(debian.run("stat", "-c", "%U:%G %a", "/etc/freshwatch", CONFIGURATION, "/var/lib/freshwatch"))
                .isEqualTo("root:freshwatch 750\nroot:freshwatch 640\nfreshwatch:freshwatch 700\n");
        assertThat(debian.run("sh", "-c", "systemd-analyze verify /usr/lib/systemd/system/freshwatch.service"))
                .isEmpty();
        assertThat(debian.run("systemd-analyze", "security", "--offline=true", "--threshold=20", "freshwatch.service"))
                .contains("Overall exposure level");
        for (String page : List.of("freshwatch", "freshwatch-run", "freshwatch-silence", "freshwatch.properties")) {
            assertThat(debian.run("sh", "-c", "man --warnings " + page + " 2>&1 >/dev/null"))
                    .isEmpty();
        }
        assertThat(debian.run("man", "freshwatch.properties")).contains("esm.<name>.url (required)");
        assertThat(debian.run(
                        "bash",
                        "-c",
                        "source /usr/share/bash-completion/completions/freshwatch; COMP_WORDS=(freshwatch val); COMP_CWORD=1;"
                                + " _complete_freshwatch; echo \"${COMPREPLY[@]}\""))
                .isEqualTo("validate\n");
        Installed.Ended refused = debian.freshwatch("validate");
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(3);
        assertThat(refused.output()).contains("nothing to watch");
    }

    private static List<String> archives() throws Exception {
        return debian.run("find", "/usr/share/freshwatch/lib", "-name", "*.jsa")
                .lines()
                .toList();
    }

    private static void threeLinesUntilTheFirstVerdict(SimEsm esm) throws Exception {
        debian.run("install", "-d", "-m", "0750", "-o", "root", "-g", "freshwatch", "/etc/freshwatch/secrets");
        Path secret = debian.path("/etc/freshwatch/secrets/esm-soc.password");
        Files.writeString(secret, SimEsm.PASSWORD + "\n");
        debian.run("chown", "root:freshwatch", "/etc/freshwatch/secrets/esm-soc.password");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
        edit("#esm.soc.url=https://esm.example", "esm.soc.url=" + esm.url());
        edit("#esm.soc.username=freshwatch", "esm.soc.username=" + SimEsm.USERNAME);
        edit("#esm.soc.password=", "esm.soc.password=");
        Installed.Ended valid = debian.freshwatch("validate");
        assertThat(valid.exitCode()).as(valid.output()).isZero();
        assertThat(valid.output()).doesNotContain("others can read");
        debian.run("install", "-d", "-m", "0700", "-o", "freshwatch", "-g", "freshwatch", "/var/cache/freshwatch");
        try (DebianRoot.Running watch = debian.service(unit())) {
            watch.until(() -> assertThat(debian.freshwatch("check", "--last", "--only", "esm/soc/alarms")
                            .exitCode())
                    .isZero());
            watch.stop();
        }
        assertThat(archives()).as("made once, by the package").hasSize(2);
        assertThat(debian.run("find", "/var/cache/freshwatch", "-type", "f")).isEmpty();
    }

    private static void edit(String line, String instead) throws Exception {
        Path file = debian.path(CONFIGURATION);
        String text = Files.readString(file);
        assertThat(text).contains(line);
        Files.writeString(file, text.replace(line, instead));
    }

    private static JsonNode status() throws Exception {
        Installed.Ended status = debian.freshwatch("status", "--output", "json");
        assertThat(status.exitCode()).as(status.output()).isZero();
        return new ObjectMapper().readTree(status.output());
    }

    private static int waiting(JsonNode status) {
        return status.path("outboxes").path(0).path("waiting").asInt(-1);
    }

    /** The same program under the number of the next version. */
    private static void upgraded() throws Exception {
        String next = BuildInfo.version() + "+1";
        debian.run("dpkg-deb", "-R", "/freshwatch.deb", "/next");
        debian.run("sed", "-i", "s/^Version: .*/Version: " + next + "/", "/next/DEBIAN/control");
        debian.run("dpkg-deb", "-b", "/next", "/next.deb");
        String configured = Files.readString(debian.path(CONFIGURATION));
        List<String> before = archives();
        String said = debian.run("dpkg", "-i", "/next.deb");
        assertThat(said).doesNotContain("onfiguration file");
        assertThat(Files.readString(debian.path(CONFIGURATION))).isEqualTo(configured);
        assertThat(archives()).isEqualTo(before);
        assertThat(debian.run("dpkg-query", "-W", "freshwatch")).contains(next);
    }

    private static void removedAndInstalledAgain() throws Exception {
        String configured = Files.readString(debian.path(CONFIGURATION));
        debian.run("dpkg", "-r", "freshwatch");
        assertThat(debian.path("/usr/share/freshwatch")).doesNotExist();
        assertThat(debian.path("/usr/bin/freshwatch")).doesNotExist();
        assertThat(debian.path("/var/lib/freshwatch/freshwatch.db")).exists();
        debian.run("dpkg", "-i", "/freshwatch.deb");
        assertThat(Files.readString(debian.path(CONFIGURATION))).isEqualTo(configured);
        assertThat(status().path("problems")).hasSize(1);
    }

    /** As after a downgrade. */
    private static void aStoreOfANewerVersionIsRefused() throws Exception {
        try (Connection store =
                        DriverManager.getConnection("jdbc:sqlite:" + debian.path("/var/lib/freshwatch/freshwatch.db"));
                Statement statement = store.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT 99, '99', 'newer', type, 'V99__newer.sql', 1,"
                    + " installed_by, installed_on, 1, 1 FROM flyway_schema_history WHERE installed_rank = 1");
        }
        for (String command : List.of("run", "status")) {
            Installed.Ended refused = debian.freshwatch(command);
            assertThat(refused.exitCode()).as(refused.output()).isEqualTo(3);
            assertThat(refused.output()).contains("was made by a newer Freshwatch; use that version");
        }
    }

    /** docs/installing.md names what is left: the user. */
    private static void purged() throws Exception {
        debian.run("dpkg", "-P", "freshwatch");
        debian.run("rm", "-rf", "/freshwatch.deb", "/next", "/next.deb");
        assertThat(debian.traces()).isEmpty();
        assertThat(debian.run("id", "-un", "freshwatch")).isEqualTo("freshwatch\n");
    }

    @Test
    @Order(2)
    void theRpmIsInstalledAndErased() throws Exception {
        Files.copy(RPM, debian.path("/freshwatch.rpm"));
        debian.run("rpm", "-K", "--nosignature", "/freshwatch.rpm");
        // Debian's Java is none that rpm knows
        debian.run("rpm", "-i", "--nodeps", "/freshwatch.rpm");
        assertThat(debian.run("freshwatch", "--version")).isEqualTo("freshwatch " + BuildInfo.version() + "\n");
        assertThat(archives()).hasSize(2);
        assertThat(debian.run("rpm", "-V", "--nodeps", "freshwatch")).isEmpty();
        assertThat(debian.run("stat", "-c", "%U:%G %a", "/etc/freshwatch", CONFIGURATION, "/var/lib/freshwatch"))
                .isEqualTo("root:freshwatch 750\nroot:freshwatch 640\nfreshwatch:freshwatch 700\n");
        edit("#esm.soc.url=https://esm.example", "esm.soc.url=https://esm2.example");
        debian.run("rpm", "-e", "freshwatch");
        assertThat(debian.path("/usr/share/freshwatch")).doesNotExist();
        assertThat(debian.path(CONFIGURATION + ".rpmsave")).content().contains("https://esm2.example");
        List<String> left = new ArrayList<>(debian.traces());
        left.remove("/freshwatch.rpm");
        assertThat(left)
                .allMatch(
                        path -> path.startsWith("/etc/freshwatch") || path.startsWith("/var/lib/freshwatch"), "named");
    }

    /** The image of packaging/Containerfile, of this Debian instead of one that is fetched; nothing of it stays on the machine. */
    @Test
    @Order(0)
    void theImageRunsReadOnlyAndTellsItsHealth(@TempDir Path folder) throws Exception {
        String podman = Installed.program("/usr/bin/podman").toString();
        Path configuration = Files.createDirectory(folder.resolve("configuration"));
        Files.writeString(
                configuration.resolve("application.properties"),
                "esm.soc.url=http://127.0.0.1:1\nesm.soc.username=NGCP\nesm.soc.password={{env:ESM_SOC_PASSWORD}}\n"
                        + "state.url=jdbc:sqlite:/var/lib/freshwatch/freshwatch.db\n");
        debian.onTheMachine("chmod", "-R", "a+rX", folder.toString());
        try {
            debian.onTheMachine(
                    "sh",
                    "-c",
                    "tar -C \"$1\" --exclude=./proc/* --exclude=./dev/* -c . | \"$2\" import -q - localhost/freshwatch-base",
                    "sh",
                    debian.path("/").toString(),
                    podman);
            debian.onTheMachine(BUILD.replace("podman", podman).split(" "));
            debian.onTheMachine(RUN.replace("podman", podman)
                    .replace("FOLDER", configuration.toString())
                    .split(" "));
            await().atMost(Launched.PATIENCE)
                    .untilAsserted(() ->
                            debian.onTheMachine(podman, "--runtime=runc", "healthcheck", "run", "freshwatch-test"));
            debian.onTheMachine(
                    "sh",
                    "-c",
                    "test \"$(\"$1\" --runtime=runc exec freshwatch-test id -u)\" = 10001"
                            + " && ! \"$1\" --runtime=runc exec freshwatch-test touch /usr/share/freshwatch/mine 2>/dev/null",
                    "sh",
                    podman);
            debian.onTheMachine(podman, "--runtime=runc", "stop", "--time=60", "freshwatch-test");
            debian.onTheMachine(
                    "sh",
                    "-c",
                    "test \"$(\"$1\" inspect --format '{{.State.ExitCode}}' freshwatch-test)\" = 0",
                    "sh",
                    podman);
        } finally {
            debian.onTheMachine(podman, "rm", "--force", "--ignore", "--volumes", "freshwatch-test");
            debian.onTheMachine(
                    podman, "rmi", "--force", "--ignore", "localhost/freshwatch-test", "localhost/freshwatch-base");
        }
    }

    /** What it restricts and how it starts is the same as in the unit for a distribution, but for names and places. */
    @Test
    @Order(3)
    void theTwoUnitsDifferInPlacesAndUserOnly() throws Exception {
        Map<String, String> ours = unit();
        List.of("User", "Group", "CacheDirectory", "CacheDirectoryMode", "ReadWritePaths", "Environment")
                .forEach(ours::remove);
        List.of("ExecStart", "Documentation").forEach(ours::remove);
        Map<String, String> other = Files.readAllLines(Path.of("packaging/freshwatch.service")).stream()
                .filter(line -> line.matches("[A-Z]\\w+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        List.of("DynamicUser", "ConfigurationDirectory", "ExecStart", "Documentation")
                .forEach(other::remove);
        assertThat(ours).isEqualTo(other);
    }
}
