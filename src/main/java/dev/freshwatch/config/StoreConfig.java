package dev.freshwatch.config;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.config.Settings.Log;
import java.util.List;
import java.util.Set;

/**
 * What commands need that use the store alone: {@code state.…}, without a fault. The rest is for what they show, as far as it
 * can be read: no fault elsewhere keeps them from their work.
 *
 * @param maintenances the recurring silences that could be read
 * @param sinks        the names of the sinks that are switched on
 * @param leftOut      faults of what would have been shown
 */
public record StoreConfig(
        StateSettings state, Log log, List<Maintenance> maintenances, Set<String> sinks, List<ConfigFault> leftOut) {}
