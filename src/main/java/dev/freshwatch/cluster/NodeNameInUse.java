package dev.freshwatch.cluster;

/** Another process runs as a node of the same name. The message is one line that can be shown to operators. */
public final class NodeNameInUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NodeNameInUse(String node) {
        super("another node named " + node + " is running; set cluster.node to a name that no other node has");
    }
}
