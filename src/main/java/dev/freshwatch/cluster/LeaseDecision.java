package dev.freshwatch.cluster;

import dev.freshwatch.cluster.Lease.Cause;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node wants its next beat to do. The sets are disjoint.
 *
 * @param keep     renew these
 * @param take     take these over
 * @param create   take these, which nobody ever had
 * @param released leave these to others
 * @param release  why, by namespace
 */
record LeaseDecision(
        List<LeaseClaim> keep,
        List<LeaseClaim> take,
        Set<String> create,
        List<LeaseClaim> released,
        Map<String, Cause> release) {

    static final LeaseDecision NOTHING = new LeaseDecision(List.of(), List.of(), Set.of(), List.of(), Map.of());

    LeaseDecision {
        keep = List.copyOf(keep);
        take = List.copyOf(take);
        create = Set.copyOf(create);
        released = List.copyOf(released);
        release = Map.copyOf(release);
    }
}
