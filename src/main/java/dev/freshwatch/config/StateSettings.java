package dev.freshwatch.config;

/**
 * {@code state.…}: where the state is stored.
 *
 * @param url      JDBC URL with absolute paths; never contains a password
 * @param username null for SQLite, and if PostgreSQL uses the name of the process owner
 * @param password null if none is needed
 * @param shared   whether several watches use it at the same time, as the nodes of a cluster; only PostgreSQL can be shared
 */
public record StateSettings(String url, String username, Secret password, boolean shared) {

    public static final String SQLITE = "jdbc:sqlite:";
    public static final String POSTGRESQL = "jdbc:postgresql:";

    /** Of one watch alone. */
    public StateSettings(String url, String username, Secret password) {
        this(url, username, password, false);
    }

    /** Without a login. */
    public static StateSettings of(String url) {
        return new StateSettings(url, null, null);
    }

    /** The same place, of the nodes of a cluster. */
    public StateSettings ofCluster() {
        return new StateSettings(url, username, password, true);
    }
}
