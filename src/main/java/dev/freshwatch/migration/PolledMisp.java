package dev.freshwatch.migration;

import dev.freshwatch.migration.ScriptText.Asks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service that asks a MISP.
 *
 * @param asks     what it asks
 * @param address  where that MISP is
 * @param key      the key it logs in with, only to compare it with others; empty = none
 * @param page     keys below {@code misp.<name>.} for the login page, with their values
 * @param interval between two polls
 * @param timeout  of one try
 * @param retries  after a failed try
 */
record PolledMisp(
        PollerService service,
        Set<Asks> asks,
        MispAddress address,
        Optional<String> key,
        Map<String, String> page,
        Duration interval,
        Duration timeout,
        int retries) {

    boolean asks(Asks what) {
        return asks.contains(what);
    }

    /** It shall not be shown that there is a key in it. */
    @Override
    public String toString() {
        return service.name();
    }
}
