package dev.freshwatch.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramFolderTest {

    @TempDir
    Path directory;

    private Path temporary;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        temporary = Files.createDirectory(directory.resolve("t m\\p"));
    }

    /** A table with these lines; in them T is the folder of temporary files, and D the one above it. */
    private Mounts mounts(String... points) throws IOException {
        StringBuilder table = new StringBuilder("not a line of it\n");
        for (String point : points) {
            String path = point.replaceFirst("T", written(temporary)).replaceFirst("D", written(directory));
            table.append(String.format(Locale.ROOT, "36 35 98:0 / %s,relatime shared:1 - ext4 /dev/root rw\n", path));
        }
        return new Mounts(Files.writeString(directory.resolve("mountinfo"), table));
    }

    private static String written(Path path) {
        return path.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\\", "\\\\");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ rw                               | false",
                "/ rw,noexec                        | true",
                "/ rw ; T rw,nosuid,noexec          | true",
                "/ rw,noexec ; T rw                 | false",
                "/ rw ; D rw,noexec ; T rw          | false",
                "/ rw ; T rw ; D rw,noexec          | false",
                "/ rw ; T rw ; T rw,noexec          | true",
                "/ rw ; T rw,noexec ; T rw          | false",
                "/ rw ; T-other rw,noexec           | false",
                "/ rw ; T rw,noexecutives           | false"
            })
    void theNearestMountDecides(String table, boolean forbidden) throws IOException {
        assertThat(mounts(table.split(" ; ")).forbidPrograms(temporary)).isEqualTo(forbidden);
    }

    private Properties chosen(Mounts mounts, String... set) {
        Properties system = new Properties();
        system.setProperty("java.io.tmpdir", temporary.toString());
        for (String name : set) {
            system.setProperty(name, "/of/somebody");
        }
        ProgramFolder.choose(directory.resolve("state"), system, mounts);
        return system;
    }

    @Test
    void whereTemporaryFilesMayNotBeRunAFolderBesideTheStateIsTaken() throws IOException {
        Path beside = directory.resolve("state/native");
        Properties system = chosen(mounts("/ rw", "T rw,noexec"));
        assertThat(system)
                .containsEntry("org.sqlite.tmpdir", beside.toString())
                .containsEntry("io.netty.native.workdir", beside.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(beside)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatCannotBeDeletedThereDoesNotMatter() throws IOException {
        Path beside = Files.createDirectories(directory.resolve("state/native"));
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        for (String name : List.of("a", "m", "z")) {
            Path folder = Files.createDirectory(beside.resolve(name));
            Files.createFile(folder.resolve("in-it"));
            Files.setLastModifiedTime(folder, old);
            Files.setLastModifiedTime(Files.createFile(beside.resolve(name + ".so")), old);
        }
        Files.createSymbolicLink(beside.resolve("gone"), directory.resolve("nowhere"));
        assertThat(chosen(mounts("/ rw", "T rw,noexec")))
                .containsEntry("org.sqlite.tmpdir", beside.toString())
                .containsEntry("io.netty.native.workdir", beside.toString());
        assertThat(beside).isDirectoryNotContaining("glob:**.so");
    }

    @Test
    void whatSomebodyHasSetStays() throws IOException {
        assertThat(chosen(mounts("/ rw,noexec"), "org.sqlite.tmpdir", "io.netty.native.workdir"))
                .containsEntry("org.sqlite.tmpdir", "/of/somebody");
        assertThat(directory.resolve("state")).doesNotExist();
        assertThat(chosen(mounts("/ rw,noexec"), "org.sqlite.tmpdir"))
                .containsEntry("org.sqlite.tmpdir", "/of/somebody")
                .containsEntry(
                        "io.netty.native.workdir",
                        directory.resolve("state/native").toString());
    }

    @Test
    void elsewhereNothingIsChanged() throws IOException {
        assertThat(chosen(mounts("/ rw"))).hasSize(1);
        assertThat(chosen(new Mounts(directory.resolve("nowhere")))).hasSize(1);
        assertThat(directory.resolve("state")).doesNotExist();
    }
}
