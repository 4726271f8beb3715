package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;

/**
 * What one look at a check found.
 *
 * @param at       when the check was looked at; stored in whole milliseconds, and of two looks at the same one the later counts
 * @param age      of the newest record, in whole seconds; null = not known, or the check has no age
 * @param response in whole milliseconds; null = nothing was asked, or nothing answered
 * @param limits   in force at this look
 */
public record Sample(
        CheckId check, Instant at, State state, Reason reason, Duration age, Duration response, Limits limits) {}
