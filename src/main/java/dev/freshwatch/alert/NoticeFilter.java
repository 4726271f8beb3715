package dev.freshwatch.alert;

import dev.freshwatch.freshness.CheckFilter;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.State;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Which notices a sink gets. A sink that got the notice of a problem also gets its changes, its healing and its recovery,
 * whatever their state. Drills reach every sink.
 *
 * @param kinds  the kinds it gets; empty = all. A recovery goes where its problem went, whether listed or not
 * @param states the states it gets; empty = all
 * @param checks the checks it gets
 */
public record NoticeFilter(Set<Kind> kinds, Set<State> states, CheckFilter checks) {

    /** Lets all notices through. */
    public static final NoticeFilter ALL = new NoticeFilter(Set.of(), Set.of(), CheckFilter.ALL);

    public NoticeFilter {
        kinds = Set.copyOf(kinds);
        states = Set.copyOf(states);
    }

    /** Returns whether every notice passes. */
    public boolean isOpen() {
        return kinds.isEmpty() && states.isEmpty() && checks == CheckFilter.ALL;
    }

    /**
     * Returns whether the sink gets this notice. For a notice about several checks, one that matches is enough.
     *
     * @param notified whether the sink got the notice of this problem, or of one that a group covers; called only if needed
     */
    public boolean admits(Notice notice, BooleanSupplier notified) {
        if (isOpen()) {
            return true;
        }
        return switch (notice.kind()) {
            case DRILL -> true;
            case RECOVERY -> notified.getAsBoolean();
            case PROBLEM -> has(Kind.PROBLEM) && (matches(notice) || (notice.isGroup() && notified.getAsBoolean()));
            case REMINDER -> has(Kind.REMINDER) && matches(notice);
            case CHANGE -> admitsChange(notice, notified);
            case HEALED -> has(Kind.HEALED) && (matches(notice) || notified.getAsBoolean());
        };
    }

    /** For a sink that did not get the notice of the problem, a change is the first one. */
    private boolean admitsChange(Notice notice, BooleanSupplier notified) {
        boolean known = notified.getAsBoolean();
        return known ? has(Kind.CHANGE) : (has(Kind.PROBLEM) || has(Kind.CHANGE)) && matches(notice);
    }

    /** Returns whether a problem of this check would be admitted that is not one of a group. */
    public boolean admitsProblem(CheckId check, String name, State state) {
        return has(Kind.PROBLEM) && has(state) && checks.matches(check, name);
    }

    private boolean matches(Notice notice) {
        return notice.findings().stream().anyMatch(finding -> has(finding.state()) && checks.matches(finding));
    }

    private boolean has(Kind kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    private boolean has(State state) {
        return states.isEmpty() || states.contains(state);
    }
}
