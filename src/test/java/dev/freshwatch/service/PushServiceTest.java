package dev.freshwatch.service;

import static dev.freshwatch.service.HttpServiceTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.Freshwatch;
import dev.freshwatch.freshness.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that must report in. */
class PushServiceTest {

    @TempDir
    private Path directory;

    private ServiceFolder backup() {
        return new ServiceFolder(directory)
                .add("service-push", Map.of("name", "backup", "what", "nightly", "error-after", "25h"));
    }

    private Finding check() throws Exception {
        List<Finding> findings = backup().check();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private Path file(String name) {
        return directory.resolve("state/reports/backup").resolve(name);
    }

    private static void age(Path file, Duration age) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void theFirstReportIsWaitedForFromTheFirstStartOn() throws Exception {
        assertThat(outcome(check())).isEqualTo("ok up: no report yet; the first is due within 25 h");
        assertThat(file("nightly.since")).as("check remembers nothing").doesNotExist();

        try (Freshwatch watch = backup().watch()) {
            assertThat(watch).isNotNull();
            await().until(() -> Files.exists(file("nightly.since")));
        }
        age(file("nightly.since"), Duration.ofHours(10));
        assertThat(outcome(check())).isEqualTo("ok up: no report yet; the first is due within 14 h 59 min");
        age(file("nightly.since"), Duration.ofHours(26));
        assertThat(outcome(check())).isEqualTo("critical silent: no nightly at all (limit 1 d 1 h)");

        try (Freshwatch watch = backup().watch()) {
            assertThat(watch).isNotNull();
        }
        assertThat(outcome(check())).as("a restart begins nothing anew").startsWith("critical silent");
    }

    @Test
    void theAgeOfTheLastReportIsJudged() throws Exception {
        Files.createDirectories(file("nightly").getParent());
        Files.createFile(file("nightly"));
        assertThat(outcome(check())).startsWith("ok fresh: newest nightly is ");

        age(file("nightly"), Duration.ofHours(26));
        assertThat(outcome(check())).isEqualTo("critical stale: newest nightly is 26 h old (limit 1 d 1 h)");

        age(file("nightly"), Duration.ofHours(-3));
        assertThat(outcome(check())).startsWith("warning future: newest nightly is 2 h 59 min ahead");
    }
}
