package dev.freshwatch.config;

import java.time.Duration;

/**
 * {@code cluster.…}: this process is one of several nodes that share the work.
 *
 * @param node        the name of this node
 * @param lease       how long a node may be silent before others take over its work
 * @param kind        what decides which node does what
 * @param reportAfter how long a node must be gone before that is a problem
 */
public record ClusterSettings(String node, Duration lease, Kind kind, Duration reportAfter) {

    /** What decides which node does what. */
    public enum Kind {
        /** A row for each lease, in the database of the store. */
        POSTGRESQL,
        /** Lease objects of Kubernetes; not in this version. */
        KUBERNETES
    }
}
