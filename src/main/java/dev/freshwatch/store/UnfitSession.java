package dev.freshwatch.store;

import java.sql.SQLException;

/** A session was made, but nothing can be kept through it. */
final class UnfitSession extends SQLException {

    private static final long serialVersionUID = 1L;

    /**
     * @param line  why, and what to do about it
     * @param state SQL state (PostgreSQL, appendix A): whether it may end by itself, see {@link StoreException#isAway}
     * @param cause null = nothing failed
     */
    UnfitSession(String line, String state, SQLException cause) {
        super(line, state, cause);
    }
}
