package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.route.Folder;
import dev.freshwatch.route.SideBySide;
import dev.freshwatch.sim.SimEsm;
import dev.freshwatch.sim.misp.SimMisp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the process makes of files, and what it can find, wherever and however it is started. */
@Tag("soak")
class FilesIT {

    private static final String ODD = "Münch+en 100% #1? a,b";

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> journeys() {
        return new SideBySide(2)
                .add("with umask 000 everything that is made is private", () -> isPrivate("000"))
                .add("with umask 077 everything that is made is private", () -> isPrivate("077"))
                .add("an odd folder in the locale C, and temporary files that may not be run", this::noexec)
                .add("without the launcher the locale C is named as the reason", this::bare)
                .add("a store of another user is refused with what to do", this::foreign)
                .tests();
    }

    private Folder folder(SimEsm esm, String name) throws IOException {
        esm.appliance().alarms().stream().live(Duration.ofSeconds(1), Duration.ZERO);
        return new Folder(Files.createDirectories(
                        Files.createTempDirectory(directory, "config").resolve(name)))
                .esm("soc", esm);
    }

    private static List<String> after(String first) {
        String launcher = Folder.HOME.resolve("freshwatch").toString();
        return List.of("sh", "-c", first + "; exec \"$0\" \"$@\"", launcher);
    }

    private static void end(Launched run) throws InterruptedException {
        run.terminate();
        assertThat(run.exitCode()).as(run::err).isZero();
    }

    /** What somebody else than its user could do something with. */
    private static List<String> open(Path top) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!rights.endsWith("------")) {
                    open.add(rights + " " + top.relativize(path));
                }
            }
        }
        return open;
    }

    private void isPrivate(String umask) throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm, "plain")
                    .route(
                            "my.camel.yaml",
                            """
                            - templatedRoute:
                                routeTemplateRef: service-push
                                parameters:
                                  - name: name
                                    value: backup
                                  - name: error-after
                                    value: 25h
                            """);
            Path temporary = Files.createDirectory(folder.path().resolve("tmp"));
            Map<String, String> environment = Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
            try (Launched run = Launched.by(after("umask " + umask), folder, environment, "run")
                    .watching()) {
                await().atMost(Launched.PATIENCE)
                        .until(() -> Files.exists(folder.path().resolve("state/freshwatch.db-wal")));
                assertThat(folder.path().resolve("state/awaited/backup/reports"))
                        .exists();
                assertThat(open(folder.path().resolve("state"))).isEmpty();
                assertThat(open(folder.path().resolve("reports"))).isEmpty();
                try (Stream<Path> unpacked = Files.list(temporary)) {
                    List<Path> libraries = unpacked.toList();
                    assertThat(libraries).as("what SQLite has unpacked").isNotEmpty();
                    for (Path library : libraries) {
                        assertThat(open(library)).isEmpty();
                    }
                }
                end(run);
            }
        }
    }

    private void noexec() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount");
        Path temporary = Files.createDirectory(directory.resolve("noexec"));
        assumeTrue(
                done("mount", "-t", "tmpfs", "-o", "noexec,size=16m", "tmpfs", temporary.toString()),
                "mounting is not allowed");
        try (SimEsm esm = new SimEsm();
                SimMisp misp = new SimMisp()) {
            Folder folder = folder(esm, ODD)
                    .misp("intel", misp.url().toString())
                    .set("misp.intel.key", SimMisp.USER_KEY)
                    .set("misp.intel.admin-key", SimMisp.ADMIN_KEY)
                    .set("esm.soc.password", "{{file:pässwort}}");
            Files.writeString(folder.path().resolve("pässwort"), SimEsm.PASSWORD);
            Map<String, String> environment = Map.of(
                    "LC_ALL",
                    "C",
                    "JAVA_OPTS",
                    "-Djava.io.tmpdir=" + temporary,
                    "FRESHWATCH_CONFIG",
                    folder.path().toString());
            try (Launched run = Launched.start(folder, environment, "run").watching()) {
                assertThat(run.err()).contains(temporary + " is mounted noexec", ODD + "/state/native");
                await().atMost(Launched.PATIENCE).until(() -> esm.requests().of("essmgtGetESSTime") > 0);
                try (Launched status = Launched.start(folder, environment, "status")) {
                    assertThat(status.exitCode()).as(status::err).isZero();
                    assertThat(status.out()).contains("The watch is running");
                }
                try (Launched check = Launched.start(folder, environment, "check", "--only", "misp/*/key")) {
                    assertThat(check.exitCode()).as(check::err).isZero();
                    assertThat(check.out()).contains("misp/intel/key");
                    assertThat(check.err()).as("what the watch has learnt").doesNotContain("cannot be read");
                }
                end(run);
            }
        } finally {
            assertThat(done("umount", temporary.toString())).isTrue();
        }
    }

    private void bare() throws Exception {
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm, ODD);
            String classes =
                    Folder.HOME.resolve("target/freshwatch.jar") + ":" + Folder.HOME.resolve("target/lib") + "/*";
            List<String> java = List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Dfreshwatch.home=" + Folder.HOME,
                    "-cp",
                    classes,
                    "dev.freshwatch.cli.Main");
            Launched validate = Launched.by(java, folder, Map.of("LC_ALL", "C"), "validate");
            assertThat(validate.exitCode()).isEqualTo(3);
            assertThat(validate.err()).contains("the locale of this process", "LC_ALL=C.UTF-8");
            assertThat(validate.out()).isEmpty();
        }
    }

    private void foreign() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        Path home = Files.createDirectories(directory.resolve("home"));
        Path temporary = Files.createDirectories(directory.resolve("temporary"));
        String from = Folder.HOME.toString();
        String unpack = "mkdir home/bin home/lib && cp FROM/freshwatch home/bin && cp -r FROM/routes home"
                + " && cp FROM/target/freshwatch.jar FROM/target/lib/*.jar home/lib && chmod 755 . && chmod 1777 temporary";
        assertThat(done("sh", "-c", "cd " + directory + " && " + unpack.replace("FROM", "'" + from + "'")))
                .isTrue();
        List<String> asNobody = List.of(
                "setpriv",
                "--reuid=nobody",
                "--regid=nogroup",
                "--clear-groups",
                home.resolve("bin/freshwatch").toString());
        Map<String, String> environment = Map.of("JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
        try (SimEsm esm = new SimEsm()) {
            Folder folder = folder(esm, "plain").write();
            assertThat(done("chown", "-R", "nobody", folder.path().getParent().toString()))
                    .isTrue();
            try (Launched root = Launched.start(folder, "run").watching()) {
                end(root);
            }
            Launched run = Launched.by(asNobody, folder, environment, "run");
            assertThat(run.exitCode()).as(run::err).isEqualTo(3);
            Path state = folder.path().resolve("state");
            String remedy = "chown nobody " + state + " " + state.resolve("freshwatch.db") + "*";
            assertThat(run.err()).contains("cannot start", "belongs to root, and this process is nobody", remedy);
            Launched status = Launched.by(asNobody, folder, environment, "status");
            assertThat(status.exitCode()).isEqualTo(3);
            assertThat(status.err()).contains(remedy).doesNotContain("no store");

            assertThat(done("sh", "-c", remedy)).as("as it says").isTrue();
            try (Launched mended =
                    Launched.by(asNobody, folder, environment, "run").watching()) {
                end(mended);
            }
        }
    }

    private static boolean done(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
