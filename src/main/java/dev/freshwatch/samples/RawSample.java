package dev.freshwatch.samples;

import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.freshness.State;
import java.time.Duration;
import java.time.Instant;

/**
 * A sample without its check, in numbers.
 *
 * @param at       milliseconds since 1970
 * @param age      in seconds; -1 = none
 * @param response in milliseconds; -1 = none
 * @param limits   never null
 */
record RawSample(long at, State state, Reason reason, long age, long response, Limits limits) {

    static final long NONE = -1;

    /** Sums of millions of them stay in range. */
    private static final long MOST = 1L << 40;

    static RawSample of(Sample sample) {
        return new RawSample(
                sample.at().toEpochMilli(),
                sample.state(),
                sample.reason(),
                sample.age() == null ? NONE : within(sample.age().toSeconds()),
                sample.response() == null ? NONE : within(sample.response().toMillis()),
                sample.limits() == null ? Limits.NONE : sample.limits());
    }

    private static long within(long value) {
        return Math.max(0, Math.min(MOST, value));
    }

    Sample toSample(CheckId check) {
        return new Sample(
                check,
                Instant.ofEpochMilli(at),
                state,
                reason,
                age == NONE ? null : Duration.ofSeconds(age),
                response == NONE ? null : Duration.ofMillis(response),
                limits);
    }

    /** The age divided by the limit in force; NaN = there is no age, or no limit. */
    double load() {
        return age == NONE ? Double.NaN : load(age, limits);
    }

    static double load(long ageSeconds, Limits limits) {
        Duration limit = limits.errorAfter() != null ? limits.errorAfter() : limits.warnAfter();
        return limit == null || limit.isZero() ? Double.NaN : ageSeconds * 1000.0 / limit.toMillis();
    }
}
