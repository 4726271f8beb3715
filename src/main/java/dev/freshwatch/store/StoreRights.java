package dev.freshwatch.store;

import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permissions of the files of an SQLite store. Whoever can open one of them for reading can lock it, and so block all
 * writing or keep the watch from starting.
 */
final class StoreRights {

    private static final Logger LOG = LoggerFactory.getLogger(StoreRights.class);

    /** Other entries of Freshwatch in a state folder. */
    private static final Set<String> OURS = Set.of("promises", "awaited", "native");

    private final Path database;
    private final Path folder;
    private final String name;
    /** Matches exactly the files that the store creates. */
    private final Pattern made;

    /** @param database an absolute path */
    StoreRights(Path database) {
        this.database = database;
        this.folder = database.resolveSibling(".").normalize();
        this.name = String.valueOf(database.getFileName());
        String parts = "(-wal|-shm|-journal)?";
        String history = String.valueOf(SqliteHistory.file(database).getFileName());
        this.made = Pattern.compile("(?:" + Pattern.quote(name) + "|" + Pattern.quote(history) + ")(\\.lock|" + parts
                + "|\\.damaged-\\d{8}T\\d{6}Z(-\\d+)?" + parts + ")");
    }

    /** Removes the permissions of others on existing files and logs that; if that is not possible, logs what to do. */
    void mend() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            boolean alone = true;
            for (Path file : all) {
                String entry = String.valueOf(file.getFileName());
                if (made.matcher(entry).matches() && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    mend(file);
                } else {
                    alone &= OURS.contains(entry);
                }
            }
            if (alone) {
                mend(folder);
            } else if (PrivateFiles.isOpenToWriters(folder)) {
                LOG.warn(
                        "Others can write to the folder {} of the store: they can delete its files or keep the watch from"
                                + " starting. Run: chmod go-w {}",
                        folder,
                        folder);
            }
        } catch (IOException e) {
            LOG.warn("Cannot check the permissions of the store's files in {}: {}", folder, e.toString());
        }
    }

    private static void mend(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                warnOfLink(path);
            } else if (PrivateFiles.narrow(path)) {
                LOG.warn("{} was accessible to others; now only {} can access it", path, PrivateFiles.user());
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} is accessible to others, who can use it to block the watch, and this cannot be changed: {}. Run: chmod go= {}",
                    path,
                    e.toString(),
                    path);
        }
    }

    /** The target may be in a folder of somebody else, so its permissions are not ours to change. */
    private static void warnOfLink(Path link) throws IOException {
        Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        if (Files.notExists(target) || PrivateFiles.isOpenToOthers(target)) {
            LOG.warn(
                    "{} is a symbolic link; its target is, or will be, accessible to others, who can use it to block the watch."
                            + " Set state.url to the file itself, or run: chmod go= {}",
                    link,
                    target);
        }
    }

    /** What to do if files of another user are in the way; empty = none are. */
    Optional<String> remedy() {
        Stream<Path> files =
                Stream.of(".lock", "", "-wal", "-shm", "-journal").map(end -> database.resolveSibling(name + end));
        return Stream.concat(Stream.of(folder), files)
                .filter(path -> Files.exists(path) && !Files.isWritable(path))
                .flatMap(path -> PrivateFiles.foreignOwner(path).map(owner -> remedy(path, owner)).stream())
                .findFirst();
    }

    private String remedy(Path path, String owner) {
        String user = PrivateFiles.user();
        String owned = "root".equals(owner) ? "" : "run it as " + owner + ", or ";
        return path + " belongs to " + owner + ", and this process is " + user + "; " + owned + "do, as root: chown "
                + user + " " + folder + " " + database + "*"
                + (Files.exists(SqliteHistory.file(database)) ? " " + SqliteHistory.file(database) + "*" : "");
    }
}
