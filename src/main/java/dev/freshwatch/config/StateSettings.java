package dev.freshwatch.config;

/**
 * {@code state.…}: where the state is stored.
 *
 * @param url      JDBC URL with absolute paths; never contains a password
 * @param username null for SQLite, and if PostgreSQL uses the name of the process owner
 * @param password null if none is needed
 */
public record StateSettings(String url, String username, Secret password) {

    public static final String SQLITE = "jdbc:sqlite:";
    public static final String POSTGRESQL = "jdbc:postgresql:";

    /** Without a login. */
    public static StateSettings of(String url) {
        return new StateSettings(url, null, null);
    }
}
