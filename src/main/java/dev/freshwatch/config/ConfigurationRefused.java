package dev.freshwatch.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Its message is all faults, one on a line, without secrets. */
public final class ConfigurationRefused extends Exception {

    private final transient List<ConfigFault> faults;

    /** @param faults at least one, in the order in which they are shown */
    public ConfigurationRefused(List<ConfigFault> faults) {
        super(faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<ConfigFault> faults() {
        return faults;
    }
}
