package dev.freshwatch.cluster;

/** Hears of leases that this node gets and loses; on the thread of the beat, so it must return at once. */
public interface LeaseListener {

    /** This node does this from now on. */
    void gained(String namespace);

    /** This node does this no more. */
    void lost(String namespace);

    /** A beat has read who is there, and who has what. */
    default void looked() {}
}
