package dev.freshwatch.app;

import java.util.List;

/** A configuration, or its routes, cannot be used. */
public final class RefusedConfig extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    public RefusedConfig(List<String> faults) {
        super(String.join("; ", faults));
        this.faults = List.copyOf(faults);
    }

    /** All faults; each is one line that says what to write instead. */
    public List<String> faults() {
        return faults;
    }
}
