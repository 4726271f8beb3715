package dev.freshwatch.outbox;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the tables of a store to what this version needs. */
final class Schema {

    private Schema() {}

    /**
     * @param name of the store, for messages
     * @throws StoreUnavailable where the store is not ours, or of a newer version, or can not be written
     */
    static void migrate(DataSource source, String name) {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .placeholders(Map.of("sequence", "INTEGER PRIMARY KEY AUTOINCREMENT"))
                    .loggers("slf4j")
                    .cleanDisabled(true)
                    // The default takes a store that a newer Freshwatch has migrated.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new StoreUnavailable(
                    "the store " + name + " was made by a newer Freshwatch; start that one, or set another state.url",
                    firstLine(e));
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw new StoreUnavailable(name + " is a database of something else; set another state.url");
            }
            throw new StoreUnavailable("the store " + name + " can not be used", e);
        }
    }

    /** The rest is advice on Flyway's own commands, which an operator does not have. */
    private static Exception firstLine(FlywayValidateException failure) {
        String all = failure.getMessage();
        int detected = all.indexOf("Detected ");
        String from = detected < 0 ? all : all.substring(detected);
        return new IllegalStateException(from.lines().findFirst().orElse("validation failed"), failure);
    }
}
