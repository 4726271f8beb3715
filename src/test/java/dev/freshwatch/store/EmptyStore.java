package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A store of this version in which nothing was ever written, copied from one that is made once in each JVM: for tests that
 * are not about how a store is made, since all of its migrations take longer than most of these tests.
 */
public final class EmptyStore {

    private static final String OF_SCHEMA = "?currentSchema=";
    private static final String HERE = "<schema>.";
    private static byte[] made;
    private static String statements;

    private EmptyStore() {}

    /** Makes it in this schema, where there is none yet; only in the server that is {@linkplain PostgresServer#shared shared}. */
    static void at(StateSettings where) {
        if (!PostgresServer.isShared(where)) {
            return;
        }
        String schema = where.url().substring(where.url().indexOf(OF_SCHEMA) + OF_SCHEMA.length());
        PostgresServer server = PostgresServer.shared();
        try {
            String tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = '" + schema + "'";
            if (server.texts(tables).equals(List.of("0"))) {
                server.execute(statements(server).replace(HERE, schema + "."));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized String statements(PostgresServer server) {
        if (statements == null) {
            StateSettings template = server.freshSchema();
            String schema = template.url().substring(template.url().indexOf(OF_SCHEMA) + OF_SCHEMA.length());
            Store.open(template, InstantSource.system()).close();
            // lines for psql alone, and what freshSchema has done already
            statements = server.dump(schema)
                    .lines()
                    .filter(line -> !line.startsWith("\\") && !line.startsWith("CREATE SCHEMA "))
                    .collect(Collectors.joining("\n"))
                    .replace(schema + ".", HERE);
        }
        return statements;
    }

    /** Puts it there. */
    public static void at(Path database) {
        try {
            Files.createDirectories(
                    database.toAbsolutePath().getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.write(database, made());
            Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized byte[] made() throws IOException {
        if (made == null) {
            Path folder = Files.createTempDirectory("freshwatch-empty-store");
            Path database = folder.resolve("empty.db");
            Store.open("jdbc:sqlite:" + database, InstantSource.system()).close();
            made = Files.readAllBytes(database);
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        return made;
    }
}
