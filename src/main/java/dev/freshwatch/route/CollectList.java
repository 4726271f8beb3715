package dev.freshwatch.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the results of a fan-out in one list and flattens lists among them. A branch that fails is logged and left
 * out, so that the answers of the others are kept; missing answers are detected when answers are matched to their
 * questions.
 */
public final class CollectList implements AggregationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(CollectList.class);

    @Override
    public Exchange aggregate(Exchange together, Exchange part) {
        Exchange result = together;
        List<Object> parts;
        if (result == null) {
            result = part;
            parts = new ArrayList<>();
        } else {
            parts = parts(result);
        }
        if (part.getException() != null) {
            LOG.error("A branch of {} failed", part.getFromRouteId(), part.getException());
            part.setException(null);
        } else if (part.getMessage().getBody() instanceof Collection<?> several) {
            parts.addAll(several);
        } else {
            parts.add(part.getMessage().getBody());
        }
        result.getMessage().setBody(parts);
        return result;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> parts(Exchange result) {
        return (List<Object>) result.getMessage().getBody(List.class);
    }
}
