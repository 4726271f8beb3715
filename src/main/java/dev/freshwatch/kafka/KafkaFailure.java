package dev.freshwatch.kafka;

import dev.freshwatch.freshness.Reason;
import java.io.IOException;

/** A Kafka has not answered, or not as it should. The message is one plain line without secrets. */
public final class KafkaFailure extends IOException {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    KafkaFailure(Reason reason, String line) {
        super(line);
        this.reason = reason;
    }

    /** Returns why what depends on the answer is unknown. */
    public Reason reason() {
        return reason;
    }
}
