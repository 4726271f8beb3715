package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;

/** Listener for outcomes of delivery attempts, called after they are stored. Must be fast and thread-safe. */
@FunctionalInterface
public interface OutboxEvents {

    OutboxEvents NONE = (sink, kind, outcome) -> {};

    /** How an attempt ended. */
    enum Outcome {
        DELIVERED,
        /** Will be retried. */
        RETRIED,
        /** Given up. */
        FAILED
    }

    void tried(String sink, Kind kind, Outcome outcome);
}
