package dev.freshwatch.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshwatch.freshness.State;
import dev.freshwatch.samples.SampleFigures;
import dev.freshwatch.samples.SampleSpan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;

/**
 * {@code history --output json}, which the API returns too. Every field is always present; what does not apply is null.
 * Times are UTC, RFC 3339; ages are in seconds, response times in milliseconds.
 */
public final class HistoryJson {

    private HistoryJson() {}

    public static ObjectNode of(CheckSpans history) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("check", history.check().value());
        json.put("name", history.name());
        json.put("from", StatusJson.time(history.range().from()));
        json.put("to", StatusJson.time(history.range().to()));
        json.put("step", history.range().step().toSeconds());
        ArrayNode spans = json.putArray("spans");
        history.spans().forEach(span -> add(span, spans.addObject()));
        return json;
    }

    private static void add(SampleSpan span, ObjectNode json) {
        json.put("start", StatusJson.time(span.start()));
        json.put("end", StatusJson.time(span.end()));
        ObjectNode looks = json.putObject("looks");
        Arrays.stream(State.values())
                .forEach(state -> looks.put(state.word(), span.looks().getOrDefault(state, 0)));
        figures(json, "age", span.age(), Duration.ofSeconds(1));
        figures(json, "response", span.response(), Duration.ofMillis(1));
        Duration warn = span.limits() == null ? null : span.limits().warnAfter();
        Duration error = span.limits() == null ? null : span.limits().errorAfter();
        json.put("warnAfterSeconds", number(warn, Duration.ofSeconds(1)));
        json.put("errorAfterSeconds", number(error, Duration.ofSeconds(1)));
    }

    private static void figures(ObjectNode json, String name, SampleFigures figures, Duration unit) {
        if (figures == null) {
            json.putNull(name);
            return;
        }
        ObjectNode object = json.putObject(name);
        object.put("count", figures.count());
        object.put("min", number(figures.min(), unit));
        object.put("mean", number(figures.mean(), unit));
        object.put("p50", number(figures.p50(), unit));
        object.put("p95", number(figures.p95(), unit));
        object.put("max", number(figures.max(), unit));
    }

    /** Rounded to thousandths of the unit; null where there is none. */
    static BigDecimal number(Duration value, Duration unit) {
        if (value == null) {
            return null;
        }
        BigDecimal nanos = BigDecimal.valueOf(value.getSeconds())
                .multiply(BigDecimal.valueOf(1_000_000_000))
                .add(BigDecimal.valueOf(value.getNano()));
        BigDecimal rounded = nanos.divide(BigDecimal.valueOf(unit.toNanos()), 3, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
