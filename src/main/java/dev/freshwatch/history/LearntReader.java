package dev.freshwatch.history;

import dev.freshwatch.config.StateSettings;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.misp.MispMemory;
import dev.freshwatch.service.KnownSource;
import dev.freshwatch.service.SourceMemory;
import dev.freshwatch.store.NativeLibrary;
import dev.freshwatch.store.PostgresDatabase;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Gives {@code check} read-only access to what the watch has learnt about the platforms. It takes no lock that the
 * watch could wait for, changes no file of the store and leaves none behind, and works without a store: then nothing
 * has been learnt. (The native SQLite library may be unpacked beside it, see {@link
 * dev.freshwatch.files.ProgramFolder}.) Thread-safe.
 */
public final class LearntReader implements MispMemory, SourceMemory {

    private static final Logger LOG = LoggerFactory.getLogger(LearntReader.class);

    private static final int CONNECT_SECONDS = 3;
    private static final int ANSWER_SECONDS = 5;

    private final StateSettings where;
    private String trouble;
    private boolean away;

    /** Reads nothing yet. */
    public LearntReader(StateSettings where) {
        this.where = where;
    }

    /** Why reading failed, in one line; empty if it succeeded or there is no store. */
    public synchronized Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public Optional<Map<String, Integer>> highest(String misp) {
        return read(connection -> HealingTable.highest(connection, misp), Map.of());
    }

    @Override
    public void raise(String misp, Map<String, Integer> counts) {
        // only the watch stores what it learns
    }

    @Override
    public void forget(String misp, Set<String> queues) {
        // only the watch deletes
    }

    @Override
    public Optional<Told> told(String misp, String which, String fingerprint) {
        return read(connection -> HealingTable.told(connection, misp, which, fingerprint), Optional.<Told>empty())
                .flatMap(told -> told);
    }

    @Override
    public void keep(String misp, String which, String fingerprint, Told told) {
        // only the watch stores what it learns
    }

    @Override
    public Optional<Map<String, Row>> rows(String misp, Instant since) {
        return read(connection -> GrowingQueueTable.read(connection, misp, since), Map.of());
    }

    @Override
    public void keep(String misp, Map<String, Row> rows) {
        // only the watch stores what it learns
    }

    @Override
    public Optional<List<KnownSource>> known(CheckId list) {
        return read(connection -> KnownSourceTable.known(connection, list), List.of());
    }

    @Override
    public void keep(CheckId list, Collection<KnownSource> changed) {
        // only the watch stores what it learns
    }

    /** A single look cannot tell a clock that leaps; only the watch forgets. */
    @Override
    public boolean isOver(CheckId source, boolean tooLong) {
        return false;
    }

    @Override
    public void forget(CheckId list, Collection<CheckId> sources, String why) {
        // only the watch forgets
    }

    @Override
    public boolean counts() {
        return false;
    }

    /**
     * @param none the result if there is no store, or the table does not exist yet; empty if the store cannot be read
     */
    private synchronized <T> Optional<T> read(Store.Work<T> query, T none) {
        // After one timeout, do not wait again.
        if (away) {
            return Optional.empty();
        }
        try (Connection connection = connect()) {
            return Optional.of(connection == null ? none : ask(connection, query, none));
        } catch (SQLException | StoreException e) {
            if (trouble == null) {
                trouble = StoreException.why(e);
                LOG.warn("Cannot read what the watch has learnt: {}", trouble);
            }
            return Optional.empty();
        }
    }

    /** Null if there is no store. */
    private Connection connect() throws SQLException {
        away = true;
        DataSource source = Store.isSqlite(where) ? sqlite(Store.file(where)) : postgres();
        Connection connection = source == null ? null : source.getConnection();
        away = false;
        return connection;
    }

    private <T> T ask(Connection connection, Store.Work<T> query, T none) throws SQLException {
        try {
            return query.on(connection);
        } catch (SQLException e) {
            if (StoreException.isMissingTable(e)) {
                // A store of an older version, which has not learnt this; the next watch creates the table.
                return none;
            }
            away = StoreException.isWaitedFor(e);
            throw e;
        }
    }

    /** Null if there is no file. */
    private static DataSource sqlite(Path database) {
        if (Files.notExists(database)) {
            return null;
        }
        NativeLibrary.load(database.resolveSibling(".").normalize());
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(ANSWER_SECONDS * 1000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        // Without a write-ahead log nobody has the file open. SQLite would create one just for reading, and leave it
        // there.
        boolean open = Files.exists(database.resolveSibling(database.getFileName() + "-wal"));
        source.setUrl("jdbc:sqlite:file:" + database.toUri().getRawPath() + (open ? "" : "?immutable=1"));
        return source;
    }

    private DataSource postgres() {
        PGSimpleDataSource source = PostgresDatabase.source(where);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setReadOnly(true);
        return source;
    }
}
