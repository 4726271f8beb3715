package dev.freshwatch.api;

import dev.freshwatch.api.ApiParameters.BadParameter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.history.Look;
import dev.freshwatch.history.LookTable;
import dev.freshwatch.report.CheckSpans;
import dev.freshwatch.report.HistoryJson;
import dev.freshwatch.report.HistoryRange;
import dev.freshwatch.report.StoreView;
import dev.freshwatch.samples.SampleReader;
import dev.freshwatch.web.WebResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /api/history/{id}?from&to&step}. Thread-safe. */
final class HistoryAnswer {

    /** A request must not cost the watch beside it time. */
    static final int MOST_SPANS = 2000;

    /** What a plot can show. */
    private static final int SPANS = 300;

    private static final Duration LENGTH = Duration.ofDays(1);

    private final Supplier<StoreView> view;
    private final SampleReader samples;

    HistoryAnswer(Supplier<StoreView> view, SampleReader samples) {
        this.view = view;
        this.samples = samples;
    }

    WebResponse of(String id, Map<String, String> query) throws BadParameter {
        ApiParameters given = new ApiParameters(query, "from", "to", "step");
        if (!CheckId.isId(id)) {
            return ApiSite.noSuchCheck(id);
        }
        CheckId check = new CheckId(id);
        StoreView now = view.get();
        HistoryRange range = range(given, now.store().clock().instant());
        Optional<Look> look = LookTable.all(now.store()).stream()
                .filter(one -> one.check().equals(check))
                .findFirst();
        String name = look.map(one -> one.finding().name()).orElse(null);
        CheckSpans history = CheckSpans.read(samples, check, name, range);
        return look.isEmpty() && history.isEmpty()
                ? ApiSite.noSuchCheck(id)
                : WebResponse.json(HistoryJson.of(history));
    }

    private static HistoryRange range(ApiParameters given, Instant now) throws BadParameter {
        Instant to = given.time("to", now);
        Instant from = given.time("from", to.minus(LENGTH));
        if (!from.isBefore(to)) {
            throw new BadParameter("from", "(" + from + ") is not before 'to' (" + to + ")");
        }
        if (from.isBefore(Instant.EPOCH)) {
            throw new BadParameter("from", "(" + from + ") is before 1970");
        }
        Duration length = Duration.between(from, to);
        Duration step = given.duration("step", HistoryRange.step(length, SPANS));
        if (length.compareTo(step.multipliedBy(MOST_SPANS)) > 0) {
            throw new BadParameter(
                    "step",
                    "of " + step.toSeconds() + "s would make more than " + MOST_SPANS
                            + " spans of this time: write at least "
                            + (length.minusMillis(1).dividedBy(MOST_SPANS).toSeconds() + 1) + "s");
        }
        return new HistoryRange(from, to, step, ZoneOffset.UTC);
    }
}
