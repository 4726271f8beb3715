package dev.freshwatch.app;

/**
 * What looks around by itself while this process is a node of a cluster.
 *
 * @param agreement   for the same configuration on all nodes
 * @param hangs       for this node to hang
 * @param reloadCalls for calls to reload
 */
record NodeLookouts(Agreement agreement, HangWatch hangs, ReloadCalls reloadCalls) implements AutoCloseable {

    @Override
    public void close() {
        agreement.close();
        hangs.close();
        reloadCalls.close();
    }
}
