package dev.freshwatch.store;

import java.sql.SQLException;

/** Another watch has this store. */
final class StoreInUse extends SQLException {

    private static final long serialVersionUID = 1L;

    StoreInUse(String holder, SQLException cause) {
        super("a watch runs already" + holder + "; stop that one, or set another state.url", cause);
    }
}
