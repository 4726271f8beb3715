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
 * Who may do what with the files of an SQLite store. Whoever can open one of them for reading can lock it, and so stop all
 * writing, or keep the watch from starting.
 */
final class StoreRights {

    private static final Logger LOG = LoggerFactory.getLogger(StoreRights.class);

    /** What stands in a state folder beside the files of the store. */
    private static final Set<String> OURS = Set.of("promises", "awaited", "native");

    private final Path database;
    private final Path folder;
    private final String name;
    /** What the store makes, and nothing that only begins like it. */
    private final Pattern made;

    /** @param database absolute */
    StoreRights(Path database) {
        this.database = database;
        this.folder = database.resolveSibling(".").normalize();
        this.name = String.valueOf(database.getFileName());
        String parts = "(-wal|-shm|-journal)?";
        this.made = Pattern.compile(
                Pattern.quote(name) + "(\\.lock|" + parts + "|\\.damaged-\\d{8}T\\d{6}Z(-\\d+)?" + parts + ")");
    }

    /** Takes from others what they may do with what is there already, and says so; where that cannot be done, what to do. */
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
                        "Others may write into the folder {} of the store: they can take its files away, or the start of the"
                                + " watch. Do: chmod go-w {}",
                        folder,
                        folder);
            }
        } catch (IOException e) {
            LOG.warn("Who may use the files of the store in {} cannot be seen: {}", folder, e.toString());
        }
    }

    private static void mend(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                warnOfLink(path);
            } else if (PrivateFiles.narrow(path)) {
                LOG.warn("{} was open to others; it is for {} alone now", path, PrivateFiles.user());
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} is open to others, who can stop the watch by it, and cannot be closed: {}. Do: chmod go= {}",
                    path,
                    e.toString(),
                    path);
        }
    }

    /** What it leads to lies in a folder of others, perhaps, and is not ours to close. */
    private static void warnOfLink(Path link) throws IOException {
        Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
        if (Files.notExists(target) || PrivateFiles.isOpenToOthers(target)) {
            LOG.warn(
                    "{} is a symbolic link; what it leads to is, or will be, open to others, who can stop the watch by it."
                            + " Name the file itself in state.url, or do: chmod go= {}",
                    link,
                    target);
        }
    }

    /** What to do where the files of another user are in the way; empty = they are not. */
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
                + user + " " + folder + " " + database + "*";
    }
}
