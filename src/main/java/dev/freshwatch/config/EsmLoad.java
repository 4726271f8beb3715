package dev.freshwatch.config;

import java.time.Duration;

/** What a watch costs an ESM. */
public final class EsmLoad {

    /** How many rows of the call for all Receivers are compared with a query again in one cycle, at most. */
    public static final int MOST_COMPARED = 4;

    /** A row is compared with a query again after this time, as far as {@link #MOST_COMPARED} allows. */
    public static final Duration COMPARED_AGAIN_AFTER = Duration.ofHours(1);

    private EsmLoad() {}
}
