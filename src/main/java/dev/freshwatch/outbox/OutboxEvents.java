package dev.freshwatch.outbox;

import dev.freshwatch.alert.Kind;

/** Hears what became of tries, after that was stored. Must be quick and safe for use by many threads. */
@FunctionalInterface
public interface OutboxEvents {

    OutboxEvents NONE = (sink, kind, outcome) -> {};

    /** How a try ended. */
    enum Outcome {
        DELIVERED,
        /** To be tried again. */
        RETRIED,
        /** Given up. */
        FAILED
    }

    void tried(String sink, Kind kind, Outcome outcome);
}
