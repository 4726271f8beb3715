package dev.freshwatch.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration can not be used. Its message is all faults, one on a line, without secrets. */
public final class ConfigurationRefused extends Exception {

    private final transient List<Fault> faults;

    /** @param faults at least one, in the order in which they are shown */
    public ConfigurationRefused(List<Fault> faults) {
        super(faults.stream().map(Fault::text).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
