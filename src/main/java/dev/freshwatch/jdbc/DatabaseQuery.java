package dev.freshwatch.jdbc;

import dev.freshwatch.config.Secret;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A query to a database.
 *
 * @param url      {@code jdbc:postgresql://host:port/database?options}, with absolute paths; or what another driver accepts
 * @param username null = that of the process owner
 * @param password null = none is needed
 * @param sql      a single query, with a {@code ?} for each value
 * @param values   bound as texts of no type, so that the database makes of each what it is compared with
 * @param timeout  of everything, from connecting to the last row
 */
public record DatabaseQuery(
        String url, Secret username, Secret password, String sql, List<String> values, Duration timeout) {

    public DatabaseQuery {
        values = List.copyOf(values);
    }

    /** Whether it is one of the databases whose driver is on board. */
    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    /** Whether a driver is there that accepts this URL; it need not be valid otherwise. */
    public static boolean hasDriver(String url) {
        return DriverManager.drivers().anyMatch(driver -> {
            try {
                return driver.acceptsURL(url);
            } catch (SQLException e) {
                // its own kind of URL, and not well written: connecting says what is wrong
                return true;
            }
        });
    }

    /** Shows neither login nor values. */
    @Override
    public String toString() {
        return "DatabaseQuery[" + url.replaceFirst("[?;].*", "") + "]";
    }
}
