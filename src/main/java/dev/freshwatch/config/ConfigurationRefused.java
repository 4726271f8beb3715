package dev.freshwatch.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. The message lists all faults, one per line, without secrets. */
public final class ConfigurationRefused extends Exception {

    private final transient List<ConfigFault> faults;

    /** @param faults at least one, in display order */
    public ConfigurationRefused(List<ConfigFault> faults) {
        super(faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<ConfigFault> faults() {
        return faults;
    }
}
