package dev.freshwatch.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses where SQLite and netty unpack their native libraries: the folder for temporary files, unless that is mounted
 * {@code noexec}; then a folder beside the state.
 */
public final class ProgramFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramFolder.class);

    /** System properties of SQLite and netty that name the folder; values that are already set are kept. */
    private static final List<String> PROPERTIES = List.of("org.sqlite.tmpdir", "io.netty.native.workdir");

    /** Files this old were left behind by a process that was killed. */
    private static final Duration OLD = Duration.ofDays(1);

    private ProgramFolder() {}

    /**
     * Sets the properties; must be called before SQLite or netty is used.
     *
     * @param state the folder of the state, which need not exist yet
     */
    public static void choose(Path state) {
        choose(state, System.getProperties(), new Mounts());
    }

    static synchronized void choose(Path state, Properties system, Mounts mounts) {
        Path temporary = Path.of(system.getProperty("java.io.tmpdir"));
        List<String> open = PROPERTIES.stream()
                .filter(name -> system.getProperty(name) == null)
                .toList();
        if (open.isEmpty() || !mounts.forbidPrograms(temporary)) {
            return;
        }
        Path beside = state.resolve("native");
        try {
            PrivateFiles.makeFolder(beside);
        } catch (IOException e) {
            LOG.warn("{} is mounted noexec, and {} cannot be used instead: {}", temporary, beside, e.toString());
            return;
        }
        open.forEach(name -> system.setProperty(name, beside.toString()));
        LOG.info(
                "{} is mounted noexec; SQLite and netty unpack their native libraries into {} instead",
                temporary,
                beside);
        deleteOld(beside);
    }

    /**
     * Files that cannot be deleted are skipped: another process may have deleted them first, or they belong to another
     * user.
     */
    private static void deleteOld(Path folder) {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("cannot list {} to delete old files in it: {}", folder, e.toString());
            return;
        }
        Instant bound = Instant.now().minus(OLD);
        for (Path file : found) {
            try {
                if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(bound)) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                LOG.debug("cannot delete an old file: {}", e.toString());
            }
        }
    }
}
