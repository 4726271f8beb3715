package dev.freshwatch.sim;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A device of the simulated ESM. Ids as in esm.md section 4: byte 0 = 0x02, bytes 1–2 the Receiver, bytes 3–4 its data
 * source.
 */
public final class SimDevice {

    private final long id;
    private final String type;
    private final Feed own;
    private final InstantSource clock;
    private final List<SimDevice> sources = Collections.synchronizedList(new ArrayList<>());
    private volatile String name;
    private volatile boolean disabled;

    SimDevice(long id, String name, String type, InstantSource clock) {
        this.id = id;
        this.name = name;
        this.type = type;
        this.clock = clock;
        this.own = new Feed(clock);
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** {@code RECEIVER}, {@code ELMREC}, {@code ESM}, {@code THIRD_PARTY}. */
    public String type() {
        return type;
    }

    public boolean disabled() {
        return disabled;
    }

    /** Renames the device, like an administrator; the name may be hostile. */
    public SimDevice rename(String to) {
        name = to;
        return this;
    }

    public SimDevice disable(boolean off) {
        disabled = off;
        return this;
    }

    /**
     * Returns the events of this device; for a Receiver those of its first source, since the Receiver itself has none.
     */
    public Feed events() {
        synchronized (sources) {
            return sources.isEmpty() ? own : sources.get(0).own;
        }
    }

    /** Returns the data sources, in the order of their ids. */
    public List<SimDevice> sources() {
        synchronized (sources) {
            return List.copyOf(sources);
        }
    }

    /** Adds a data source to this Receiver. */
    public SimDevice addSource(String sourceName) {
        synchronized (sources) {
            return withSource(sourceName).sources.get(sources.size() - 1);
        }
    }

    /** Adds a data source, and returns the Receiver. */
    SimDevice withSource(String sourceName) {
        synchronized (sources) {
            sources.add(new SimDevice(id | (sources.size() + 1L) << 24, sourceName, "THIRD_PARTY", clock));
        }
        return this;
    }

    /** Returns the events with exactly this device id. */
    Feed own() {
        return own;
    }
}
