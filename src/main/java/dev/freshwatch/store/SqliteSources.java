package dev.freshwatch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.freshwatch.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The settings with which an SQLite file is opened. */
final class SqliteSources {

    private static final String URL = "jdbc:sqlite:";

    private SqliteSources() {}

    /** For reading and writing. A commit is on the disk when it returns. */
    static SQLiteDataSource writing(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout((int) Store.PATIENCE.toMillis());
        // A transaction that first reads and then writes would fail at once if another process had written in between.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return source(config, database);
    }

    /** For inspecting a file without changing it: closing it does not move its write-ahead log into it. */
    static SQLiteDataSource reading(Path database) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) Store.PATIENCE.toMillis());
        return source(config, database);
    }

    /**
     * For writing a history. A commit survives the end of the process, but is not awaited on the disk: a power failure may
     * take the last ones. The write-ahead log stays small.
     */
    static SQLiteDataSource history(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout((int) Store.PATIENCE.toMillis());
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, "2097152");
        return source(config, file);
    }

    /** Sets the size of the pages of a new history: some rows have 3 kB, of which the usual pages of 4 kB would hold one. */
    static void setPageSize(Path file) throws SQLException {
        try (Connection connection = source(new SQLiteConfig(), file).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = 8192");
            // the first write fixes it
            statement.execute("PRAGMA user_version = 1");
        }
    }

    /**
     * For reading without leaving anything behind: without a write-ahead log nobody has the file open, and SQLite would
     * create one just for reading.
     */
    static SQLiteDataSource untouched(Path file) {
        if (Files.exists(file.resolveSibling(file.getFileName() + "-wal"))) {
            return reading(file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(URL + "file:" + file.toUri().getRawPath() + "?immutable=1");
        return source;
    }

    /**
     * Creates the file if it does not exist, accessible only to this user; SQLite gives the same permissions to the files
     * that it creates beside it.
     *
     * @throws StoreException if it cannot be created
     */
    static SQLiteDataSource created(Path database) {
        try {
            PrivateFiles.makeFile(database);
        } catch (IOException e) {
            throw new StoreException("the store " + database + " cannot be created", e);
        }
        return writing(database);
    }

    /** SQLite opens a read-only file and begins transactions without complaint; only a write fails. */
    static void requireWritable(SQLiteDataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM delivery WHERE seq < 0");
        }
    }

    /** A pool with a single connection. */
    static HikariDataSource pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(Store.PATIENCE.toMillis());
        config.setMaxLifetime(0);
        return new HikariDataSource(config);
    }

    private static SQLiteDataSource source(SQLiteConfig config, Path database) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url(database));
        return source;
    }

    /** The driver would parse everything after a question mark as options; SQLite decodes a file URI. */
    private static String url(Path database) {
        String path = database.toString();
        return path.indexOf('?') < 0
                ? URL + path
                : URL + "file:" + path.replace("%", "%25").replace("?", "%3f").replace("#", "%23");
    }
}
