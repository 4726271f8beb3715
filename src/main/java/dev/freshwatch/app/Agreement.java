package dev.freshwatch.app;

import dev.freshwatch.cluster.Leases;
import dev.freshwatch.cluster.Member;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something once, when all nodes that are there have the same configuration: while the nodes of a cluster are restarted
 * one after the other with another one, what one of them does not know may be what the others do.
 */
final class Agreement implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

    private final Leases leases;
    private final Runnable what;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-agreement");
        thread.setDaemon(true);
        return thread;
    });

    /** Looks from now on, each third of a lease. */
    Agreement(Leases leases, Runnable what) {
        this.leases = leases;
        this.what = what;
        long third = leases.lease().toMillis() / 3;
        looking.scheduleWithFixedDelay(this::look, third, third, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            if (leases.isMember() && isReached(leases.self(), leases.live())) {
                looking.shutdown();
                what.run();
            }
        } catch (RuntimeException | Error e) { // else the executor would look no more, and say nothing
            LOG.error("What waits for all nodes to have the same configuration has failed", e);
        }
    }

    /** @param live the nodes that are there, as the database knows them */
    static boolean isReached(Member self, List<Member> live) {
        return !self.configHash().isEmpty()
                && live.stream().anyMatch(member -> member.node().equals(self.node()))
                && live.stream().allMatch(member -> member.configHash().equals(self.configHash()));
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
