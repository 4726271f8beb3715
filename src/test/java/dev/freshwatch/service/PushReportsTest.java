package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshwatch.config.Secret;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Observation;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.service.PushReports.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of jobs with a token. */
class PushReportsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T17:00:00Z");
    private static final String TOKEN = "the-token-of-the-backup";

    @TempDir
    Path folder;

    private Instant now = NOW;
    private final ServiceTools tools = new ServiceTools(any -> null, () -> now, null, null);
    private final Services services = new Services(tools);
    private final PushReports reports = new PushReports(services);

    private Path report(String name, String what) {
        return folder.resolve("reports").resolve(name).resolve(what);
    }

    private PushService add(String name, String what, String token) throws IOException {
        PushService service = new PushService(
                new Question(CheckId.of("service", name, what), name, what, new Limits(null, Duration.ofHours(25))),
                Duration.ofMinutes(1),
                new ReportFolders(folder.resolve("reports"), folder.resolve("state")).of(name, what, null),
                token == null ? null : new Secret(token));
        services.add(name + what, service);
        service.begin(now);
        return service;
    }

    @Test
    void aReportIsKeptLikeATouchOfItsFile() throws Exception {
        PushService backup = add("backup", "nightly", TOKEN);

        assertThat(reports.take("backup", "nightly", TOKEN)).isEqualTo(Taken.YES);
        assertThat(Files.getLastModifiedTime(report("backup", "nightly"))).isEqualTo(FileTime.from(NOW));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(report("backup", "nightly"))))
                .isEqualTo("rw-------");
        assertThat(backup.observe(tools)).isEqualTo(new Observation.Seen(NOW, NOW, null));

        now = NOW.plusSeconds(60);
        assertThat(reports.take("backup", "nightly", TOKEN)).isEqualTo(Taken.YES);
        assertThat(backup.observe(tools)).isEqualTo(new Observation.Seen(now, now, null));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "backup, nightly, wrong",
                "backup, nightly, ''",
                "backup, nightly, -",
                "backup, nightly, the-token-of-the-wiki!!",
                "backup, weekly, the-token-of-the-backup",
                "wiki, nightly, the-token-of-the-backup",
                "wiki, dump, the-token-of-the-backup",
                "open, nightly, the-token-of-the-backup",
                "open, nightly, ''",
                "open, nightly, -"
            })
    void nothingIsTakenWithoutTheTokenOfTheCheck(String name, String what, String token) throws Exception {
        add("backup", "nightly", TOKEN);
        add("wiki", "dump", "the-token-of-the-wiki!!");
        add("open", "nightly", null);

        assertThat(reports.take(name, what, token)).isEqualTo(Taken.REFUSED);
        assertThat(List.of(report("backup", "nightly"), report("wiki", "dump"), report("open", "nightly")))
                .allSatisfy(file -> assertThat(file).doesNotExist());
    }

    @Test
    void whereNoCheckHasATokenThatIsSaid() throws Exception {
        add("open", "nightly", null);

        assertThat(reports.take("open", "nightly", TOKEN)).isEqualTo(Taken.NO_TOKENS);
        assertThat(reports.take("none", "such", TOKEN)).isEqualTo(Taken.NO_TOKENS);
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        add("backup", "nightly", TOKEN);
        Path target = Files.createFile(folder.resolve("target"));
        FileTime before = FileTime.from(NOW.minusSeconds(3600));
        Files.setLastModifiedTime(target, before);
        Files.createSymbolicLink(report("backup", "nightly"), target);

        assertThatThrownBy(() -> reports.take("backup", "nightly", TOKEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a symbolic link");
        assertThat(Files.getLastModifiedTime(target)).isEqualTo(before);
    }

    @Test
    void aReportThatCannotBeKeptIsNotTaken() throws Exception {
        add("backup", "nightly", TOKEN);
        Files.delete(report("backup", "nightly").getParent());

        assertThatThrownBy(() -> reports.take("backup", "nightly", TOKEN)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789abcdef, true",
        "0123456789abcde, false",
        "0123456789 abcdefgh, false",
        "0123456789abcdefä, false",
        "'', false"
    })
    void aTokenIsLongAndFitsIntoAHeader(String token, boolean good) {
        ServiceReader reader = new ServiceReader(
                folder,
                Map.of("secret.t", new Secret(token)),
                new ReportFolders(folder.resolve("reports"), folder.resolve("state")),
                null);
        List<String> faults = new ArrayList<>();
        Map<String, String> parameters =
                Map.of("name", "backup", "what", "nightly", "every", "60s", "error-after", "25h", "token", "secret.t");

        assertThat(reader.read("service-push", parameters, faults).isPresent()).isEqualTo(good);
        assertThat(faults).hasSize(good ? 0 : 1);
        if (!good) {
            assertThat(faults.get(0)).startsWith("token: ").contains("secret.t").doesNotContain("0123");
        }
    }
}
