package dev.freshwatch.cluster;

import dev.freshwatch.cluster.FaultPlan.Fault;
import dev.freshwatch.cluster.FaultPlan.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How long it took until what a node did was done by one again, after each fault that took a node away. Pure. */
final class TakeOvers {

    /** A fault as it was. @param victim the node @param from before it @param to after it; both in milliseconds */
    record Happened(int number, Fault fault, String victim, long from, long to) {

        boolean lasted(Duration atLeast) {
            return to - from >= atLeast.toMillis();
        }

        @Override
        public String toString() {
            return number + " " + fault.kind() + " of " + victim + " for " + (to - from) + " ms";
        }
    }

    /**
     * One of them.
     *
     * @param longest   in milliseconds, of all leases that the node had; -1 = one was not taken over at all
     * @param disturbed whether another fault happened meanwhile
     */
    record TakeOver(Happened fault, long longest, boolean disturbed) {

        boolean isWithin(Duration limit) {
            return longest >= 0 && longest <= limit.toMillis();
        }
    }

    private TakeOvers() {}

    /** @param lease a fault that is shorter may pass without a change of hands */
    static List<TakeOver> of(List<Happened> faults, LeaseLog log, Duration lease, Duration limit) {
        List<TakeOver> all = new ArrayList<>();
        for (Happened fault : faults) {
            if (!fault.fault().kind().takesANodeAway() || fault.fault().kind() == Kind.STOP) {
                continue;
            }
            if (fault.fault().kind() != Kind.KILL && !fault.lasted(lease)) {
                continue;
            }
            longest(fault, log, limit)
                    .ifPresent(longest -> all.add(new TakeOver(
                            fault, longest, isDisturbed(fault, faults, Math.max(longest, lease.toMillis())))));
        }
        return all;
    }

    private static OptionalLong longest(Happened fault, LeaseLog log, Duration limit) {
        OptionalLong longest = OptionalLong.empty();
        for (String namespace : log.heldBy(fault.victim(), fault.from())) {
            OptionalLong taken = log.takenAfter(namespace, fault.from());
            long took = taken.isPresent() ? taken.getAsLong() - fault.from() : Long.MAX_VALUE;
            boolean late = took > limit.toMillis();
            if (late && fault.fault().kind() != Kind.KILL && !fault.lasted(limit)) {
                // it went on with it itself
                continue;
            }
            if (took == Long.MAX_VALUE) {
                return OptionalLong.of(-1);
            }
            longest = OptionalLong.of(Math.max(took, longest.orElse(0)));
        }
        return longest;
    }

    private static boolean isDisturbed(Happened fault, List<Happened> faults, long longest) {
        return faults.stream()
                .anyMatch(
                        other -> other != fault && other.from() < fault.from() + longest && other.to() > fault.from());
    }
}
