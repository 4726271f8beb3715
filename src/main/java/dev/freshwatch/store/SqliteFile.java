package dev.freshwatch.store;

import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The file of an SQLite store, held by this process alone: folder made, lock taken, damage set aside.
 *
 * <p>The lock is a file of its own beside the database. Other processes can still read the database.
 */
final class SqliteFile implements AutoCloseable {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Closing any channel of a file frees the locks of the whole process on it (POSIX), so it is not opened twice. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final String DAMAGED = ".damaged-";
    private static final Duration LOOKING = Duration.ofMillis(500);

    private final Path database;
    private final Path folder;
    private final Path lockFile;
    private final StoreRights rights;
    private FileChannel lock;

    private SqliteFile(Path database) {
        this.database = database;
        this.folder = Objects.requireNonNull(database.getParent(), "only / has no parent, and that is a folder");
        this.lockFile = beside(database, ".lock");
        this.rights = new StoreRights(database);
    }

    /** @throws StoreException where the folder or the file cannot be used, or another process holds the lock */
    static SqliteFile take(Path database) {
        if (Files.isDirectory(database)) {
            throw new StoreException(database + " is a folder; state.url must name a file");
        }
        SqliteFile file = new SqliteFile(database.toAbsolutePath().normalize());
        try {
            file.makeFolder();
            file.takeLock();
        } catch (StoreException e) {
            throw file.withRemedy(e);
        }
        file.rights.mend();
        return file;
    }

    /** @throws StoreException where there is no file yet */
    static void mustExist(Path database) {
        if (Files.isRegularFile(database)) {
            return;
        }
        if (Files.exists(database) || Files.notExists(database)) {
            throw new StoreException("there is no store " + database + " yet; a watch makes it when it starts");
        }
        throw new StoreException("whether there is a store " + database + " cannot be seen");
    }

    /** Whether a watch holds this file, in whatever process. */
    static boolean isHeld(Path database) {
        SqliteFile file = new SqliteFile(database);
        if (Files.notExists(file.lockFile, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!HELD.add(file.lockFile)) {
            return true;
        }
        try (FileChannel channel =
                FileChannel.open(file.lockFile, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            // Shared, so that two who look do not disturb each other.
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            throw file.withRemedy(new StoreException("whether a watch is running cannot be seen", plain(e)));
        } finally {
            HELD.remove(file.lockFile);
        }
    }

    private void makeFolder() {
        try {
            PrivateFiles.makeFolder(folder);
        } catch (IOException e) {
            throw new StoreException("the state folder " + folder + " cannot be made", plain(e));
        }
    }

    private void takeLock() {
        if (!HELD.add(lockFile)) {
            throw inUse(", in this process");
        }
        try {
            lock = PrivateFiles.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!isTaken()) {
                throw inUse(holder());
            }
            lock.truncate(0);
            lock.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException | OverlappingFileLockException e) {
            close();
            throw new StoreException("the state folder " + folder + " cannot be written", plain(e));
        } catch (StoreException e) {
            close();
            throw e;
        }
    }

    /** Tries for a little: somebody may be looking whether it is held. */
    private boolean isTaken() throws IOException {
        long end = System.nanoTime() + LOOKING.toNanos();
        while (lock.tryLock() == null) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(LOOKING.toNanos() / 20);
        }
        return true;
    }

    /** The same, with what to do where another user's files are the reason. */
    StoreException withRemedy(StoreException failure) {
        return rights.remedy().map(failure::with).orElse(failure);
    }

    private StoreException inUse(String holder) {
        return new StoreException("a watch runs already" + holder + ": it has the store " + database
                + "; stop that one, or set another state.url");
    }

    private String holder() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        lock.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d+") ? ", pid " + pid : "";
    }

    /**
     * Moves a damaged database out of the way.
     *
     * @return where it is now; empty where it was sound or there is none yet
     * @throws StoreException where it cannot be read for another reason, or not be moved
     */
    Optional<Path> setAsideIfDamaged(DataSource source, InstantSource clock) {
        return !Files.exists(database) || isSound(source) ? Optional.empty() : Optional.of(setAside(clock));
    }

    /**
     * Moves the database out of the way, with what belongs to it. Nobody in this process must have it open.
     *
     * @return where it is now
     * @throws StoreException where it cannot be moved
     */
    Path setAside(InstantSource clock) {
        Path aside = beside(database, DAMAGED + STAMP.format(clock.instant()));
        for (int n = 2; Files.exists(aside); n++) {
            aside = beside(database, DAMAGED + STAMP.format(clock.instant()) + "-" + n);
        }
        try {
            for (String part : List.of("-wal", "-shm", "")) {
                if (Files.exists(beside(database, part))) {
                    Files.move(beside(database, part), beside(aside, part));
                }
            }
        } catch (IOException e) {
            throw new StoreException("the damaged store " + database + " cannot be set aside", plain(e));
        }
        return aside;
    }

    /** The damaged store that was set aside last, in this run or one before; empty where none is there any more. */
    Optional<QuarantinedStore> lastSetAside() {
        Pattern name = Pattern.compile(
                Pattern.quote(beside(database, DAMAGED).getFileName() + "") + "(\\d{8}T\\d{6}Z)(-\\d+)?");
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> {
                        Matcher matcher = name.matcher(file.getFileName().toString());
                        return matcher.matches()
                                ? Stream.of(new QuarantinedStore(file, STAMP.parse(matcher.group(1), Instant::from)))
                                : Stream.empty();
                    })
                    .max(Comparator.comparing(QuarantinedStore::at).thenComparing(QuarantinedStore::kept));
        } catch (IOException e) {
            throw new StoreException("the state folder " + folder + " cannot be read", plain(e));
        }
    }

    private boolean isSound(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Sql.first(connection, "PRAGMA quick_check(1)", Sql.Row::text)
                    .filter("ok"::equals)
                    .isPresent();
        } catch (SQLException e) {
            if (StoreException.isDamage(e)) {
                return false;
            }
            throw new StoreException("the store " + database + " cannot be opened", e);
        }
    }

    /** Java's file exceptions say only the name where the reason is their class. */
    private static Exception plain(Exception failure) {
        if (failure instanceof FileSystemException file) {
            String reason = file.getReason();
            return new IOException(reason != null ? reason : words(file) + " (" + file.getFile() + ")", file);
        }
        return failure;
    }

    private static String words(FileSystemException failure) {
        return failure.getClass()
                .getSimpleName()
                .replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new StoreException("the lock " + lockFile + " cannot be given back", e);
        } finally {
            HELD.remove(lockFile);
        }
    }
}
