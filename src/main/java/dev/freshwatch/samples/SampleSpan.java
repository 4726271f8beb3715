package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.State;
import java.time.Instant;
import java.util.Map;

/**
 * What the looks of a span of time found.
 *
 * @param start    inclusive
 * @param end      exclusive
 * @param looks    how many looks found each state; empty = nobody looked
 * @param age      null = no look found an age
 * @param response null = no look had a response time
 * @param limits   in force at the last look of the span; null = nobody looked
 */
public record SampleSpan(
        Instant start,
        Instant end,
        Map<State, Integer> looks,
        SampleFigures age,
        SampleFigures response,
        Limits limits) {}
