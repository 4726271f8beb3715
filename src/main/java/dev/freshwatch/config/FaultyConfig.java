package dev.freshwatch.config;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is known of a configuration in spite of its faults: enough to judge its routes, and never to run them.
 *
 * @param loaded   settings whose broken keys have their default, or null; {@code placeholders} has no broken key
 * @param broken   the keys that have a fault
 * @param allKeys  whether every key of the file is known: not where a line cannot be read
 */
public record FaultyConfig(LoadedConfig loaded, Set<String> broken, boolean allKeys) {

    static FaultyConfig of(LoadedConfig loaded, Report report) {
        Set<String> broken = report.faults().stream()
                .map(ConfigFault::key)
                .filter(key -> !key.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean allKeys =
                report.faults().stream().noneMatch(fault -> fault.key().isEmpty() && fault.line() > 0);
        var placeholders = new TreeMap<>(loaded.placeholders());
        placeholders.keySet().removeAll(broken);
        return new FaultyConfig(loaded.with(placeholders), Set.copyOf(broken), allKeys);
    }
}
