package dev.freshwatch.cluster;

import org.apache.camel.cluster.CamelClusterMember;

/**
 * A node, as Camel sees it.
 *
 * @param getId the name of the node
 */
record LeaseMember(String getId, boolean isLeader, boolean isLocal) implements CamelClusterMember {}
