package dev.freshwatch.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshwatch.app.BuildInfo;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
