package dev.freshwatch.config;

import dev.freshwatch.alert.Maintenance;
import dev.freshwatch.config.Settings.Log;
import java.util.List;
import java.util.Set;

/**
 * What commands that use only the store need: {@code state.…}, without faults. The rest is for display, as far as it
 * can be read: faults elsewhere do not stop these commands.
 *
 * @param maintenances the recurring silences that could be read
 * @param sinks        the names of enabled sinks
 * @param leftOut      faults in the part for display
 */
public record StoreConfig(
        StateSettings state, Log log, List<Maintenance> maintenances, Set<String> sinks, List<ConfigFault> leftOut) {}
