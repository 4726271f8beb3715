package dev.freshwatch.store;

import java.sql.SQLException;

/** Another watch is using this store. */
final class StoreInUse extends SQLException {

    private static final long serialVersionUID = 1L;

    StoreInUse(String holder, SQLException cause) {
        super("a watch is already running" + holder + "; stop it, or set another state.url", cause);
    }
}
