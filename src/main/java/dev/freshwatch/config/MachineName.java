package dev.freshwatch.config;

import java.util.Map;

/** What this machine, or container, is called by its kernel: two processes on it agree on that. */
public final class MachineName {

    private MachineName() {}

    /** At most 255 characters; {@code localhost} where it has no name. */
    public static String own() {
        return Addresses.ownName(Map.of());
    }
}
