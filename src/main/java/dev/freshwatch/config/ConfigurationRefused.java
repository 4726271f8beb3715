package dev.freshwatch.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration cannot be used. The message lists all faults, one per line, without secrets. */
public final class ConfigurationRefused extends Exception {

    private final transient List<ConfigFault> faults;
    private final transient FaultyConfig readable;

    /** Nothing of the configuration is known. @param faults at least one, in display order */
    public ConfigurationRefused(List<ConfigFault> faults) {
        this(faults, null);
    }

    /** @param readable null = nothing is known */
    ConfigurationRefused(List<ConfigFault> faults, FaultyConfig readable) {
        super(faults.stream().map(ConfigFault::text).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
        this.readable = readable;
    }

    public List<ConfigFault> faults() {
        return faults;
    }

    /** What is known in spite of the faults; empty if nothing is. */
    public Optional<FaultyConfig> readable() {
        return Optional.ofNullable(readable);
    }
}
