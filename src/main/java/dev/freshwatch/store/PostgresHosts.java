package dev.freshwatch.store;

import dev.freshwatch.config.StateSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of each server in a URL with several of them why it is not used. The driver tells only of the last one it tried, or
 * that none is a primary. (pgjdbc, documentation, "Connection Fail-over".)
 */
final class PostgresHosts {

    private static final Pattern URL = Pattern.compile("(" + StateSettings.POSTGRESQL + "//)([^/?]+)(/[^?]*)(\\?.*)?");

    private PostgresHosts() {}

    /**
     * Returns the same failure with the reason of each server. It is away as long as one of them is.
     *
     * @param failure of all of them together
     */
    static StoreException explain(StateSettings where, StoreException failure) {
        Matcher url = URL.matcher(where.url());
        if (!url.matches() || !url.group(2).contains(",")) {
            return failure;
        }
        List<String> reasons = new ArrayList<>();
        StoreException cause = null;
        for (String host : url.group(2).split(",")) {
            String options = url.group(4) == null
                    ? ""
                    : url.group(4).replaceFirst("targetServerType=[^&]*&?", "").replaceFirst("[?&]$", "");
            StoreException why = failure(where, url.group(1) + host + url.group(3) + options);
            if (why == null) {
                // it can be used after all, so the next attempt will succeed
                return failure;
            }
            reasons.add(host + ": " + why.getMessage());
            cause = cause == null || why.isAway() ? why : cause;
        }
        return StoreException.of("the store " + where.url() + " cannot be used: " + String.join("; ", reasons), cause);
    }

    /** Null if the server can be used. */
    private static StoreException failure(StateSettings where, String url) {
        StateSettings one = new StateSettings(url, where.username(), where.password());
        try (Connection connection = PostgresDatabase.source(one).getConnection()) {
            return Sql.first(connection, "SELECT current_setting('transaction_read_only')", Sql.Row::text)
                            .filter("on"::equals)
                            .isPresent()
                    ? StoreException.of("it can only be read", PostgresSessions.readOnly())
                    : null;
        } catch (SQLException e) {
            return StoreException.of(StoreException.why(e), e);
        }
    }
}
