package dev.freshwatch.samples;

import java.util.Optional;

/**
 * How the writing of samples goes.
 *
 * @param written since the start
 * @param dropped since the start: not written, because too many waited or their time was thinned out already
 * @param waiting to be written
 * @param trouble why none are written now, in one line; empty = they are
 */
public record SampleCounts(long written, long dropped, int waiting, Optional<String> trouble) {

    /** Nothing has happened yet. */
    public static final SampleCounts NONE = new SampleCounts(0, 0, 0, Optional.empty());
}
