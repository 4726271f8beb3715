package dev.freshwatch.config;

/**
 * {@code state.…}: where the state is kept.
 *
 * @param url      JDBC URL, with absolute paths; it never holds a password
 * @param username null with SQLite, and where PostgreSQL takes the name of the process's owner
 * @param password null where none is needed
 */
public record StateSettings(String url, String username, Secret password) {

    public static final String SQLITE = "jdbc:sqlite:";
    public static final String POSTGRESQL = "jdbc:postgresql:";

    /** Without a login. */
    public static StateSettings of(String url) {
        return new StateSettings(url, null, null);
    }
}
