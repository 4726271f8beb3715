package dev.freshwatch.cluster;

import java.util.Map;

/**
 * What a beat has done.
 *
 * @param member whether this node is one of the cluster; false = another process has its name
 * @param view   all rows as they were before this beat
 * @param fences the leases of this node from now on, with their numbers
 * @param taken  which of them it did not have before
 */
record BeatResult(boolean member, ClusterView view, Map<String, Long> fences, Map<String, Lease.Cause> taken) {

    BeatResult {
        fences = Map.copyOf(fences);
        taken = Map.copyOf(taken);
    }
}
