package dev.freshwatch.outbox;

import dev.freshwatch.store.Fencing;
import java.util.OptionalLong;

/**
 * The time during which this process serves a sink, where several share a store: it ends with the number that this process
 * had when it began. Begun by one thread; {@link #isHeld} may be asked by many.
 */
final class SinkTenure {

    private final Fencing fencing;
    private final String namespace;
    private volatile OptionalLong number = OptionalLong.empty();

    SinkTenure(Fencing fencing, String sink) {
        this.fencing = fencing;
        this.namespace = OutboxComponent.CHECK + sink;
    }

    /** Whether this process may serve the sink, with the number with which it began. */
    boolean isHeld() {
        OptionalLong mine = number;
        return mine.isPresent() && fencing.holds(namespace, mine.getAsLong());
    }

    /**
     * Begins a new one. Returns false if another process serves the sink, or none; then the former one goes on if this
     * process gets the same number back, since nobody has served the sink meanwhile.
     */
    boolean begin() {
        OptionalLong next = fencing.number(namespace);
        if (next.isPresent()) {
            number = next;
        }
        return next.isPresent();
    }

    String namespace() {
        return namespace;
    }

    /** The number of the last one that was begun. */
    long number() {
        return number.orElseThrow();
    }
}
