package dev.freshwatch.store;

import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/**
 * A history in an SQLite file of its own. Only the watch that holds the lock of the store writes it, so the file needs no
 * lock of its own.
 */
final class SqliteHistory implements HistoryDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteHistory.class);

    private static final String ENDING = ".db";

    /**
     * Left to the store and everybody else on the disk: weeks of notices, and far more than the largest transaction here
     * and its write-ahead log. On a small disk a tenth of it.
     */
    private static final long ROOM = 50L << 20;

    private final Path file;
    private final boolean isWatch;
    private final InstantSource clock;
    private final SnapshotReaders readers;
    private Connection writer;
    private boolean checked;
    private volatile boolean damaged;

    private SqliteHistory(Path file, boolean isWatch, InstantSource clock) {
        this.file = file;
        this.isWatch = isWatch;
        this.clock = clock;
        this.readers = new SnapshotReaders(this::reading);
    }

    /** The file of the history beside this store: {@code freshwatch-history.db} beside {@code freshwatch.db}. */
    static Path file(Path store) {
        String name = String.valueOf(store.getFileName());
        return store.resolveSibling(
                name.endsWith(ENDING)
                        ? name.substring(0, name.length() - ENDING.length()) + "-history" + ENDING
                        : name + "-history");
    }

    static SqliteHistory open(Path file, InstantSource clock) {
        return new SqliteHistory(file, true, clock);
    }

    static SqliteHistory beside(Path file) {
        return new SqliteHistory(file, false, InstantSource.system());
    }

    /** Null if there is no history yet. */
    private Connection reading() throws SQLException {
        if (Files.notExists(file)) {
            return null;
        }
        NativeLibrary.load(file.resolveSibling(".").normalize());
        Connection connection = (isWatch ? SqliteSources.reading(file) : SqliteSources.untouched(file)).getConnection();
        try {
            connection.setAutoCommit(false);
            if (Schema.SQLITE_HISTORY.isThere(connection, file.toString())) {
                return connection;
            }
            connection.close();
            return null;
        } catch (SQLException | RuntimeException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    @Override
    public <T> T read(Store.Work<T> work, T none) {
        try {
            return readers.read(work, none);
        } catch (SQLException e) {
            damaged |= isWatch && StoreException.isDamage(e);
            throw new StoreException("the history " + file + " cannot be read", e);
        }
    }

    @Override
    public synchronized <T> T write(Store.Work<T> work) {
        boolean committed = false;
        try {
            Connection connection = writer();
            connection.setAutoCommit(false);
            T result = work.on(connection);
            // Commits. After commit() the driver would begin the next transaction at once, and keep the lock until
            // then.
            connection.setAutoCommit(true);
            committed = true;
            return result;
        } catch (SQLException e) {
            damaged |= StoreException.isDamage(e);
            throw new StoreException("the history " + file + " cannot be written", e);
        } finally {
            if (!committed) {
                closeWriter();
            }
        }
    }

    private Connection writer() throws SQLException {
        if (damaged) {
            closeWriter();
            setAside();
        }
        if (writer == null) {
            writer = writing();
        }
        return writer;
    }

    private Connection writing() throws SQLException {
        if (!isWatch) {
            throw new SQLException("only the watch writes the history");
        }
        NativeLibrary.load(file.resolveSibling(".").normalize());
        if (!checked && Files.exists(file) && !SqliteFile.isSound(file, SqliteSources.reading(file))) {
            setAside();
        }
        checked = true;
        try {
            if (PrivateFiles.makeFile(file)) {
                SqliteSources.setPageSize(file);
            }
        } catch (IOException e) {
            throw new StoreException("the history " + file + " cannot be created", e);
        }
        SQLiteDataSource source = SqliteSources.history(file);
        Schema.SQLITE_HISTORY.migrateIfNeeded(source, file.toString());
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = 256"); // pages: 2 MB
            return connection;
        } catch (SQLException e) {
            Store.closeQuietly(connection, e);
            throw e;
        }
    }

    private void setAside() {
        readers.close();
        if (Files.exists(file)) {
            Path aside = SqliteFile.setAside(file, clock);
            readers.close(); // one may have opened the damaged file in the meantime
            LOG.error("The history was damaged. It is kept as {}; creating a new one. Notices are not affected", aside);
            deleteEarlier(aside);
        }
        damaged = false;
    }

    /** A disk that damages files must not be filled with them. */
    private void deleteEarlier(Path aside) {
        String kept = String.valueOf(aside.getFileName());
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(file.resolveSibling("."), file.getFileName() + ".damaged-*")) {
            for (Path each : files) {
                if (!String.valueOf(each.getFileName()).startsWith(kept)) {
                    Files.delete(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("Earlier damaged histories beside {} were not deleted: {}", aside, e.toString());
        }
    }

    private void closeWriter() {
        try {
            if (writer != null) {
                writer.close(); // also ends a transaction that failed
            }
        } catch (SQLException e) {
            LOG.debug("The history was not closed cleanly", e);
        } finally {
            writer = null;
        }
    }

    @Override
    public Optional<String> shortOfRoom() {
        try {
            FileStore disk = Files.getFileStore(file.resolveSibling(".").normalize());
            long least = Math.min(ROOM, disk.getTotalSpace() / 10);
            long left = disk.getUsableSpace();
            return left >= least
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "only %.1f MB are left on its disk, and the last %.1f MB are for the store",
                            left / 1048576.0,
                            least / 1048576.0));
        } catch (IOException e) {
            return Optional.of("the free space of its disk cannot be determined: " + e);
        }
    }

    @Override
    public synchronized void close() {
        readers.close();
        closeWriter();
    }
}
