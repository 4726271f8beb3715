package dev.freshwatch.esm;

import dev.freshwatch.config.EsmSettings;
import dev.freshwatch.freshness.Observation.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which Receivers are queried in a cycle. Without a limit on queries in an hour, all that need it. Otherwise suspects
 * first, with all that is left of the hour; then, with the share of this cycle, those that were asked longest ago; and
 * what is left of that compares rows again that are believed anyway. Half of the hour is kept for suspects, if need be. A Receiver that is not queried is unknown, even if
 * its last age would still be within the limit.
 */
final class QueryPlan {

    private final EsmSettings settings;
    private final QueryBudget budget;
    private final ReceiverOrder order;
    private final LastEvents lastEvents;

    QueryPlan(EsmSettings settings, QueryBudget budget, ReceiverOrder order, LastEvents lastEvents) {
        this.settings = settings;
        this.budget = budget;
        this.order = order;
        this.lastEvents = lastEvents;
    }

    /** Returns the lookups to make; what is left out is answered. */
    List<RecordLookup> choose(EsmCycle cycle) {
        if (!budget.isLimited()) {
            return List.copyOf(cycle.receivers());
        }
        List<RecordLookup> waiting = new ArrayList<>(cycle.receivers());
        waiting.sort(Comparator.comparingInt((RecordLookup lookup) -> rank(cycle, lookup))
                .thenComparingLong(lookup -> order.lastAsked(lookup.receiver())));
        int suspects = (int) waiting.stream()
                .filter(lookup -> lastEvents.isSuspect(lookup.receiver()))
                .count();
        int left = budget.left();
        int others = budget.share(cycle.isRepeated() ? settings.every() : null, suspects);
        List<RecordLookup> chosen = new ArrayList<>();
        for (RecordLookup lookup : waiting) {
            int most = lastEvents.isSuspect(lookup.receiver()) ? left : Math.min(left, suspects + others);
            if (chosen.size() < most) {
                chosen.add(lookup);
            } else {
                leaveOut(cycle, lookup);
            }
        }
        return chosen;
    }

    private int rank(EsmCycle cycle, RecordLookup lookup) {
        if (lastEvents.isSuspect(lookup.receiver())) {
            return 0;
        }
        return cycle.believed(lookup.receiver()) == null ? 1 : 2;
    }

    private void leaveOut(EsmCycle cycle, RecordLookup lookup) {
        Seen believed = cycle.believed(lookup.receiver());
        if (believed != null) {
            cycle.know(lookup.question().check(), believed);
        } else {
            cycle.know(lookup.question().check(), budget.spent(), null);
        }
        cycle.share().done();
    }
}
