package dev.freshwatch.store;

import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The file of an SQLite store, used by a single watch: creates the folder, takes the lock, sets damaged files aside. */
final class SqliteFile implements AutoCloseable {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String DAMAGED = ".damaged-";

    private final Path database;
    private final Path folder;
    private final StoreRights rights;
    private final StoreLock lock;

    private SqliteFile(Path database) {
        this.database = database;
        this.folder = Objects.requireNonNull(database.getParent(), "only / has no parent, and that is a folder");
        this.rights = new StoreRights(database);
        this.lock = new StoreLock(database);
    }

    /**
     * Prepares the folder and takes the lock.
     *
     * @throws StoreException if the folder or the file cannot be used, or another watch holds the lock
     */
    static SqliteFile take(Path database) {
        if (Files.isDirectory(database)) {
            throw new StoreException(database + " is a folder; state.url must name a file");
        }
        SqliteFile file = new SqliteFile(database.toAbsolutePath().normalize());
        try {
            file.makeFolder();
            file.lock.take();
        } catch (StoreException e) {
            throw file.withRemedy(e);
        }
        file.rights.mend();
        return file;
    }

    /** @throws StoreException if there is no file yet */
    static void mustExist(Path database) {
        if (Files.isRegularFile(database)) {
            return;
        }
        if (Files.exists(database) || Files.notExists(database)) {
            throw new StoreException("there is no store " + database + " yet; a watch creates it when it starts");
        }
        throw new StoreException("it cannot be determined whether there is a store " + database);
    }

    /** Whether a watch in any process uses this file. */
    static boolean isHeld(Path database) {
        SqliteFile file = new SqliteFile(database);
        try {
            return file.lock.isHeld();
        } catch (StoreException e) {
            throw file.withRemedy(e);
        }
    }

    private void makeFolder() {
        try {
            PrivateFiles.makeFolder(folder);
        } catch (IOException e) {
            throw new StoreException("the state folder " + folder + " cannot be created", plain(e));
        }
    }

    /** Adds a remedy to the failure if files of another user are the cause. */
    StoreException withRemedy(StoreException failure) {
        return rights.remedy().map(failure::with).orElse(failure);
    }

    /**
     * Moves a damaged database aside.
     *
     * @return its new path; empty if it is sound or does not exist
     * @throws StoreException if it cannot be read for another reason, or cannot be moved
     */
    Optional<Path> setAsideIfDamaged(DataSource source, InstantSource clock) {
        return !Files.exists(database) || isSound(database, source) ? Optional.empty() : Optional.of(setAside(clock));
    }

    /**
     * Moves the database and its auxiliary files aside. They must not be open in this process.
     *
     * @return its new path
     * @throws StoreException if it cannot be moved
     */
    Path setAside(InstantSource clock) {
        return setAside(database, clock);
    }

    /** The same of another database beside the store. */
    static Path setAside(Path database, InstantSource clock) {
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
            throw new StoreException("the damaged file " + database + " cannot be set aside", plain(e));
        }
        return aside;
    }

    /** The damaged store that was set aside last, in this run or an earlier one; empty if none is left. */
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

    /** @throws StoreException if it cannot be read for another reason than damage */
    static boolean isSound(Path database, DataSource source) {
        try (Connection connection = source.getConnection()) {
            return Sql.first(connection, "PRAGMA quick_check(1)", Sql.Row::text)
                    .filter("ok"::equals)
                    .isPresent();
        } catch (SQLException e) {
            if (StoreException.isDamage(e)) {
                return false;
            }
            throw new StoreException(database + " cannot be opened", e);
        }
    }

    /** Some of Java's file exceptions contain only the file name, and the reason only in their class name. */
    static Exception plain(Exception failure) {
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
        lock.close();
    }
}
