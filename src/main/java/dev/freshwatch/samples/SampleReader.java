package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Reads the history. Thread-safe; never waits for the writer of notices. Each method throws {@code
 * dev.freshwatch.store.StoreException}, with one line for operators, if the history cannot be read: the caller goes on
 * without it. A history that does not exist yet is empty.
 *
 * <p>Where samples have been thinned out, a row of 5 minutes or an hour counts where it begins, even if it ends in the
 * next span or column.
 */
public interface SampleReader {

    /**
     * Returns one span for each pair of neighbouring edges. For each hour it uses the finest that is still stored: samples,
     * rows of 5 minutes, or hourly rows.
     *
     * @param edges ascending, at least two; calendar days make spans of 23 or 25 hours where the clocks change
     * @throws IllegalArgumentException if they are not
     */
    List<SampleSpan> spans(CheckId check, List<Instant> edges);

    /** Returns the samples as they were taken, as far as they are kept: from {@code from} until before {@code to}. */
    List<Sample> samples(CheckId check, Instant from, Instant to);

    /**
     * Returns how bad each check was in each column of the time from {@code from} until {@code from + columns × width}.
     * Quickest where {@code from} and {@code width} are multiples of 5 minutes.
     *
     * @return by check, as many cells as columns; a check without a look in that time is missing
     */
    Map<CheckId, List<Cell>> heat(Instant from, Duration width, int columns);

    /**
     * One cell of the heat map.
     *
     * @param looks 0 = nobody looked
     * @param worst the worst state of the looks; null = nobody looked
     * @param load  the largest age divided by the limit in force (the error limit, else the warning limit); NaN = no age,
     *     or no limit
     */
    record Cell(int looks, State worst, double load) {}
}
