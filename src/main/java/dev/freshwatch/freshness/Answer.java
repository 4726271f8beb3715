package dev.freshwatch.freshness;

import java.time.Instant;

/**
 * A question with its observation.
 *
 * @param observedAt our wall clock when the observation was complete
 */
public record Answer(Question question, Observation observation, Instant observedAt) {}
