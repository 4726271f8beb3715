package dev.freshwatch.report;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.store.Store;
import java.util.List;
import java.util.Set;

/**
 * The source of reports.
 *
 * @param watched      whether a watch is running on the store
 * @param maintenances the recurring silences of the configuration
 * @param sinks        those that are enabled
 */
public record StoreView(Store store, boolean watched, List<Maintenance> maintenances, Set<String> sinks) {}
