package dev.freshwatch.cluster;

import java.util.Map;

/** Hears of leases that this node gets and loses; on the thread of the beat, so it must return at once. */
public interface LeaseListener {

    /** This node does this from now on. */
    void gained(String namespace);

    /** This node does this no more. */
    void lost(String namespace);

    /** A beat has taken these over. @param causes why, by namespace; empty = none */
    default void taken(Map<String, Lease.Cause> causes) {}

    /** A beat has read who is there, and who has what. */
    default void looked() {}
}
