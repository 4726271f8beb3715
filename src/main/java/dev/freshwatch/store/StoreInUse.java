package dev.freshwatch.store;

import java.sql.SQLException;

/** Another watch is using this store. */
final class StoreInUse extends SQLException {

    private static final long serialVersionUID = 1L;

    /** @param line who uses it, and what to do about it */
    StoreInUse(String line, SQLException cause) {
        super(line, cause);
    }
}
