package dev.freshwatch.store;

import dev.freshwatch.Soak;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.StateSettings;
import dev.freshwatch.outbox.Desk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteDataSource;

/**
 * Where the store of a test is kept. A folder that is {@linkplain #prepare prepared} tells every {@link Desk} on it, also
 * in another process; others are kept in SQLite.
 *
 * <p>For all tests of a class on both: {@code @ParameterizedClass @EnumSource(Kept.class)}, a field
 * {@code @Parameter Kept kept}, and {@code kept.prepare(folder)} before each.
 */
public enum Kept {
    SQLITE {
        @Override
        public void prepare(Path folder) {
            // what a folder is when nothing is said
        }

        @Override
        public void makeOfVersion(StateSettings where, String version) {
            Path database = Path.of(where.url().substring(StateSettings.SQLITE.length()));
            try {
                Files.createDirectories(database.getParent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(where.url());
            Schema.SQLITE.configure(source).target(version).load().migrate();
        }

        @Override
        public Connection connect(StateSettings where) throws SQLException {
            return DriverManager.getConnection(where.url());
        }

        @Override
        public AutoCloseable lock(StateSettings where) {
            return SqliteFile.take(Path.of(where.url().substring(StateSettings.SQLITE.length())));
        }
    },
    POSTGRESQL {
        @Override
        public void prepare(Path folder) {
            at(folder, PostgresServer.shared().freshSchema());
        }

        @Override
        public void makeOfVersion(StateSettings where, String version) {
            Schema.POSTGRESQL
                    .configure(PostgresDatabase.source(where))
                    .target(version)
                    .load()
                    .migrate();
        }

        @Override
        public Connection connect(StateSettings where) throws SQLException {
            return PostgresDatabase.source(where).getConnection();
        }

        @Override
        public AutoCloseable lock(StateSettings where) throws SQLException {
            return new PostgresSessions(PostgresDatabase.source(where), WatchLock.ALONE).getConnection();
        }
    };

    /**
     * For tests of logic, which the database is nothing to: SQLite alone, and both where there is time ({@code
     * @MethodSource}).
     */
    public static final String WHERE_IT_IS_LOGIC = "dev.freshwatch.store.Kept#whereItIsLogic";

    static Stream<Kept> whereItIsLogic() {
        return Soak.isOn() ? Stream.of(values()) : Stream.of(SQLITE);
    }

    private static final String FILE = "store-of-this-test";

    public abstract void prepare(Path folder);

    /** A store as the first version made it. */
    public void makeOfFirstVersion(StateSettings where) {
        makeOfVersion(where, "1");
    }

    /** A store as an earlier version made it. @param version of its tables */
    public abstract void makeOfVersion(StateSettings where, String version);

    /** To do to it what no watch does. */
    public abstract Connection connect(StateSettings where) throws SQLException;

    /** What a running watch holds, without a watch. */
    public abstract AutoCloseable lock(StateSettings where) throws SQLException;

    /** As {@link #in}; where there is no store yet, there is an {@linkplain EmptyStore empty one} then. */
    public static StateSettings ready(Path folder) {
        StateSettings where = in(folder);
        if (!Store.isSqlite(where)) {
            EmptyStore.at(where);
        } else if (!Files.exists(Store.file(where))) {
            EmptyStore.at(Store.file(where));
        }
        return where;
    }

    /** Tells every {@link Desk} on this folder that its store is there. */
    public static void at(Path folder, StateSettings where) {
        try {
            Files.write(
                    folder.resolve(FILE),
                    List.of(where.url(), where.username(), where.password().reveal()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static StateSettings in(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return StateSettings.of("jdbc:sqlite:" + folder.resolve("state/freshwatch.db"));
        }
        try {
            List<String> lines = Files.readAllLines(file);
            return new StateSettings(lines.get(0), lines.get(1), new Secret(lines.get(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
