package dev.freshwatch.service;

import static dev.freshwatch.service.HttpServiceTest.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.freshness.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
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

    private Path report() {
        return directory.resolve("reports/backup/nightly");
    }

    private Path since() {
        return directory.resolve("state/awaited/backup/nightly");
    }

    /** Where it was until version 0.1.0. */
    private Path older(String name) {
        return directory.resolve("state/reports/backup").resolve(name);
    }

    private static void age(Path file, Duration age) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private void start() throws Exception {
        try (WatchApp watch = backup().watch()) {
            assertThat(watch).isNotNull();
            await().until(() -> Files.exists(since()));
        }
    }

    private static String rights(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theFirstReportIsWaitedForFromTheFirstStartOn() throws Exception {
        assertThat(outcome(check())).isEqualTo("ok up: no report yet; the first is due within 25 h");
        assertThat(since()).as("check remembers nothing").doesNotExist();

        start();
        assertThat(report().getParent()).isDirectory();
        assertThat(rights(report().getParent())).isEqualTo("rwx------");
        assertThat(rights(since().getParent())).isEqualTo("rwx------");
        assertThat(rights(since())).isEqualTo("rw-------");
        age(since(), Duration.ofHours(10));
        assertThat(outcome(check())).isEqualTo("ok up: no report yet; the first is due within 14 h 59 min");
        age(since(), Duration.ofHours(26));
        assertThat(outcome(check())).isEqualTo("critical silent: no nightly at all (limit 1 d 1 h)");

        start();
        assertThat(outcome(check())).as("a restart begins nothing anew").startsWith("critical silent");
    }

    @Test
    void theAgeOfTheLastReportIsJudged() throws Exception {
        Files.createDirectories(report().getParent());
        Files.createFile(report());
        assertThat(outcome(check())).startsWith("ok fresh: newest nightly is ");

        age(report(), Duration.ofHours(26));
        assertThat(outcome(check())).isEqualTo("critical stale: newest nightly is 26 h old (limit 1 d 1 h)");

        age(report(), Duration.ofHours(-3));
        assertThat(outcome(check())).startsWith("warning future: newest nightly is 2 h 59 min ahead");
    }

    @Test
    void aReportThatIsALinkIsNotFollowed() throws Exception {
        Path fresh = Files.createFile(directory.resolve("of-somebody-else"));
        Files.createDirectories(report().getParent());
        Files.createSymbolicLink(report(), fresh);
        assertThat(outcome(check()))
                .isEqualTo("unknown failed: the report file is a symbolic link, and links are not followed");
    }

    @Test
    void whatIsWrongInAnOlderPlaceSaysNothingOfTheJob() throws Exception {
        Files.createDirectories(report().getParent());
        Files.createFile(report());
        Files.createDirectories(older("nightly").getParent());
        Files.createSymbolicLink(older("nightly"), Files.createFile(directory.resolve("of-somebody-else")));

        assertThat(outcome(check())).startsWith("ok fresh: newest nightly is ");
    }

    @Test
    void anOlderFileThatCannotBeDeletedDoesNotKeepTheWatchFromItsStart() throws Exception {
        // a folder that is not empty: not even root deletes it
        Files.createDirectories(older("nightly.since").resolve("something"));

        start();
        assertThat(since()).exists();
    }

    @Test
    void aPlaceThatIsALinkIsNotWrittenTo() throws Exception {
        Path precious = Files.writeString(directory.resolve("precious"), "keep me");
        age(precious, Duration.ofDays(9));
        Files.createDirectories(since().getParent());
        Files.createSymbolicLink(since(), precious);
        start();
        assertThat(precious).hasContent("keep me");
        assertThat(Files.getLastModifiedTime(precious).toInstant())
                .isBefore(Instant.now().minus(Duration.ofDays(8)));
    }

    @Test
    void whatIsWhereOlderVersionsHadItCounts() throws Exception {
        Files.createDirectories(older("nightly").getParent());
        Files.createFile(older("nightly.since"));
        age(older("nightly.since"), Duration.ofHours(10));
        assertThat(outcome(check())).isEqualTo("ok up: no report yet; the first is due within 14 h 59 min");
        start();
        assertThat(older("nightly.since")).as("is moved").doesNotExist();
        assertThat(outcome(check())).isEqualTo("ok up: no report yet; the first is due within 14 h 59 min");

        Files.createFile(older("nightly"));
        age(older("nightly"), Duration.ofHours(2));
        assertThat(outcome(check())).startsWith("ok fresh: newest nightly is 2 h old");
        Files.createFile(report());
        age(report(), Duration.ofHours(1));
        assertThat(outcome(check())).as("the newest counts").startsWith("ok fresh: newest nightly is 60 min old");
    }

    @Test
    void theFolderOfTheReportsCanBeElsewhere() throws Exception {
        Path elsewhere = Files.createDirectories(directory.resolve("jobs/backup"));
        Files.createFile(elsewhere.resolve("nightly"));
        assertThat(outcome(backup().set("push.folder", "jobs").check().get(0))).startsWith("ok fresh");
    }
}
