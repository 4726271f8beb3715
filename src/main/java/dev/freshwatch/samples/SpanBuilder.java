package dev.freshwatch.samples;

import dev.freshwatch.freshness.Limits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Puts a span together from samples and rows. */
final class SpanBuilder {

    private final Tally ages = new Tally();
    private final Tally responses = new Tally();
    private LookCounts looks = LookCounts.NONE;
    private RowFigures age;
    private RowFigures response;
    private Limits limits;
    private long limitsAt = Long.MIN_VALUE;

    void add(RawSample sample) {
        looks = looks.plus(sample.state());
        if (sample.age() != RawSample.NONE) {
            ages.add(sample.age());
        }
        if (sample.response() != RawSample.NONE) {
            responses.add(sample.response());
        }
        limits(sample.at(), sample.limits());
    }

    void add(SampleRow row) {
        looks = looks.plus(row.looks());
        age = join(age, row.age());
        response = join(response, row.response());
        limits(row.start(), row.limits());
    }

    private void limits(long at, Limits inForce) {
        if (at >= limitsAt) {
            limitsAt = at;
            limits = inForce;
        }
    }

    private static RowFigures join(RowFigures one, RowFigures other) {
        return one == null ? other : one.and(other);
    }

    boolean isEmpty() {
        return looks.all() == 0;
    }

    SampleRow row(long start) {
        return new SampleRow(start, looks, join(ages.figures(), age), join(responses.figures(), response), limits);
    }

    SampleSpan span(Instant start, Instant end) {
        SampleRow all = row(0);
        return new SampleSpan(
                start,
                end,
                looks.toMap(),
                all.age() == null ? null : all.age().in(ChronoUnit.SECONDS),
                all.response() == null ? null : all.response().in(ChronoUnit.MILLIS),
                limits);
    }
}
