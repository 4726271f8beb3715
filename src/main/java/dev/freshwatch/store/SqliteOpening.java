package dev.freshwatch.store;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteDataSource;

/** Opens SQLite stores. */
final class SqliteOpening {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteOpening.class);

    private SqliteOpening() {}

    /** Opens the store for the watch and creates it if there is none; a damaged one is set aside. */
    static SqliteDatabase hold(Path database, InstantSource clock) {
        SqliteFile file = SqliteFile.take(database);
        try {
            NativeLibrary.load(database.resolveSibling(".").normalize());
            Optional<Path> aside = file.setAsideIfDamaged(SqliteSources.reading(database), clock);
            aside.ifPresent(path -> LOG.error("The store was damaged. It is kept as {}; creating a new one", path));
            SQLiteDataSource source = SqliteSources.created(database);
            Schema.SQLITE.migrateIfNeeded(source, database.toString());
            SqliteSources.requireWritable(source);
            return new SqliteDatabase(database, file, SqliteSources.pool(source), aside.orElse(null), clock);
        } catch (PoolInitializationException | SQLException e) {
            file.close();
            throw file.withRemedy(new StoreException("the store " + database + " cannot be used", e));
        } catch (StoreException e) {
            file.close();
            throw file.withRemedy(e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Opens the store for a process other than the watch, whether a watch is running or not; never creates it. */
    static SqliteDatabase beside(Path database) {
        try {
            return openBeside(database);
        } catch (StoreException e) {
            throw new StoreRights(database).remedy().map(e::with).orElse(e);
        }
    }

    private static SqliteDatabase openBeside(Path database) {
        SqliteFile.mustExist(database);
        NativeLibrary.load(database.resolveSibling(".").normalize());
        SQLiteDataSource source = SqliteSources.writing(database);
        Schema.SQLITE.fit(source, database.toString(), () -> {
            try (SqliteFile file = SqliteFile.take(database)) {
                Schema.SQLITE.migrate(source, database.toString());
            }
        });
        try {
            return new SqliteDatabase(database, null, SqliteSources.pool(source), null, InstantSource.system());
        } catch (PoolInitializationException e) {
            throw new StoreException("the store " + database + " cannot be used", e);
        }
    }
}
