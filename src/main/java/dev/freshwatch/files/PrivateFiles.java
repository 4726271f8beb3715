package dev.freshwatch.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes files (0600) and folders (0700) for this user alone, whatever the umask, and never by way of a symbolic link:
 * whoever may write into the folder could let us overwrite another file. Where the system has no such rights (it is not
 * POSIX) they are as they are there.
 */
public final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private PrivateFiles() {}

    private static FileAttribute<?>[] with(Set<PosixFilePermission> rights) {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)} : new FileAttribute<?>[0];
    }

    /** Makes a folder, and those above it, where they are not there; what is there stays as it is. */
    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, with(FOLDER));
    }

    /**
     * Opens a file, and makes it where there is none.
     *
     * @throws FileSystemException where it is a symbolic link, or anything else but a regular file; its reason says so
     */
    public static FileChannel open(Path file, OpenOption... how) throws IOException {
        refuseWhatIsNoFile(file);
        Set<OpenOption> options = new HashSet<>(Set.of(how));
        options.add(StandardOpenOption.CREATE);
        options.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, options, with(FILE));
    }

    /** To be said in words; that no link is followed is seen to when the file is opened. */
    private static void refuseWhatIsNoFile(Path file) throws FileSystemException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(
                    file.toString(), null, file + " is a symbolic link, which is not followed; take it away");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, file + " is not a regular file; take it away");
        }
    }

    /** Makes an empty file where there is none. @return false where it was there, and stays as it is */
    public static boolean makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, with(FILE));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Writes a small file anew. */
    public static void write(Path file, byte[] content) throws IOException {
        makeFolder(file.resolveSibling(".").toAbsolutePath().normalize());
        try (FileChannel channel = open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }

    /**
     * Takes from all others what they may do with a file or folder of ours; a symbolic link is left alone.
     *
     * @return whether there was something to take
     * @throws IOException where that is not possible: it belongs to somebody else
     */
    public static boolean narrow(Path path) throws IOException {
        if (!POSIX || Files.isSymbolicLink(path)) {
            return false;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        if (FOLDER.containsAll(rights)) {
            return false;
        }
        Set<PosixFilePermission> narrow = new HashSet<>(rights);
        narrow.retainAll(FOLDER);
        Files.setPosixFilePermissions(path, narrow);
        return true;
    }

    /** Whether others may do anything with it, or with what it leads to where it is a symbolic link. */
    public static boolean isOpenToOthers(Path path) throws IOException {
        return POSIX && !FOLDER.containsAll(Files.getPosixFilePermissions(path));
    }

    /** Whether others may write into it. */
    public static boolean isOpenToWriters(Path path) throws IOException {
        return POSIX && Files.getPosixFilePermissions(path).stream().anyMatch(WRITE_OF_OTHERS::contains);
    }

    /** Who owns it, where that is not the user of this process; empty where it is, or that cannot be seen. */
    public static Optional<String> foreignOwner(Path path) {
        try {
            String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            return owner.equals(user()) ? Optional.empty() : Optional.of(owner);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** The user of this process. */
    public static String user() {
        return System.getProperty("user.name");
    }
}
