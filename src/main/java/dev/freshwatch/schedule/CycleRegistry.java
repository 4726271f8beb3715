package dev.freshwatch.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * All timers, how late they are, and what they hand over to their successors. Times are nanoseconds of the monotonic
 * clock. Not thread-safe; {@link CycleScheduler} does the locking.
 */
final class CycleRegistry {

    private static final int MOST_NAMED = 5;

    private final Set<Cycle> cycles = new HashSet<>();

    /** How long a cycle may take by its own limits, by the name of its timer. */
    private final Map<String, Long> longest = new HashMap<>();

    /** Timers that were removed in the current hand-over, until new ones of the same names replace them. */
    private final List<Cycle> replaced = new ArrayList<>();

    /** Timers that wait for a cycle of the ones that they replaced: few, and only for a short time. */
    private final List<Cycle> successors = new ArrayList<>();

    /** Timers that were removed while a cycle of theirs was running, until it has ended. */
    private final Set<Cycle> ending = new LinkedHashSet<>();

    private boolean handingOver;

    void allow(String timer, long nanos) {
        longest.put(timer, nanos);
    }

    void beginHandOver() {
        handingOver = true;
    }

    void endHandOver() {
        handingOver = false;
        replaced.clear();
    }

    boolean isHandingOver() {
        return handingOver;
    }

    /**
     * Adds a timer; in a hand-over, it continues the pace of the one of its name that it replaces. At any other time it waits for
     * cycles of its name that are still running, such as those of a route that was stopped and has been started again.
     */
    void add(Cycle cycle, long now) {
        Optional<Cycle> before = replaced.stream()
                .filter(other -> other.timer().equals(cycle.timer()))
                .findFirst();
        if (before.isPresent()) {
            replaced.remove(before.get());
            cycle.succeed(before.get(), now);
        } else {
            ending.stream().filter(other -> other.timer().equals(cycle.timer())).forEach(cycle::waitFor);
        }
        cycles.add(cycle);
        if (cycle.waits()) {
            successors.add(cycle);
        }
    }

    /**
     * Removes a timer, which may be replaced in a hand-over.
     *
     * @return whether it was there
     */
    boolean remove(Cycle cycle) {
        boolean known = cycles.remove(cycle);
        successors.remove(cycle);
        if (known && handingOver) {
            replaced.add(cycle);
        }
        if (cycle.isUnderWay()) {
            ending.add(cycle);
        }
        return known;
    }

    /** Removes a timer that runs no more cycles. */
    void discard(Cycle cycle) {
        cycles.remove(cycle);
    }

    /**
     * Tells successors that this cycle has ended.
     *
     * @return those that were waiting for it, and may start now
     */
    List<Cycle> releaseSuccessors(Cycle ended) {
        ending.remove(ended);
        replaced.forEach(other -> other.predecessorEnded(ended));
        successors.forEach(other -> other.predecessorEnded(ended));
        List<Cycle> released =
                successors.stream().filter(other -> !other.waits()).toList();
        successors.removeAll(released);
        return released;
    }

    boolean contains(Cycle cycle) {
        return cycles.contains(cycle);
    }

    int size() {
        return cycles.size();
    }

    /** Returns the timers of a platform, or of a service with all its checks. */
    List<Cycle> of(String platform) {
        return cycles.stream()
                .filter(cycle -> cycle.timer().equals(platform) || cycle.timer().startsWith(platform + "/"))
                .toList();
    }

    List<Cycle> where(Predicate<String> timers) {
        return cycles.stream().filter(cycle -> timers.test(cycle.timer())).toList();
    }

    /** Returns how late the latest cycle of the worst timer started, or is by now. */
    long lag(long now) {
        return cycles.stream().mapToLong(cycle -> cycle.lag(now)).max().orElse(0);
    }

    /** Returns the timers that are late by more than a period, in alphabetical order; the first few by name. */
    List<String> overdue(long now) {
        return some(overdue(now, timer -> true));
    }

    /** Returns all of these timers that are late by more than a period, in alphabetical order. */
    List<String> overdue(long now, Predicate<String> timers) {
        return where(timers).stream()
                .filter(cycle -> !cycle.isOnTime(now, longest.getOrDefault(cycle.timer(), 0L)))
                .map(Cycle::timer)
                .sorted()
                .toList();
    }

    /** Returns the timers whose running cycle takes longer than its own limits allow. */
    Set<String> hanging(long now) {
        return cycles.stream()
                .filter(Cycle::isUnderWay)
                .filter(cycle -> !cycle.isOnTime(now, longest.getOrDefault(cycle.timer(), 0L)))
                .map(Cycle::timer)
                .collect(Collectors.toSet());
    }

    /** The first few by name. */
    static List<String> some(List<String> late) {
        List<String> named = new ArrayList<>(late.stream().limit(MOST_NAMED).toList());
        if (late.size() > MOST_NAMED) {
            named.add("and " + (late.size() - MOST_NAMED) + " more");
        }
        return named;
    }
}
