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
 * Creates files (0600) and folders (0700) that only the current user can access, whatever the umask, and never through
 * a symbolic link: anyone who can write to the folder could make us overwrite another file. On systems without POSIX
 * permissions, files get the permissions that are usual there.
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

    /** Creates a folder and its parents if they do not exist; existing ones are not changed. */
    public static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, with(FOLDER));
    }

    /**
     * Opens a file, and creates it if it does not exist.
     *
     * @throws FileSystemException if it is a symbolic link or anything else than a regular file; its reason says so
     */
    public static FileChannel open(Path file, OpenOption... how) throws IOException {
        refuseWhatIsNoFile(file);
        Set<OpenOption> options = new HashSet<>(Set.of(how));
        options.add(StandardOpenOption.CREATE);
        options.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, options, with(FILE));
    }

    /** Only for a readable message: opening the file with NOFOLLOW_LINKS is what keeps links from being followed. */
    private static void refuseWhatIsNoFile(Path file) throws FileSystemException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(
                    file.toString(), null, file + " is a symbolic link, which is not followed; remove it");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, file + " is not a regular file; remove it");
        }
    }

    /**
     * Creates an empty file.
     *
     * @return false if the file existed already; it is not changed then
     */
    public static boolean makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, with(FILE));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Writes a small file, replacing its content. */
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
     * Removes the permissions of group and others from a file or folder; a symbolic link is left alone.
     *
     * @return whether there were any
     * @throws IOException if that fails, for example because the file belongs to another user
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

    /** Whether other users have any access to it; a symbolic link is followed. */
    public static boolean isOpenToOthers(Path path) throws IOException {
        return POSIX && !FOLDER.containsAll(Files.getPosixFilePermissions(path));
    }

    /** Whether other users can write to it. */
    public static boolean isOpenToWriters(Path path) throws IOException {
        return POSIX && Files.getPosixFilePermissions(path).stream().anyMatch(WRITE_OF_OTHERS::contains);
    }

    /**
     * Returns the owner if that is not the user of this process; empty if it is, or if the owner cannot be determined.
     */
    public static Optional<String> foreignOwner(Path path) {
        try {
            String owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            return owner.equals(user()) ? Optional.empty() : Optional.of(owner);
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Returns the user of this process. */
    public static String user() {
        return System.getProperty("user.name");
    }
}
