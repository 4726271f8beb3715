package dev.freshwatch.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

    @TempDir
    Path above;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All files and folders below, with the text of the files. */
    private Map<String, String> tree() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(above)) {
            for (Path one : all.filter(one -> !one.equals(above)).toList()) {
                found.put(
                        above.relativize(one).toString(),
                        Files.isDirectory(one) ? "/" : Files.readString(one, StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    @Test
    void everythingComesAtOnceForThisUserAlone() throws Exception {
        Path target = above.resolve("new/watch");
        try (StagedFiles files = StagedFiles.beside(target)) {
            files.write("secrets/key", bytes("old"));
            files.write("application.properties", bytes("text"));
            files.write("secrets/key", bytes("key"));
            files.write("gone.pem", bytes("gone"));
            files.remove("gone.pem");
            assertThat(target.resolve("application.properties")).doesNotExist();

            files.commit(false, "application.properties");

            assertThat(files.isCommitted()).isTrue();
            assertThat(files.names()).containsExactly("secrets/key", "application.properties");
        }
        assertThat(tree())
                .isEqualTo(Map.of(
                        "new", "/",
                        "new/watch", "/",
                        "new/watch/application.properties", "text",
                        "new/watch/secrets", "/",
                        "new/watch/secrets/key", "key"));
        assertThat(rights(target.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(rights(target.resolve("secrets/key"))).isEqualTo("rw-------");
        assertThat(rights(target.resolve("application.properties"))).isEqualTo("rw-------");
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatIsNotMovedLeavesNothingNotEvenTheFolder() throws Exception {
        try (StagedFiles files = StagedFiles.beside(above.resolve("new/watch"))) {
            files.write("secrets/key", bytes("key"));
            files.close();
            assertThatThrownBy(() -> files.write("late", bytes("x"))).hasMessageContaining("was interrupted");
            assertThatThrownBy(() -> files.commit(true, "late")).hasMessageContaining("was interrupted");
            assertThat(files.isCommitted()).isFalse();
        }
        assertThat(tree()).isEmpty();
    }

    @Test
    void whatIsThereIsNotOverwrittenAndNothingElseIsMoved() throws Exception {
        Files.createDirectory(above.resolve("secrets"));
        Files.writeString(above.resolve("secrets/key"), "theirs");
        Map<String, String> before = tree();
        try (StagedFiles files = StagedFiles.beside(above)) {
            files.write("a.pem", bytes("pem"));
            files.write("secrets/key", bytes("key"));
            files.write("application.properties", bytes("text"));
            assertThat(StagedFiles.taken(above, files.names())).containsExactly(above.resolve("secrets/key"));

            assertThatThrownBy(() -> files.commit(false, "application.properties"))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("secrets/key");
        }
        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void withLeaveItReplacesAndNarrowsTheFolderOfSecrets() throws Exception {
        Files.createDirectory(above.resolve("secrets"));
        Files.setPosixFilePermissions(above.resolve("secrets"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(above.resolve("secrets/key"), "theirs");
        Files.writeString(above.resolve("secrets/other"), "other");
        try (StagedFiles files = StagedFiles.beside(above)) {
            files.write("secrets/key", bytes("key"));
            files.write("application.properties", bytes("text"));
            files.commit(true, "application.properties");
        }
        assertThat(tree())
                .isEqualTo(Map.of(
                        "application.properties", "text",
                        "secrets", "/",
                        "secrets/key", "key",
                        "secrets/other", "other"));
        assertThat(rights(above.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(rights(above.resolve("secrets/key"))).isEqualTo("rw-------");
    }

    /** The second move fails: the first is undone, with what it had replaced. */
    @Test
    void aMoveThatFailsLeavesEverythingAsItWas() throws Exception {
        Path outside = Files.createDirectory(above.resolve("outside"));
        Path target = Files.createDirectory(above.resolve("watch"));
        Files.writeString(target.resolve("a.pem"), "old");
        Files.createSymbolicLink(target.resolve("secrets"), outside);
        try (StagedFiles files = StagedFiles.beside(target)) {
            files.write("a.pem", bytes("new"));
            files.write("secrets/key", bytes("key"));
            files.write("application.properties", bytes("text"));

            assertThatThrownBy(() -> files.commit(true, "application.properties"))
                    .hasMessageContaining("secrets: is a symbolic link");
        }
        assertThat(Files.readString(target.resolve("a.pem"))).isEqualTo("old");
        assertThat(outside).isEmptyDirectory();
        try (Stream<Path> left = Files.list(target)) {
            assertThat(left.map(target::relativize).map(Path::toString).sorted().toList())
                    .isEqualTo(List.of("a.pem", "secrets"));
        }
    }
}
