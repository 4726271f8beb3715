package dev.freshwatch.setup;

import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a new configuration, in a temporary folder beside their final place until all of them exist. Then all are
 * moved together, or none. {@link #close} deletes what was not moved. Thread-safe: whoever ends the process may close it
 * at any time.
 */
public final class StagedFiles implements AutoCloseable {

    private final Path target;
    private final Path folder;
    private final Set<String> names = new LinkedHashSet<>();
    /** The folders above the target that had to be created, the outermost first. */
    private final Deque<Path> made = new ArrayDeque<>();

    private boolean closed;
    private boolean committed;

    private StagedFiles(Path target) throws IOException {
        this.target = target;
        for (Path missing = target; missing != null && Files.notExists(missing); missing = missing.getParent()) {
            made.push(missing);
        }
        PrivateFiles.makeFolder(target);
        // beside the target's own files, so that moving is renaming
        this.folder = Files.createTempDirectory(target, ".init-");
    }

    /** @param target absolute; created if it does not exist */
    public static StagedFiles beside(Path target) throws IOException {
        return new StagedFiles(target);
    }

    /** The temporary folder; a configuration can be read from it. */
    public Path folder() {
        return folder;
    }

    /** Writes a file that only this user can read; a second one with the same name replaces the first. */
    public synchronized void write(String name, byte[] content) throws IOException {
        mustBeOpen();
        PrivateFiles.write(folder.resolve(name), content);
        names.add(name);
    }

    /** Deletes a file that was written. */
    public synchronized void remove(String name) throws IOException {
        mustBeOpen();
        Files.deleteIfExists(folder.resolve(name));
        names.remove(name);
    }

    /** The names of the files that were written. */
    public synchronized List<String> names() {
        return List.copyOf(names);
    }

    /** Which of these names already exist in the final place. */
    public static List<Path> taken(Path target, List<String> names) {
        return names.stream()
                .map(target::resolve)
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /**
     * Moves all files, with those first that others refer to.
     *
     * @param replace whether existing files may be replaced
     * @param last    the file that refers to the others
     * @throws IOException if one cannot be moved; then everything is as it was before
     */
    public synchronized void commit(boolean replace, String last) throws IOException {
        mustBeOpen();
        Path replaced = Files.createDirectory(folder.resolve(".replaced"));
        Deque<Move> done = new ArrayDeque<>();
        Set<String> order = new LinkedHashSet<>(names);
        order.remove(last);
        order.add(last);
        try {
            for (String name : order) {
                Path to = target.resolve(name);
                makeFolderOf(to);
                if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                    if (!replace) {
                        throw new FileAlreadyExistsException(to.toString(), null, "already exists");
                    }
                    move(new Move(to, replaced.resolve(String.valueOf(done.size()))), done);
                }
                move(new Move(folder.resolve(name), to), done);
            }
        } catch (IOException e) {
            undo(done, e);
            throw e;
        }
        committed = true;
        made.clear();
        close();
    }

    /** Whether everything was moved. */
    public synchronized boolean isCommitted() {
        return committed;
    }

    private record Move(Path from, Path to) {}

    private static void move(Move move, Deque<Move> done) throws IOException {
        Files.move(move.from(), move.to());
        done.push(move);
    }

    private static void undo(Deque<Move> done, IOException why) {
        for (Move move : done) {
            try {
                Files.move(move.to(), move.from());
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }

    /** A folder of secrets is private to this user, even if it existed before. */
    private void makeFolderOf(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent == null || parent.equals(target)) {
            return;
        }
        if (Files.isSymbolicLink(parent)) {
            throw new FileSystemException(
                    parent.toString(), null, "is a symbolic link, which is not followed; remove it");
        }
        if (Files.notExists(parent)) {
            made.add(parent);
        }
        PrivateFiles.makeFolder(parent);
        PrivateFiles.narrow(parent);
    }

    private void mustBeOpen() throws IOException {
        if (closed) {
            throw new IOException("init was interrupted; nothing was written");
        }
    }

    /** Deletes what was not moved, and the folders that were created for it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            while (!made.isEmpty()) {
                Files.deleteIfExists(made.pollLast());
            }
        } catch (DirectoryNotEmptyException e) {
            // something else was put there in the meantime, which must not be deleted
            made.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + "; delete it by hand, it holds secrets", e);
        }
    }
}
