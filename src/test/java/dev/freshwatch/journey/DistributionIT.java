package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.app.BuildInfo;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is packed. {@code .ci/run} lays a jar into target/lib before it builds, as an older build would have left it. */
class DistributionIT {

    private static final Path LIB = Path.of("target/lib");

    private static Set<String> packed() throws IOException {
        try (Stream<Path> jars = Files.list(LIB)) {
            return jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void onlyJarsOfThisBuildAreRun() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Set<String> used = Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> String.valueOf(Path.of(entry).getFileName()))
                .collect(Collectors.toSet());
        // the simulators, which journeys have on their class path as classes
        used.add("freshwatch-sim.jar");
        assertThat(packed()).hasSizeGreaterThan(20).isSubsetOf(used).contains("freshwatch-sim.jar");
    }

    /** Behind the command, and out of the way: nobody waits for it, and a folder that is read-only has none. */
    @Test
    @Tag("soak")
    void whatIsUnpackedMakesItsArchiveOfClassesOnce(@TempDir Path folder) throws Exception {
        Path archive = Path.of("target", "freshwatch-" + BuildInfo.version() + ".tar.gz");
        assumeTrue(Files.exists(archive), "packed without the archive");
        assertThat(run(folder, "tar", "-xzf", archive.toAbsolutePath().toString()))
                .isEmpty();
        Path home = folder.resolve("freshwatch-" + BuildInfo.version());
        String command = home.resolve("bin/freshwatch").toString();

        assertThat(run(folder, command, "--version")).isEqualTo("freshwatch " + BuildInfo.version() + "\n");
        await().atMost(Duration.ofMinutes(5)).until(() -> archives(home).size() == 2);
        Map<Path, FileTime> made = archives(home);
        assertThat(run(folder, command, "--version")).isEqualTo("freshwatch " + BuildInfo.version() + "\n");
        assertThat(archives(home)).isEqualTo(made);
        assertThat(run(folder, "env", "JAVA_TOOL_OPTIONS=-Xlog:class+load:stdout", command, "--version"))
                .contains("dev.freshwatch.cli.Main source: shared objects file (top)");
    }

    private static Map<Path, FileTime> archives(Path home) throws IOException {
        Map<Path, FileTime> archives = new TreeMap<>();
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".jsa")).toList()) {
                archives.put(file, Files.getLastModifiedTime(file));
            }
        }
        return archives;
    }

    private static String run(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out;
    }

    @Test
    void theUnitOfSystemdStartsAndReloadsWhatIsPacked() throws Exception {
        Map<String, String> unit = Files.readAllLines(Path.of("packaging/freshwatch.service")).stream()
                .filter(line -> line.matches("[A-Z]\\w+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));

        assertThat(unit)
                .containsEntry("Type", "notify")
                .containsEntry("ExecStart", "/opt/freshwatch/bin/freshwatch run --config /etc/freshwatch")
                .containsEntry("ExecReload", "/bin/kill -HUP $MAINPID")
                .containsEntry("Restart", "on-failure");
    }

    @Test
    void theArchiveHoldsThemAndWhatTheDocsLeadTo() throws Exception {
        String top = "freshwatch-" + BuildInfo.version();
        Path archive = Path.of("target", top + ".tar.gz");
        assumeTrue(Files.exists(archive), "packed without the archive");
        Process tar = new ProcessBuilder("tar", "-tzf", archive.toString()).start();
        List<String> entries = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(tar.waitFor()).isZero();
        Set<String> lib = entries.stream()
                .filter(entry -> entry.matches(top + "/lib/.+"))
                .map(entry -> entry.substring(top.length() + 5))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>(packed());
        expected.add("freshwatch.jar");
        assertThat(lib).isEqualTo(expected);
        assertThat(entries)
                .contains(
                        top + "/bin/freshwatch",
                        top + "/routes/judge.camel.yaml",
                        top + "/routes/routing.camel.yaml",
                        top + "/examples/checks/splunk-tstats.camel.yaml",
                        top + "/examples/sinks/sink-slack.camel.yaml",
                        top + "/docs/sinks.md",
                        top + "/packaging/freshwatch.service",
                        top + "/packaging/advisories.json",
                        top + "/application.properties",
                        top + "/README.md",
                        top + "/CONTRIBUTING.md",
                        top + "/SECURITY.md",
                        top + "/LICENSE");
    }
}
