package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import java.util.Set;

/** A {@link SampleReader} for a command, which must be closed. */
public interface SampleHistory extends SampleReader, AutoCloseable {

    /** All checks that were ever sampled, sorted; some may have no samples any more. */
    Set<CheckId> checks();

    @Override
    void close();
}
