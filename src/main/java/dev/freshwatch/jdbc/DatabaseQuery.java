package dev.freshwatch.jdbc;

import dev.freshwatch.config.Secret;
import java.time.Duration;
import java.util.List;

/**
 * A query to a PostgreSQL.
 *
 * @param url      {@code jdbc:postgresql://host:port/database?options}, with absolute paths
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

    /** Shows neither login nor values. */
    @Override
    public String toString() {
        return "DatabaseQuery[" + url.replaceFirst("\\?.*", "") + "]";
    }
}
