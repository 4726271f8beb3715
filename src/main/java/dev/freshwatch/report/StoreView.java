package dev.freshwatch.report;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.history.Look;
import dev.freshwatch.store.Store;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What reports are made from.
 *
 * @param watched      whether a watch is running on the store
 * @param maintenances the recurring silences of the configuration
 * @param sinks        those that are enabled
 * @param configured   the ids of the platforms, and of the checks of services, that the configuration makes; empty = not known
 */
public record StoreView(
        Store store, boolean watched, List<Maintenance> maintenances, Set<String> sinks, Set<String> configured) {

    /**
     * Returns the platforms and services that no look has found anything of: the first cycle goes on or hangs, or they have
     * just been configured. Sorted.
     */
    public List<String> unseen(Collection<Look> looks) {
        Set<String> seen = new HashSet<>();
        for (Look look : looks) {
            seen.add(look.check().platform());
            seen.add(look.check().value());
        }
        return configured.stream().filter(id -> !seen.contains(id)).sorted().toList();
    }
}
