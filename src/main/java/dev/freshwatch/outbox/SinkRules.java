package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.alert.NoticeFilter;
import dev.freshwatch.freshness.CheckId;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Which notices each sink gets, and in which order.
 *
 * @param disabled notices for these sinks are dropped
 * @param grouping these sinks get one notice for a group of checks instead of one for each check
 * @param filters  by the name of a sink; other sinks get all notices
 */
record SinkRules(Set<String> disabled, Set<String> grouping, Map<String, NoticeFilter> filters) {

    SinkRules {
        disabled = Set.copyOf(disabled);
        grouping = Set.copyOf(grouping);
        filters = Map.copyOf(filters);
    }

    SinkRules grouping(Set<String> sinks) {
        return new SinkRules(disabled, sinks, filters);
    }

    SinkRules filtering(Map<String, NoticeFilter> bySink) {
        return new SinkRules(disabled, grouping, bySink);
    }

    NoticeFilter filter(String sink) {
        return filters.getOrDefault(sink, NoticeFilter.ALL);
    }

    boolean isDisabled(String sink) {
        return disabled.contains(sink);
    }

    /**
     * Returns whether this notice is meant for the sink.
     *
     * @param told whether the sink was told of the episode; asked only if needed
     */
    boolean admits(Notice notice, String sink, BooleanSupplier told) {
        return !isAbout(notice, sink)
                && !isReportedOtherwise(notice, sink)
                && filter(sink).admits(notice, told);
    }

    /** A failure of a sink cannot be reported through that sink. */
    private static boolean isAbout(Notice notice, String sink) {
        return notice.getCheck().equals(OutboxComponent.CHECK + sink);
    }

    /** A sink gets either the notice of a group or the notices of its members. */
    private boolean isReportedOtherwise(Notice notice, String sink) {
        return grouping.contains(sink) ? notice.marks().group() != null : notice.isGroup();
    }

    /**
     * The ordering key of notices about this check in that sink: the check itself, or its platform if one notice can
     * report several checks, so that the recovery of one of them never overtakes it.
     */
    String orderingKey(String sink, CheckId check) {
        return grouping.contains(sink) ? check.platform() : check.value();
    }
}
